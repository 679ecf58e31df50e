import { expect, test } from 'vitest';
import { folderOf } from './catalog.ts';
import { engineType, hiveType, hiveTypeOf, strangerIn } from './types.ts';

test('names of types that Hive lacks are found, names of fields are free', () => {
  expect(strangerIn('struct<text:string,number:array<decimal(10,2)>>')).toBeUndefined();
  expect(strangerIn('map<string,text>')).toBe('text');
  expect(strangerIn('uuid')).toBe('uuid');
});

test('Glue keeps one spelling', () => {
  expect(hiveType('struct<integer:integer,d:decimal>')).toBe('struct<integer:int,d:decimal(10,0)>');
});

test("the engine's types in Hive's spelling, or none", () => {
  const simple = (rawType: string, ...args: readonly string[]) => ({
    rawType,
    arguments: args.map((value) => ({ kind: 'LONG', value })),
  });
  expect(hiveTypeOf(simple('integer'))).toBe('int');
  expect(hiveTypeOf(simple('varchar', '2147483647'))).toBe('string');
  expect(hiveTypeOf(simple('varchar', '3'))).toBe('varchar(3)');
  expect(hiveTypeOf(simple('decimal', '10', '2'))).toBe('decimal(10,2)');
  expect(hiveTypeOf(simple('timestamp', '6'))).toBe('timestamp');
  expect(hiveTypeOf({ rawType: 'array', arguments: [{ kind: 'TYPE', value: simple('real') }] })).toBe(
    'array<float>',
  );
  const field = { kind: 'NAMED_TYPE', value: { fieldName: { name: 'a' }, typeSignature: simple('bigint') } };
  expect(hiveTypeOf({ rawType: 'row', arguments: [field] })).toBe('struct<a:bigint>');
  for (const none of ['uuid', 'json', 'time', 'timestamp with time zone'])
    expect(hiveTypeOf(simple(none))).toBeUndefined();
});

test("Hive's types in the engine's spelling", () => {
  expect(engineType('map<string,struct<a:int,b:decimal(10,2)>>')).toBe(
    'map(varchar, row("a" integer, "b" decimal(10,2)))',
  );
});

test('values in names of folders are written as Hive writes them', () => {
  expect(folderOf(['p', 'q'], ['a b/c:d', '2001-02-27 00:00:00=é'])).toBe(
    'p=a b%2Fc%3Ad/q=2001-02-27 00%3A00%3A00%3Dé',
  );
});
