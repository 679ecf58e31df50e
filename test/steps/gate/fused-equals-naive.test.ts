import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Verdict } from '../../../lib/core/gate/verdict.ts';
import { HEAD } from '../../contract-head.ts';
import { outside } from '../../platform/local/duckdb/files.ts';
import { datasetIn, judgeFiles } from '../check/judge-files.ts';
import { type Limits, naive, type Row } from './naive.ts';

const root = mkdtempSync(join(tmpdir(), 'sluice-naive-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const NOW = '2030-01-01T00:00:00Z';

const row = fc.record<Row>({
  day: fc.constantFrom('2001-01-01', '2001-01-02', '2001-01-03'),
  i: fc.option(fc.integer({ min: -5, max: 12 }), { nil: null }),
  d: fc.option(fc.oneof(fc.integer({ min: -5, max: 12 }), fc.constantFrom(Number.NaN, 0.5, 11.5)), {
    nil: null,
  }),
  s: fc.option(fc.constantFrom('AA', 'BB', 'ABC', 'x', '', 'AA\n', 'CCCC', "o'b"), { nil: null }),
});

const limits = fc.record<Limits>({
  minimum: fc.integer({ min: -6, max: 0 }),
  maximum: fc.integer({ min: 6, max: 13 }),
  rows: fc.integer({ min: 0, max: 8 }),
  nullPercent: fc.constantFrom(0, 10, 25, 50),
  duplicatePercent: fc.constantFrom(10, 25, 50),
  meanFrom: fc.integer({ min: -2, max: 2 }),
  meanTo: fc.integer({ min: 3, max: 9 }),
  maxLength: fc.integer({ min: 2, max: 4 }),
  distinct: fc.integer({ min: 0, max: 5 }),
});

const contract = (
  l: Limits,
): string => `${HEAD}    customProperties: [{ property: sluice.granularity, value: P1D }]
    properties:
      - { name: day, logicalType: date, partitioned: true, partitionKeyPosition: 1 }
      - name: i
        logicalType: integer
        required: true
        unique: true
        logicalTypeOptions: { minimum: ${l.minimum}, maximum: ${l.maximum} }
        quality: [{ id: i-nulls, metric: nullValues, unit: percent, mustBeLessOrEqualTo: ${l.nullPercent} }]
      - { name: d, logicalType: number, logicalTypeOptions: { maximum: ${l.maximum} } }
      - name: s
        logicalType: string
        logicalTypeOptions: { pattern: "^[A-C]+$", maxLength: ${l.maxLength} }
        quality:
          - { id: s-invalid, metric: invalidValues, mustBeLessOrEqualTo: 1, arguments: { validValues: [AA, BB] } }
          - { id: s-missing, metric: missingValues, mustBeLessOrEqualTo: 2, arguments: { missingValues: ["", null] } }
    quality:
      - { id: rows, metric: rowCount, mustBeGreaterOrEqualTo: ${l.rows} }
      - { id: duplicates, metric: duplicateValues, unit: percent, mustBeLessThan: ${l.duplicatePercent}, arguments: { properties: [i, s] } }
      - { id: mean, type: sql, query: "SELECT AVG(i) FROM {object}", mustBeBetween: [${l.meanFrom}, ${l.meanTo}] }
      - { id: distinct, type: sql, query: "SELECT COUNT(DISTINCT i) FROM {object}", mustBeGreaterOrEqualTo: ${l.distinct} }
      - { id: same, type: sql, query: "SELECT COUNT(*) FROM {object} WHERE i = d", mustBe: 0 }
`;

async function judge(rows: readonly Row[], l: Limits, name: string): Promise<Verdict> {
  const folder = join(root, name);
  mkdirSync(folder);
  const text = (s: string | null): string => (s === null ? 'NULL' : `'${s.replaceAll("'", "''")}'`);
  const values = rows.map(
    (r) => `(DATE '${r.day}', ${r.i}, ${r.d === null ? 'NULL' : `'${r.d}'::DOUBLE`}, ${text(r.s)})`,
  );
  const typed = 'SELECT day, i::BIGINT AS i, d::DOUBLE AS d, s::VARCHAR AS s';
  await outside(
    `COPY (${typed} FROM (VALUES ${values.join(', ')}) t(day, i, d, s)) TO '${folder}' (FORMAT parquet, PARTITION_BY (day))`,
  );
  return judgeFiles(root, NOW, { ...datasetIn(contract(l)), path: folder });
}

test('the fused result equals a naive reading row by row, for random tables and thresholds', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), limits, async (rows, l) => {
      count += 1;
      const verdict = await judge(rows, l, `t${count}`);
      expect(verdict.stats).toMatchObject({ queries: 1, scans: 1, rowsScanned: String(rows.length) });
      const days = [...new Set(rows.map((r) => r.day))].sort();
      expect(verdict.partitions.map((p) => p.partition.day)).toEqual(days);
      for (const { partition, checks, decision } of verdict.partitions) {
        const expected = naive(
          rows.filter((r) => r.day === partition.day),
          l,
        );
        for (const [id, { outcome, measured }] of Object.entries(expected)) {
          const check = checks.find((c) => c.id === id);
          expect({ id, outcome: check?.outcome }, JSON.stringify(check)).toEqual({ id, outcome });
          if (measured !== undefined) expect(check?.measured).toMatchObject({ value: measured });
        }
        const fails = Object.values(expected).some((e) => e.outcome !== 'passed');
        expect(decision).toBe(fails ? 'reject' : 'publish');
      }
    }),
    { numRuns: 60 },
  );
}, 300_000);
