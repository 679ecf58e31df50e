import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PartitionVerdict } from '../../../lib/core/gate/verdict.ts';
import { partitionLabel } from '../../../lib/core/values/partition.ts';
import { HEAD } from '../../contract-head.ts';
import { datasetIn, judgeFiles } from '../check/judge-files.ts';

const NOW = '2030-01-01T00:00:00Z';
let root: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'sluice-failed-'));
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const huge = '99999999999999999999999999999999999999::DECIMAL(38,0)';
  const days = {
    '2001-01-01': `VALUES ('1', 1::DECIMAL(38,0)), ('2', 2)`,
    '2001-01-02': `VALUES ('x', 1::DECIMAL(38,0)), ('2', 2)`,
    '2001-01-03': `VALUES ('1', ${huge}), ('2', ${huge})`,
    __HIVE_DEFAULT_PARTITION__: `VALUES ('1', 1::DECIMAL(38,0)), ('2', 2)`,
  };
  for (const [day, rows] of Object.entries(days)) {
    mkdirSync(join(root, 'd', `day=${day}`), { recursive: true });
    await connection.run(
      `COPY (SELECT * FROM (${rows}) t(s, n)) TO '${join(root, 'd', `day=${day}`, 'f.parquet')}' (FORMAT parquet)`,
    );
  }
  instance.closeSync();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function judge(...quality: readonly string[]): Promise<readonly PartitionVerdict[]> {
  const text = `${HEAD}    customProperties: [{ property: sluice.granularity, value: P1D }]
    properties:
      - { name: day, logicalType: date, partitioned: true, partitionKeyPosition: 1 }
      - { name: s, logicalType: string }
      - { name: n, logicalType: number }
    quality:
${quality.map((q) => `      - ${q}\n`).join('')}`;
  const verdict = await judgeFiles(root, NOW, { ...datasetIn(text), path: join(root, 'd') });
  return verdict.partitions;
}

const outcomes = (partitions: readonly PartitionVerdict[], id: string): Record<string, string> =>
  Object.fromEntries(
    partitions.map((p) => {
      const found = p.checks.find((c) => c.id === id);
      return [partitionLabel(p.partition), found === undefined ? 'none' : found.outcome];
    }),
  );
const reasonOf = (partitions: readonly PartitionVerdict[], day: string, id: string) =>
  partitions.find((p) => p.partition.day === day)?.checks.find((c) => c.id === id);

test('a query of its own that fails in one day is broken there, and evaluated in the others', async () => {
  const query = 'SELECT max(d.v) FROM (SELECT CAST(s AS DOUBLE) AS v FROM {object}) d';
  const partitions = await judge(`{ id: q, type: sql, query: "${query}", mustBeLessThan: 5 }`);
  expect(outcomes(partitions, 'q')).toEqual({
    'day=2001-01-01': 'passed',
    'day=2001-01-02': 'notEvaluated',
    'day=2001-01-03': 'passed',
    'day=null': 'none',
  });
  expect(reasonOf(partitions, '2001-01-02', 'q')).toMatchObject({ reason: 'broken' });
});

test('a fused number that overflows in one day is broken there; every other number stands', async () => {
  const partitions = await judge(
    '{ id: total, type: sql, query: "SELECT sum(n) FROM {object}", mustBeGreaterThan: 0 }',
    '{ id: rows, metric: rowCount, mustBe: 2 }',
  );
  expect(outcomes(partitions, 'total')).toMatchObject({
    'day=2001-01-01': 'passed',
    'day=2001-01-02': 'passed',
    'day=2001-01-03': 'notEvaluated',
  });
  expect(outcomes(partitions, 'rows')).toMatchObject({
    'day=2001-01-01': 'passed',
    'day=2001-01-02': 'passed',
    'day=2001-01-03': 'passed',
  });
});

test('a query that returns several rows is no number, whichever of them would pass', async () => {
  const query = 'SELECT count(*) FROM {object} GROUP BY s ORDER BY 1 DESC';
  const partitions = await judge(`{ id: q, type: sql, query: "${query}", mustBeLessThan: 5 }`);
  expect(reasonOf(partitions, '2001-01-01', 'q')).toMatchObject({
    outcome: 'notEvaluated',
    reason: 'broken',
    message: expect.stringContaining('returned 2 rows'),
  });
});

test('rows whose partition is null are rejected, whatever the rules', async () => {
  const [last] = (await judge('{ id: rows, metric: rowCount, mustBe: 2 }')).toReversed();
  expect(last).toMatchObject({
    partition: { day: null },
    decision: 'reject',
    checks: [{ id: 'partition.expected', outcome: 'failed', measured: { value: '2' } }],
  });
});
