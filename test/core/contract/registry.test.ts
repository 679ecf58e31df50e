import { expect, test } from 'vitest';
import { buildRegistry } from '../../../lib/core/contract/registry.ts';

const file = (path: string, name: string | undefined, version: string) => ({
  path,
  text: `apiVersion: v3.1.0\nkind: DataContract\nid: x\nversion: ${version}\nstatus: active\n${name ? `name: ${name}\n` : ''}`,
});
const FILES = [
  file('aviation/flights.odcs.yaml', 'flights', '1.0.0'),
  file('aviation/v2/flights.odcs.yaml', 'flights', '2.0.0'),
  file('contracts/retail/orders.odcs.yml', undefined, '1.0.0'),
  {
    path: 'aviation/broken.odcs.yaml',
    text: 'kind: DataContract\napiVersion: v3.1.0\nid: 1\nversion: 1.0.0\nstatus: x\n',
  },
  { path: 'aviation/flights.pipeline.yaml', text: 'not: a contract' },
  file('lost.odcs.yaml', 'lost', '1.0.0'),
];
const registry = buildRegistry(FILES);
const codes = (result: ReturnType<typeof registry.find>) =>
  result.ok ? [] : result.error.map((i) => i.code);

test('a contract is found by domain and name, the name being that of the file where none is given', () => {
  const found = registry.find('retail/orders');
  expect(found).toMatchObject({
    ok: true,
    value: { domain: 'retail', contract: { name: 'orders', version: '1.0.0' } },
  });
});

test('a version chooses among several', () => {
  expect(registry.find('aviation/flights', '2.0.0')).toMatchObject({
    ok: true,
    value: { contract: { version: '2.0.0' } },
  });
});

test('no version where several exist is an issue that lists them', () => {
  const found = registry.find('aviation/flights');
  expect(found).toMatchObject({
    ok: false,
    error: [{ code: 'SLU-181', params: { versions: '1.0.0, 2.0.0' } }],
  });
});

test('an unknown name suggests a near one, an unknown version lists those that exist', () => {
  expect(registry.find('aviation/flihgts')).toMatchObject({
    ok: false,
    error: [{ code: 'SLU-180', params: { suggestion: 'aviation/flights' } }],
  });
  expect(registry.find('aviation/flights', '3.0.0')).toMatchObject({
    ok: false,
    error: [{ code: 'SLU-182', params: { versions: '1.0.0, 2.0.0' } }],
  });
});

test('a broken file poisons only itself, and asking for it says what is wrong with it', () => {
  expect(registry.contracts).toHaveLength(3);
  expect(registry.issues.map((i) => i.code)).toContain('SLU-116');
  expect(codes(registry.find('aviation/broken'))).toEqual(['SLU-116']);
});

test('a file outside of a domain is said', () => {
  expect(registry.issues.map((i) => [i.code, i.at?.file])).toContainEqual(['SLU-184', 'lost.odcs.yaml']);
});

test('two files of one name and version are refused, whichever is asked for', () => {
  const twins = buildRegistry([file('a/x.odcs.yaml', 'x', '1.0.0'), file('a/y.odcs.yaml', 'x', '1.0.0')]);
  expect(twins.issues.map((i) => i.code)).toEqual(['SLU-183']);
  expect(twins.find('a/x')).toMatchObject({
    ok: false,
    error: [{ code: 'SLU-183', params: { other: 'a/x.odcs.yaml' } }],
  });
  expect(twins.find('a/x', '1.0.0')).toMatchObject({ ok: false, error: [{ code: 'SLU-183' }] });
});

test('the same name in two domains is two contracts', () => {
  const both = buildRegistry([file('a/x.odcs.yaml', 'x', '1.0.0'), file('b/x.odcs.yaml', 'x', '1.0.0')]);
  expect(both.issues).toEqual([]);
  expect(both.find('b/x')).toMatchObject({ ok: true, value: { domain: 'b' } });
});
