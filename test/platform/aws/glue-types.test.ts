import { expect, test } from 'vitest';
import type { PhysicalType } from '../../../lib/core/sql/physical.ts';
import { toScalar } from '../../../lib/platform/aws/engine/to-scalar.ts';
import { glueTypeOf } from '../../../lib/platform/aws/engine/type-text.ts';
import { glueType } from '../../../lib/platform/aws/glue-types.ts';
import { fromGlueValues, toGlueValue } from '../../../lib/platform/aws/partition-text.ts';

test.each([
  ['varchar', 'string'],
  ['varchar(3)', 'string'],
  ['char(10)', 'string'],
  ['integer', 'int'],
  ['real', 'float'],
  ['decimal(38,10)', 'decimal(38,10)'],
  ['decimal(5, 2)', 'decimal(5,2)'],
  ['timestamp(6)', 'timestamp'],
  ['varbinary', 'binary'],
  ['array(array(varchar(3)))', 'array<array<string>>'],
  ['map(varchar, decimal(5, 2))', 'map<string,decimal(5,2)>'],
  ['row("a" integer, "B c" array(row(x double)))', 'struct<a:int,b c:array<struct<x:double>>>'],
  ['timestamp(3) with time zone', undefined],
  ['array(timestamp(3) with time zone)', undefined],
  ['time(3)', undefined],
  ['json', undefined],
  ['unknown', undefined],
  ['row(integer, varchar)', undefined],
  ['row("a,b" integer)', undefined],
  ['decimal(39,0)', undefined],
  ['map(varchar)', undefined],
  ['array(varchar', undefined],
])('what Trino calls %s is %s in Glue', (trino, glue) => {
  expect(glueTypeOf(trino)).toBe(glue);
});

const integer = (bits: number, signed = true): PhysicalType => ({ kind: 'integer', bits, signed });

test.each<[PhysicalType, string | undefined]>([
  [integer(8), 'tinyint'],
  [integer(64), 'bigint'],
  [integer(128), undefined],
  [integer(8, false), 'smallint'],
  [integer(16, false), 'int'],
  [integer(32, false), undefined],
  [integer(64, false), undefined],
  [{ kind: 'integer', bits: 64, signed: true, holdsUnsigned32: true }, undefined],
  [{ kind: 'decimal', precision: 38, scale: 3 }, 'decimal(38,3)'],
  [{ kind: 'decimal', precision: 39, scale: 3 }, undefined],
  [{ kind: 'floating', bits: 16 }, undefined],
  [{ kind: 'floating', bits: 32 }, 'float'],
  [{ kind: 'timestamp', zoned: true }, 'timestamp'],
  [{ kind: 'uuid' }, 'binary'],
  [{ kind: 'json' }, 'string'],
  [{ kind: 'time' }, undefined],
  [{ kind: 'map' }, undefined],
  [{ kind: 'unknown', name: 'X' }, undefined],
  [{ kind: 'list' }, undefined],
  [{ kind: 'list', item: integer(32) }, 'array<int>'],
  [{ kind: 'struct' }, undefined],
  [{ kind: 'struct', fields: [{ name: 'A', type: { kind: 'string' } }] }, 'struct<a:string>'],
  [{ kind: 'struct', fields: [{ name: 'a:b', type: { kind: 'string' } }] }, undefined],
  [
    {
      kind: 'struct',
      fields: [
        { name: 'a', type: { kind: 'string' } },
        { name: 't', type: { kind: 'time' } },
      ],
    },
    undefined,
  ],
])('%j is %s in Glue', (type, glue) => {
  expect(glueType(type)).toBe(glue);
});

test.each([
  ['timestamp', '2001-02-27T10:00:00.500000Z', '2001-02-27 10:00:00.5'],
  ['timestamp', '2001-02-27T10:00:00.000000Z', '2001-02-27 10:00:00'],
  ['date', '2001-02-27', '2001-02-27'],
  ['string', 'a b/%20é', 'a b/%20é'],
  ['string', null, '__HIVE_DEFAULT_PARTITION__'],
  ['int', '-7', '-7'],
])('a partition value of type %s, %s, is %s in Glue, and comes back', (type, value, glue) => {
  const key = { name: 'k', type };
  expect(toGlueValue(value, key)).toBe(glue);
  expect(fromGlueValues([glue], [key])).toEqual({ k: value });
});

test('the empty text is a null partition, as in any Hive table', () => {
  expect(toGlueValue({ type: 'string', value: '' }, { name: 'k', type: 'string' })).toBe(
    '__HIVE_DEFAULT_PARTITION__',
  );
});

test.each([
  ['timestamp', '12001-01-01 00:00:00.000', 'timestamp', '+12001-01-01T00:00:00.000000Z'],
  ['timestamp', '2001-01-01 00:00:00.123456789', 'timestamp', '2001-01-01T00:00:00.123456Z'],
  ['timestamp with time zone', '2001-01-01 00:00:00.000 America/New_York', 'string', undefined],
  ['double', '1.0E-7', 'double', '1e-7'],
  ['double', '', 'string', ''],
  ['bigint', '1e3', 'string', undefined],
  ['decimal', '-0.10', 'decimal', '-0.10'],
  ['boolean', 'TRUE', 'string', undefined],
  ['json', '{"a":1}', 'string', undefined],
])('a cell of type %s, %s, is a %s', (type, text, scalar, value) => {
  expect(toScalar(text, type)).toEqual({ type: scalar, value: value ?? text });
});
