import { describe, expect, test } from 'vitest';
import { matchNested } from '../../../lib/core/checks/nested-types.ts';
import { boolean, integer, string } from '../../../lib/core/values/scalar.ts';
import {
  asksFor,
  column,
  datasetOf,
  declared,
  judge,
  judgeWithout,
  prepare,
  ruleOf,
  schemaOf,
  typeOf,
} from './kind-world.ts';

describe('columnPresent', () => {
  const check = prepare(ruleOf('columnPresent', { column: 'p' }), datasetOf(declared('p')));

  test('needs no scan, and says which columns there are where it is not among them', () => {
    expect(asksFor(check, schemaOf())).toEqual([]);
    expect(check.expected).toEqual({ op: 'present', value: 'p' });
    expect(judge(check, { schema: schemaOf(column('x', 'string'), column('p', 'string')) })).toEqual({
      result: 'passed',
      measured: boolean(true),
      message: 'p: present',
    });
    expect(judge(check, { schema: schemaOf(column('x', 'string'), column('y', 'string')) })).toEqual({
      result: 'failed',
      measured: boolean(false),
      message: 'p: not in the data, which has x, y',
    });
  });
});

describe('extraColumns', () => {
  const check = prepare(ruleOf('extraColumns', { arguments: { columns: ['a', 7] } }));

  test('names the columns that the contract does not', () => {
    expect(asksFor(check, schemaOf())).toEqual([]);
    expect(check.expected).toEqual({ op: 'mustBe', value: '0' });
    const more = schemaOf(column('a', 'integer'), column('b', 'integer'), column('c', 'integer'));
    expect(judge(check, { schema: more })).toEqual({
      result: 'failed',
      measured: integer(2),
      message: '2 columns that the contract does not name: b, c',
    });
    expect(judge(check, { schema: schemaOf(column('a', 'integer')) })).toEqual({
      result: 'passed',
      measured: integer(0),
      message: 'no columns beside those of the contract',
    });
    expect(judge(prepare(ruleOf('extraColumns')), { schema: schemaOf(column('a', 'integer')) }).result).toBe(
      'failed',
    );
  });
});

describe('columnType', () => {
  const typed = (more: Parameters<typeof declared>[1]) =>
    prepare(ruleOf('columnType', { column: 'a' }), datasetOf(declared('a', more)));
  const whole = typed({ logicalType: 'integer' });

  test('of files that know their types needs no scan', () => {
    expect(asksFor(whole, schemaOf(column('a', 'integer')))).toEqual([]);
    expect(asksFor(whole, schemaOf())).toBe('column "a" is not in the data');
    expect(whole.expected).toEqual({ op: 'type', value: 'integer' });
    expect(typed({ logicalType: 'integer', physicalType: 'BIGINT' }).expected).toEqual({
      op: 'type',
      value: 'BIGINT',
    });
    expect(typed({}).expected).toEqual({ op: 'type', value: 'any type' });
  });

  test('says which type there is and which one should be', () => {
    expect(judge(whole, { schema: schemaOf(column('a', 'integer')) })).toEqual({
      result: 'passed',
      measured: string('INTEGER'),
      message: 'a: INTEGER',
    });
    expect(judge(whole, { schema: schemaOf(column('a', 'string')) })).toEqual({
      result: 'failed',
      measured: string('STRING'),
      message: 'a: string, expected integer',
    });
    expect(judge(typed({ logicalType: 'timestamp' }), { schema: schemaOf(column('a', 'zoned')) })).toEqual({
      result: 'warned',
      measured: string('ZONED'),
      message: 'a: ZONED, declared timestamp: they differ in the time zone',
    });
    expect(judgeWithout(whole, schemaOf(column('a', 'integer')))).toEqual({
      result: 'notEvaluated',
      measured: { type: 'null' },
      message: 'a: no value',
    });
  });

  test('of text counts the cells that do not convert, and shows one', () => {
    const csv = schemaOf(column('a', 'integer', 'text'));
    const [count = '', example = '', ...more] = asksFor(whole, csv);
    const [, cell] =
      /^count\(CASE WHEN \(\((".+") IS NOT NULL\) AND \("a" IS NULL\)\) THEN 1 END\)$/.exec(count) ?? [];
    expect(example).toBe(`min(${cell}) FILTER (WHERE ((${cell} IS NOT NULL) AND ("a" IS NULL)))`);
    expect(more).toEqual([]);
    expect(judge(whole, { schema: csv, values: [integer(2), string('x')] })).toEqual({
      result: 'failed',
      measured: integer(2),
      unit: 'rows',
      message: 'a: 2 of 10 cells are not integer, such as "x"',
    });
    expect(judge(whole, { schema: csv, values: [integer(0)] })).toEqual({
      result: 'passed',
      measured: integer(0),
      unit: 'rows',
      message: 'a: every cell is integer',
    });
    expect(judge(whole, { schema: csv })).toMatchObject({ result: 'notEvaluated', message: 'a: no value' });
  });

  test('warns where the data does not say what it holds inside, and fails where it says something else', () => {
    const object = typed({ logicalType: 'object', properties: [declared('b', { logicalType: 'string' })] });
    expect(judge(object, { schema: schemaOf(column('a', 'map')) })).toEqual({
      result: 'warned',
      measured: string('MAP'),
      message: 'a: MAP; what is inside is not checked: a.*',
    });
    const inText = schemaOf(column('a', 'struct', 'text'));
    expect(judge(object, { schema: inText, values: [integer(0)] })).toMatchObject({
      result: 'warned',
      message: 'a: every cell is object; what is inside is not checked: a.*',
    });
    expect(judge(object, { schema: inText, values: [integer(1), string('{')] })).toMatchObject({
      result: 'failed',
      message: 'a: 1 of 10 cells are not object, such as "{"',
    });
    const fields = [{ name: 'c', type: typeOf('string') }];
    const known = { ...column('a', 'struct'), type: { kind: 'struct', fields } as const };
    expect(judge(object, { schema: schemaOf(known) })).toEqual({
      result: 'failed',
      measured: string('STRUCT'),
      message: 'a.b is absent',
    });
    const several = typed({
      logicalType: 'object',
      properties: [
        declared('b'),
        declared('d'),
        declared('c', { logicalType: 'object', properties: [declared('e')] }),
      ],
    });
    expect(judge(several, { schema: schemaOf(known) }).message).toBe(
      'a.b is absent; a.d is absent; a.c is string, expected object',
    );
  });
});

test('a column of another type is that before anything inside it is looked at', () => {
  const fields = [{ name: 'c', type: typeOf('string') }];
  const struct = { ...column('a', 'struct'), type: { kind: 'struct', fields } as const };
  const inside = { properties: [declared('b')], items: declared('item') };
  const typed = (more: Parameters<typeof declared>[1]) =>
    prepare(ruleOf('columnType', { column: 'a' }), datasetOf(declared('a', { ...inside, ...more })));
  expect(judge(typed({ physicalType: 'VARCHAR' }), { schema: schemaOf(struct) })).toMatchObject({
    result: 'failed',
    message: 'a: struct(c string), expected VARCHAR',
  });
  expect(judge(typed({}), { schema: schemaOf(column('a', 'map')) })).toMatchObject({
    result: 'warned',
    message: 'a: MAP; what is inside is not checked: a.*, a[]',
  });
});

describe('nested types', () => {
  const struct = (...fields: readonly { name: string; type: ReturnType<typeof typeOf> }[]) =>
    ({ kind: 'struct', fields }) as const;
  const list = (item: ReturnType<typeof typeOf>) => ({ kind: 'list', item }) as const;
  const text = declared('b', { logicalType: 'string' });

  test('match where every member and item has its type, however deep', () => {
    const stops = declared('a', { items: declared('item', { logicalType: 'object', properties: [text] }) });
    expect(matchNested(stops, list(struct({ name: 'b', type: typeOf('string') })), 'a')).toEqual({
      broken: [],
      unchecked: [],
    });
    expect(matchNested(stops, list(struct({ name: 'b', type: typeOf('integer') })), 'a')).toEqual({
      broken: ['a[].b is integer (64 bits), expected string'],
      unchecked: [],
    });
    expect(matchNested(stops, list(struct()), 'a').broken).toEqual(['a[].b is absent']);
    expect(matchNested(stops, list(typeOf('integer')), 'a').broken).toEqual([
      'a[] is integer (64 bits), expected object',
    ]);
  });

  test('are told apart by their time zone', () => {
    const when = declared('a', { properties: [declared('t', { logicalType: 'timestamp' })] });
    expect(matchNested(when, struct({ name: 't', type: typeOf('zoned') }), 'a').broken).toEqual([
      'a.t is timestamp with time zone, of another time zone',
    ]);
    expect(matchNested(when, struct({ name: 't', type: typeOf('timestamp') }), 'a').broken).toEqual([]);
  });

  test('are not checked where the data does not say what it holds, and only there', () => {
    const both = declared('a', { properties: [text], items: text });
    expect(matchNested(both, typeOf('map'), 'a')).toEqual({ broken: [], unchecked: ['a.*', 'a[]'] });
    expect(matchNested(both, typeOf('list'), 'a')).toEqual({ broken: [], unchecked: ['a.*', 'a[]'] });
    expect(matchNested(both, typeOf('struct'), 'a')).toEqual({ broken: [], unchecked: ['a.*', 'a[]'] });
    expect(matchNested(both, list(typeOf('string')), 'a').unchecked).toEqual(['a.*']);
    expect(matchNested(declared('a', { properties: [] }), typeOf('map'), 'a').unchecked).toEqual([]);
    expect(matchNested(declared('a'), typeOf('map'), 'a')).toEqual({ broken: [], unchecked: [] });
  });
});
