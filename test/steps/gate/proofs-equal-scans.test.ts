import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { scalarText } from '../../../lib/core/values/scalar.ts';
import { contractOf } from '../../conformance/cases/contract-of.ts';
import { CASES } from '../../conformance/cases/index.ts';
import { selectOf } from '../../conformance/cases/select-of.ts';
import { type Compared, ProofAndScan } from './proof-and-scan.ts';

const both = new ProofAndScan();
const writer = DuckDBInstance.create().then((i) => i.connect());
afterAll(async () => {
  (await writer).closeSync();
  await both.close();
});

let count = 0;

async function compare(text: string, select: string, options: string): Promise<readonly Compared[]> {
  count += 1;
  const path = join(both.root, `t${count}.parquet`);
  await (await writer).run(`COPY (${select}) TO '${path}' (FORMAT parquet${options})`);
  return both.compare(text, [path]);
}

function expectTrue({ id, proven, measured }: Compared): void {
  if (proven === undefined || measured === undefined) return;
  const said = `${id} of a footer`;
  if (proven.type === 'decimal') expect(Number(proven.value), said).toBe(Number(scalarText(measured)));
  else expect(proven, said).toEqual(measured);
}

test('what a footer proves is what a scan measures, for every case of every kind', async () => {
  let proven = 0;
  for (const c of Object.values(CASES).flat()) {
    if (c.csv !== undefined || c.json !== undefined) continue;
    for (const metric of await compare(contractOf(c), selectOf(c), '')) {
      expectTrue(metric);
      if (metric.proven !== undefined) proven += 1;
    }
  }
  expect(proven).toBeGreaterThan(150);
});

const CONTRACT = `apiVersion: v3.2.0
kind: DataContract
id: t
version: 1.0.0
status: active
slaProperties: [{ property: freshness, value: 1, unit: d, element: t.t }]
schema:
  - name: t
    properties:
      - { name: i, logicalType: integer, required: true, unique: true, enum: [{ value: 3 }, { value: 4 }], logicalTypeOptions: { minimum: 0, maximum: 9 } }
      - { name: n, logicalType: number, logicalTypeOptions: { exclusiveMinimum: 0 }, quality: [{ id: nn, metric: invalidValues, mustBe: 0, arguments: { validValues: [1.25, 2] } }] }
      - { name: d, logicalType: number, logicalTypeOptions: { maximum: 9 } }
      - { name: s, logicalType: string, enum: [{ value: AA }], quality: [{ id: sm, metric: missingValues, mustBe: 0, arguments: { missingValues: ["", AA] } }] }
      - { name: b, logicalType: boolean, quality: [{ id: bb, metric: invalidValues, mustBe: 0, arguments: { validValues: [true] } }] }
      - { name: e, logicalType: date, logicalTypeOptions: { minimum: "2001-01-02" }, quality: [{ id: ee, metric: invalidValues, mustBe: 0, arguments: { validValues: ["2001-01-01"] } }] }
      - { name: t, logicalType: timestamp, required: true, logicalTypeOptions: { maximum: "2001-01-01T00:00:09Z" } }
    quality:
      - { id: sum, type: sql, query: "SELECT SUM(i) FROM {object}", mustBe: 3 }
      - { id: low, type: sql, query: "SELECT MIN(n) FROM {object}", mustBe: 3 }
      - { id: distinct, type: sql, query: "SELECT COUNT(DISTINCT s) FROM {object}", mustBe: 3 }
      - { id: odd, type: sql, query: "SELECT COUNT(*) FROM {object} WHERE i > 3", mustBe: 3 }
`;

const some = <T>(values: readonly [T, ...T[]]) =>
  fc.option(fc.constantFrom(...values), { nil: null, freq: 5 });

test('what a footer proves is what a scan measures, for random rows in random row groups', async () => {
  // often one value in all rows: that is where conditions are decided
  const row = fc.record({
    i: some(['3', '4', '7', '-2']),
    n: some(['1.25', '2.00', '-0.50']),
    d: some(['1.5', 'NaN', '-0.0', 'Infinity']),
    s: some([
      'AA',
      '',
      'BB',
      'a much longer text than statistics keep whole, as some writers cut them short',
    ]),
    b: some(['true', 'false']),
    e: some(['2001-01-01', '1969-07-20', '2001-12-31']),
    t: some(['2001-01-01 00:00:05', '1960-01-01 00:00:00.000001', '2001-01-02']),
  });
  const TYPES = {
    i: 'BIGINT',
    n: 'DECIMAL(8,2)',
    d: 'DOUBLE',
    s: 'VARCHAR',
    b: 'BOOLEAN',
    e: 'DATE',
    t: 'TIMESTAMP',
  };
  const drawn = fc.oneof(
    fc.record({ rows: fc.array(row, { maxLength: 6 }), times: fc.constant(1) }),
    fc.record({ rows: fc.tuple(row), times: fc.integer({ min: 1, max: 5000 }) }),
  );
  let proven = 0;
  await fc.assert(
    fc.asyncProperty(drawn, async ({ rows, times }) => {
      const cells = rows.map((r) => Object.keys(TYPES).map((k) => r[k as 'i']));
      const select = `SELECT v.* FROM (${selectOf({ columns: TYPES, rows: cells })}) v, range(${times})`;
      const compared = await compare(CONTRACT, select, ', ROW_GROUP_SIZE 2048');
      for (const metric of compared) expectTrue(metric);
      proven += compared.filter((m) => m.proven !== undefined).length;
    }),
    { numRuns: 60 },
  );
  expect(proven).toBeGreaterThan(400);
});
