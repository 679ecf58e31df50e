import { expect, test } from 'vitest';
import { planRows, render } from './render.ts';
import type { TypeSignature } from './trino-client.ts';

const simple = (rawType: string): TypeSignature => ({ rawType, arguments: [] });
const of = (rawType: string, ...inner: readonly TypeSignature[]): TypeSignature => ({
  rawType,
  arguments: inner.map((value) => ({ kind: 'TYPE', value })),
});
const row = (...fields: readonly (readonly [string | undefined, TypeSignature])[]): TypeSignature => ({
  rawType: 'row',
  arguments: fields.map(([name, typeSignature]) => ({
    kind: 'NAMED_TYPE',
    value: { typeSignature, ...(name === undefined ? {} : { fieldName: { name } }) },
  })),
});
const [int, text, bytes] = [simple('integer'), simple('varchar'), simple('varbinary')];

test.each([
  [null, text, null],
  ['', text, ''],
  ['1.0E20', simple('double'), '1.0E20'],
  [true, simple('boolean'), 'true'],
  ['AQL/', bytes, '01 02 ff'],
  ['', bytes, ''],
  [['1', null], of('array', int), '[1, null]'],
  [[], of('array', int), '[]'],
  [['a, b', 'c'], of('array', text), '[a, b, c]'],
  [{ 10: 'a', 9: 'b' }, of('map', int, text), '{9=b, 10=a}'],
  [{ k: '1', j: null }, of('map', text, int), '{j=null, k=1}'],
  [['1', 'x'], row(['id', int], ['name', text]), '{id=1, name=x}'],
  [['1', null], row([undefined, int], [undefined, int]), '{1, null}'],
  [[[['1']]], of('array', of('array', of('array', int))), '[[[1]]]'],
] as const)('%j reads %s', (value, signature, expected) => {
  expect(render(value, signature)).toBe(expected);
});

test('bytes inside a list read as an address, equal for equal bytes', () => {
  const read = render(['AQ==', 'AQ==', 'Ag=='], of('array', bytes)) ?? '';
  const [a, b, c] = read.slice(1, -1).split(', ');
  expect(a).toMatch(/^\[B@[0-9a-f]{1,8}$/);
  expect(b).toBe(a);
  expect(c).not.toBe(a);
});

test('a plan has a row a line, after one more line break', () => {
  expect(planRows('a\nb\n\n')).toEqual([['a'], ['b'], [''], [''], ['']]);
});
