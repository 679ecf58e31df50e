import { expect, test } from 'vitest';
import type { Contract } from '../../../lib/core/contract/model.ts';
import { readContract } from '../../../lib/core/contract/read.ts';
import { chooseServer, type ServerChoice } from '../../../lib/core/contract/servers.ts';

function contract(...servers: string[]): Contract {
  const list =
    servers.length === 0 ? '' : `servers:\n${servers.map((s) => `  - {type: kinesis, ${s}}\n`).join('')}`;
  const read = readContract(
    `apiVersion: v3.1.0\nkind: DataContract\nid: x\nname: c\nversion: 1.0.0\nstatus: a\n${list}`,
    'f',
  );
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value.contract;
}
const choose = (from: Contract, choice?: ServerChoice): string => {
  const chosen = chooseServer(from, choice);
  return chosen.ok ? chosen.value.server : (chosen.error[0]?.code ?? '');
};
const TWO = contract('server: laptop, environment: local', 'server: warehouse, environment: prod');

test('one server needs no choice', () => expect(choose(contract('server: a'))).toBe('a'));
test('no server is an issue', () => expect(choose(contract())).toBe('SLU-190'));
test('two servers need a choice, and the issue lists them', () => {
  expect(chooseServer(TWO)).toMatchObject({
    ok: false,
    error: [{ code: 'SLU-191', params: { servers: 'laptop (local), warehouse (prod)' }, at: { line: 8 } }],
  });
});
test('a server is chosen by name or by environment', () => {
  expect(choose(TWO, { server: 'warehouse' })).toBe('warehouse');
  expect(choose(TWO, { environment: 'local' })).toBe('laptop');
});
test('an unknown name suggests a near one', () => {
  expect(chooseServer(TWO, { server: 'labtop' })).toMatchObject({
    ok: false,
    error: [{ code: 'SLU-192', params: { suggestion: 'laptop' } }],
  });
});
test('an environment without a server is an issue, even for the only server', () => {
  expect(choose(TWO, { environment: 'sit' })).toBe('SLU-193');
  expect(choose(contract('server: a, environment: prod'), { environment: 'local' })).toBe('SLU-193');
});
test('a server without an environment belongs to every one, after those that name it', () => {
  const mixed = contract('server: any', 'server: dev, environment: dev');
  expect(choose(mixed, { environment: 'dev' })).toBe('dev');
  expect(choose(mixed, { environment: 'prod' })).toBe('any');
});
test('one name in two environments needs the environment', () => {
  const twice = contract('server: a, environment: dev', 'server: a, environment: prod');
  expect(choose(twice, { server: 'a' })).toBe('SLU-191');
  expect(choose(twice, { server: 'a', environment: 'prod' })).toBe('a');
});
