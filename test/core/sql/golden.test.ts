import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { CHECK_KINDS } from '../../../lib/core/contract/model.ts';
import { duckdb } from '../../../lib/core/sql/dialects/duckdb.ts';
import { trino } from '../../../lib/core/sql/dialects/trino.ts';
import { datasetIn } from '../../steps/check/judge-files.ts';
import { declaredPlan } from './declared-schema.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
const FLIGHTS = join(PROJECT, 'contracts/aviation/flights.odcs.yaml');
const EVERY_KIND = join(import.meta.dirname, 'golden/every-kind.odcs.yaml');

const planOf = (file: string, dialect: typeof duckdb) =>
  declaredPlan(datasetIn(readFileSync(file, 'utf8'), file).dataset, dialect);

test.each([
  ['flights', FLIGHTS, trino],
  ['every-kind', EVERY_KIND, duckdb],
  ['every-kind', EVERY_KIND, trino],
] as const)('what %s asks is this, of each engine', async (name, file, dialect) => {
  const { statements } = planOf(file, dialect);
  const sql = statements.map((s) => s.sql).join('\n;\n');
  await expect(`${sql}\n`).toMatchFileSnapshot(`golden/${name}.${dialect.name}.golden.sql`);
});

test('the golden contract has a check of every kind, each of which binds', () => {
  const { checks } = planOf(EVERY_KIND, duckdb);
  expect(new Set(checks.map((c) => c.kind))).toEqual(new Set(CHECK_KINDS));
  expect(checks.filter((c) => c.why !== undefined)).toEqual([]);
});

test('an engine that says it otherwise is asked for the same numbers, by the same names', () => {
  const [local, remote] = [planOf(EVERY_KIND, duckdb), planOf(EVERY_KIND, trino)];
  expect(remote.metrics).toEqual(local.metrics);
  expect(remote.statements.map((s) => [s.id, s.metrics])).toEqual(
    local.statements.map((s) => [s.id, s.metrics]),
  );
  expect(remote.statements.map((s) => s.sql)).not.toEqual(local.statements.map((s) => s.sql));
});
