import { describe, expect, test } from 'vitest';
import {
  type CompileRequest,
  compileStatements,
  MAX_STATEMENT_BYTES,
} from '../../../lib/core/gate/compile.ts';
import { column, countIf, countRows, isNull } from '../../../lib/core/sql/build.ts';
import { duckdb } from '../../../lib/core/sql/dialects/duckdb.ts';
import { trino } from '../../../lib/core/sql/dialects/trino.ts';
import type { Metric } from '../../../lib/core/sql/metric.ts';
import type { PhysicalColumn } from '../../../lib/core/sql/physical.ts';
import { integer, NULL, string } from '../../../lib/core/values/scalar.ts';

const day: PhysicalColumn = { name: 'd', type: { kind: 'date' }, typeName: 'DATE', from: 'path' };
const hour: PhysicalColumn = {
  name: 'h',
  type: { kind: 'integer', bits: 64, signed: true },
  typeName: 'BIGINT',
  from: 'path',
};
const rows: Metric = { id: 'rows', class: 'row', expr: countRows(), columns: [] };
const nulls: Metric = { id: 'nulls', class: 'row', expr: countIf(isNull(column('a'))), columns: ['a'] };
const groups: Metric = {
  id: 'groups',
  class: 'opaque',
  query: 'SELECT count(*) FROM {object} x, {object} y',
  columns: [],
};

const compile = (more: Partial<CompileRequest> = {}) =>
  compileStatements({
    metrics: [rows, nulls],
    partitionColumns: [],
    partitions: [{}],
    table: 't',
    dialect: duckdb,
    ...more,
  });

test('on Trino a partition with an apostrophe is asked for so that Glue is not', () => {
  const place: PhysicalColumn = { name: 'p', type: { kind: 'string' }, typeName: 'VARCHAR', from: 'path' };
  const [first, second] = compile({
    metrics: [groups],
    partitionColumns: [place],
    partitions: [{ p: string("o'neil") }, { p: string('oneil') }],
    dialect: trino,
  });
  expect(first?.sql).toContain(`WHERE ("p" || '') = 'o''neil'`);
  expect(second?.sql).toContain(`WHERE "p" = 'oneil'`);
});

describe('the fused statement', () => {
  test('asks for every row metric of an unpartitioned table at once', () => {
    expect(compile()).toStrictEqual([
      {
        id: 'fused-rows',
        kind: 'fused',
        sql: 'SELECT\n  count(*) AS m0,\n  count(CASE WHEN ("a" IS NULL) THEN 1 END) AS m1\nFROM "t"',
        metrics: { m0: 'rows', m1: 'nulls' },
        partitionColumns: {},
      },
    ]);
  });

  test('of a partitioned table groups by its partition columns', () => {
    expect(compile({ metrics: [rows], partitionColumns: [day, hour] })).toEqual([
      {
        id: 'fused-rows',
        kind: 'fused',
        sql: 'SELECT\n  "d" AS p0,\n  "h" AS p1,\n  count(*) AS m0\nFROM "t"\nGROUP BY "d", "h"',
        metrics: { m0: 'rows' },
        partitionColumns: { p0: 'd', p1: 'h' },
      },
    ]);
  });

  test('looks at named partitions alone where it is told to', () => {
    const only = [
      { d: string('2001-01-01'), h: integer(1) },
      { d: NULL, h: integer(2) },
    ];
    expect(compile({ metrics: [rows], partitionColumns: [day, hour], only })).toEqual([
      {
        id: 'fused-rows',
        kind: 'fused',
        sql:
          'SELECT\n  "d" AS p0,\n  "h" AS p1,\n  count(*) AS m0\nFROM "t"\n' +
          `WHERE ("d" = CAST('2001-01-01' AS DATE) AND "h" = 1) OR ("d" IS NULL AND "h" = 2)\nGROUP BY "d", "h"`,
        metrics: { m0: 'rows' },
        partitionColumns: { p0: 'd', p1: 'h' },
        only,
      },
    ]);
  });

  test('is none where nothing is asked', () => {
    expect(compile({ metrics: [] })).toEqual([]);
    expect(compile({ metrics: [], partitionColumns: [day] })).toEqual([]);
  });

  test('is split in halves where it is longer than the engine takes, and not before', () => {
    const three = [rows, nulls, { ...nulls, id: 'again' }];
    const [whole] = compile({ metrics: three });
    const bytes = Buffer.byteLength(whole?.sql ?? '');
    const metricsAt = (maxBytes: number) =>
      compile({ metrics: three, maxBytes }).map((s) => Object.values(s.metrics));
    expect(metricsAt(bytes)).toEqual([['rows', 'nulls', 'again']]);
    expect(metricsAt(bytes - 1)).toEqual([['rows', 'nulls'], ['again']]);
    expect(metricsAt(1)).toEqual([['rows'], ['nulls'], ['again']]);
    expect(compile({ metrics: three, maxBytes: 1 }).map((s) => s.id)).toEqual([
      'fused-rows',
      'fused-nulls',
      'fused-again',
    ]);
  });

  test('is as long as Athena takes it, where nobody says otherwise', () => {
    const long: Metric = { ...nulls, expr: countIf(isNull(column('a'.repeat(100_000)))) };
    expect(MAX_STATEMENT_BYTES).toBe(262_144);
    expect(compile({ metrics: [long, long] })).toHaveLength(1);
    expect(compile({ metrics: [long, long, long] })).toHaveLength(2);
  });
});

describe('any other query', () => {
  test('is asked of each partition alone, wherever it reads the table', () => {
    const partitions = [{ d: string('2001-01-01'), h: integer(1) }, { d: string('2001-01-02') }];
    const statements = compile({ metrics: [groups], partitionColumns: [day, hour], partitions });
    const first = `(SELECT * FROM "t" WHERE "d" = CAST('2001-01-01' AS DATE) AND "h" = 1)`;
    const second = `(SELECT * FROM "t" WHERE "d" = CAST('2001-01-02' AS DATE) AND "h" IS NULL)`;
    expect(statements).toEqual([
      {
        id: 'opaque-groups-{"d":"2001-01-01","h":"1"}',
        kind: 'opaque',
        sql: `SELECT count(*) FROM ${first} x, ${first} y`,
        metrics: { '': 'groups' },
        partitionColumns: {},
        partition: partitions[0],
      },
      {
        id: 'opaque-groups-{"d":"2001-01-02"}',
        kind: 'opaque',
        sql: `SELECT count(*) FROM ${second} x, ${second} y`,
        metrics: { '': 'groups' },
        partitionColumns: {},
        partition: partitions[1],
      },
    ]);
  });

  test('of an unpartitioned table reads it whole, and stands after the fused statement', () => {
    expect(compile({ metrics: [groups, rows] }).map((s) => s.sql)).toEqual([
      'SELECT\n  count(*) AS m0\nFROM "t"',
      'SELECT count(*) FROM (SELECT * FROM "t") x, (SELECT * FROM "t") y',
    ]);
  });

  test('takes a name that looks like a replacement as it is', () => {
    expect(compile({ metrics: [groups], table: "$&$'" })[0]?.sql).toBe(
      `SELECT count(*) FROM (SELECT * FROM "$&$'") x, (SELECT * FROM "$&$'") y`,
    );
  });

  test('of a kind that is not compiled is no statement', () => {
    expect(compile({ metrics: [{ ...rows, class: 'joined' }] })).toEqual([]);
  });
});
