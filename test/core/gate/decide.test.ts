import { expect, test } from 'vitest';
import { readContract } from '../../../lib/core/contract/read.ts';
import { bindChecks, prepareChecks } from '../../../lib/core/gate/bind.ts';
import { compileStatements } from '../../../lib/core/gate/compile.ts';
import {
  blockingChecks,
  decidePartition,
  decideWindow,
  reasonsAgainst,
} from '../../../lib/core/gate/decide.ts';
import { judgeMissing, judgePartition } from '../../../lib/core/gate/judge.ts';
import { neededMetrics } from '../../../lib/core/gate/plan.ts';
import type { CheckResult, PartitionVerdict } from '../../../lib/core/gate/verdict.ts';
import { column, countIf, isNull } from '../../../lib/core/sql/build.ts';
import { duckdb } from '../../../lib/core/sql/dialects/duckdb.ts';
import type { Metric } from '../../../lib/core/sql/metric.ts';
import { NULL, string } from '../../../lib/core/values/scalar.ts';
import { HEAD } from '../../contract-head.ts';

const result = (outcome: CheckResult['outcome'], more: Partial<CheckResult> = {}): CheckResult => ({
  id: outcome,
  kind: 'range',
  scope: 'partition',
  severity: 'error',
  outcome,
  by: 'scan',
  measured: NULL,
  expected: [],
  message: '',
  ...more,
});

test('STRICT rejects what failed and what could not be evaluated, and nothing else', () => {
  expect(decidePartition([result('passed'), result('warned'), result('notApplicable')], 'STRICT')).toBe(
    'publish',
  );
  expect(decidePartition([result('passed'), result('failed')], 'STRICT')).toBe('reject');
  expect(decidePartition([result('notEvaluated')], 'STRICT')).toBe('reject');
  expect(decidePartition([result('notEvaluated', { severity: 'warning' })], 'STRICT')).toBe('publish');
});

test('ALWAYS publishes failures, marked, but never past a rule whose SQL is broken', () => {
  expect(decidePartition([result('passed')], 'ALWAYS')).toBe('publish');
  expect(decidePartition([result('failed')], 'ALWAYS')).toBe('publishWithFailures');
  expect(decidePartition([result('notEvaluated', { reason: 'unbound' })], 'ALWAYS')).toBe(
    'publishWithFailures',
  );
  expect(decidePartition([result('failed'), result('notEvaluated', { reason: 'broken' })], 'ALWAYS')).toBe(
    'reject',
  );
  expect(decidePartition([], 'ALWAYS', { missing: true })).toBe('reject');
});

test('with unit window one rejected partition holds back all others, with unit partition none', () => {
  const of = (decision: PartitionVerdict['decision']): PartitionVerdict => ({
    partition: {},
    asOf: '',
    decision,
    checks: [],
  });
  const mixed = [of('publish'), of('reject'), of('publishWithFailures'), of('skip')];
  expect(decideWindow(mixed, 'window').map((d) => d.heldBack)).toEqual([true, false, true, false]);
  expect(decideWindow(mixed, 'partition').map((d) => d.heldBack)).toEqual([false, false, false, false]);
  expect(decideWindow([of('publish')], 'window').map((d) => d.heldBack)).toEqual([false]);
});

function checksOf(quality: string) {
  const text = `${HEAD}    properties:
      - { name: a, logicalType: integer, required: true }
    quality: ${quality}
`;
  const read = readContract(text, 't.odcs.yaml');
  const dataset = read.ok ? read.value.contract.datasets[0] : undefined;
  const checks = dataset === undefined ? undefined : prepareChecks(dataset);
  if (!checks?.ok) throw new Error(JSON.stringify([read, checks]));
  return checks.value;
}

const INTEGER = { kind: 'integer', bits: 64, signed: true } as const;
const SCHEMA = { columns: [{ name: 'a', type: INTEGER, typeName: 'INT64', from: 'file' as const }] };

test('a missing partition fails its row-count rule, or one of our own where the contract has none', () => {
  const withRule = checksOf('[{ id: n, metric: rowCount, mustBeGreaterThan: 5 }]');
  const failed = judgeMissing(bindChecks(withRule, SCHEMA), withRule.forPeople).filter(
    (c) => c.outcome === 'failed',
  );
  expect(failed.map((c) => [c.id, c.measured])).toEqual([['n', { type: 'integer', value: '0' }]]);
  const without = checksOf('[]');
  const own = judgeMissing(bindChecks(without, SCHEMA), without.forPeople).filter(
    (c) => c.outcome === 'failed',
  );
  expect(own.map((c) => c.id)).toEqual(['partition.present']);
});

test('without a number nothing passes: every check that needs one is notEvaluated', () => {
  const checks = checksOf('[{ id: n, metric: rowCount, mustBeGreaterThan: 5 }]');
  const bound = bindChecks(checks, SCHEMA);
  const measurement = {
    schema: SCHEMA,
    values: new Map(),
    failures: new Map(),
    asOf: '2001-01-01T00:00:00Z',
  };
  const results = judgePartition(bound, checks.forPeople, measurement);
  expect(results.map((r) => r.outcome)).toEqual(results.map(() => 'notEvaluated'));
});

test('a column that is not there fails its own presence, and leaves the other checks to their numbers', () => {
  const checks = checksOf('[{ id: n, metric: rowCount, mustBeGreaterThan: 5 }]');
  const bound = bindChecks(checks, { columns: [] });
  const count = neededMetrics(bound).map((m) => m.id);
  expect(count).toEqual(['count(*)']);
  const values = new Map([['count(*)', { type: 'integer' as const, value: '9' }]]);
  const measurement = { schema: { columns: [] }, values, failures: new Map(), asOf: '2001-01-01T00:00:00Z' };
  const outcomes = Object.fromEntries(judgePartition(bound, [], measurement).map((r) => [r.id, r.outcome]));
  expect(outcomes).toMatchObject({
    'a.present': 'failed',
    'a.type': 'notEvaluated',
    'a.required': 'notEvaluated',
    n: 'passed',
  });
});

const metric = (name: string): Metric => ({
  id: name,
  class: 'row',
  expr: countIf(isNull(column(name))),
  columns: [name],
});

test('a fused query is split only where the statement would be too long, and loses no metric', () => {
  const metrics = Array.from({ length: 100 }, (_, i) => metric(`c${i}`));
  const request = { metrics, partitionColumns: [], partitions: [{}], table: 't', dialect: duckdb };
  expect(compileStatements(request)).toHaveLength(1);
  const split = compileStatements({ ...request, maxBytes: 1000 });
  expect(split.every((s) => Buffer.byteLength(s.sql) <= 1000)).toBe(true);
  expect(split.flatMap((s) => Object.values(s.metrics)).sort()).toEqual(metrics.map((m) => m.id).sort());
});

test('an opaque query runs once for each partition, over that partition alone, hostile names and values quoted', () => {
  const name = 'a"b; DROP';
  const text = { kind: 'string' } as const;
  const query: Metric = { id: 'q', class: 'opaque', query: 'SELECT count(*) FROM {object}', columns: [] };
  const statements = compileStatements({
    metrics: [query],
    partitionColumns: [{ name, type: text, typeName: 'VARCHAR', from: 'path' }],
    partitions: [{ [name]: string("it's") }, { [name]: NULL }],
    table: 't',
    dialect: duckdb,
  });
  expect(statements.map((s) => s.sql)).toEqual([
    `SELECT count(*) FROM (SELECT * FROM "t" WHERE "a""b; DROP" = 'it''s')`,
    'SELECT count(*) FROM (SELECT * FROM "t" WHERE "a""b; DROP" IS NULL)',
  ]);
});

test('what a person is told of a partition that stays out is what speaks against it, not what nobody asked', () => {
  const checks = [
    result('passed'),
    result('failed'),
    result('failed', { id: 'soft', severity: 'warning' }),
    result('notEvaluated', { reason: 'notAsked' }),
    result('notEvaluated', { id: 'broken', reason: 'broken' }),
    result('notEvaluated', { id: 'plain' }),
  ];
  expect(reasonsAgainst(checks).map((c) => c.id)).toEqual(['failed', 'broken', 'plain']);
  expect(blockingChecks(checks).map((c) => c.id)).toEqual(['failed', 'notEvaluated', 'broken', 'plain']);
});

test('a partition without files stays out, whatever the policy and however harmless its checks', () => {
  for (const policy of ['STRICT', 'ALWAYS', 'QUARANTINE'] as const) {
    expect(decidePartition([], policy, { missing: true })).toBe('reject');
    expect(decidePartition([], policy, { missing: false })).toBe('publish');
    expect(decidePartition([], policy, {})).toBe('publish');
  }
  expect(decidePartition([result('failed')], 'QUARANTINE')).toBe('reject');
});

test('a window is held back by a rejected partition alone, and what is skipped or quarantined holds nothing back', () => {
  const of = (decision: PartitionVerdict['decision']): PartitionVerdict => ({
    partition: { d: decision },
    asOf: '',
    decision,
    checks: [],
  });
  const calm = [of('publish'), of('skip'), of('quarantine'), of('publishWithFailures')];
  expect(decideWindow(calm, 'window')).toEqual(calm.map((verdict) => ({ verdict, heldBack: false })));
  expect(decideWindow([of('quarantine'), of('reject')], 'window').map((d) => d.heldBack)).toEqual([
    false,
    false,
  ]);
});
