import { expect, test } from 'vitest';
import { prepareChecks } from '../../../lib/core/gate/bind.ts';
import { planGate } from '../../../lib/core/gate/plan.ts';
import { unexpectedVerdict } from '../../../lib/core/gate/unexpected.ts';
import { duckdb } from '../../../lib/core/sql/dialects/duckdb.ts';
import { rowsWhere } from '../checks/kind-world.ts';
import { datasetOf, schemaOf } from './contract-text.ts';

test('a plan is plain data: every check, every number with its users, every statement', () => {
  const dataset = datasetOf({
    properties:
      '[{ name: a, logicalType: integer, quality: [{ id: nulls, metric: nullValues, mustBe: 0, severity: warning }] }]',
    quality: '[{ id: talk, type: text, description: call us }, { id: n, metric: rowCount, mustBe: 1 }]',
  });
  const checks = prepareChecks(dataset);
  if (!checks.ok) throw new Error('refused');
  const own = {
    ...checks.value,
    evaluated: checks.value.evaluated.filter((c) => ['nulls', 'n'].includes(c.rule.id)),
  };
  const request = { dataset, checks: own, partitions: [{}], table: 't', dialect: duckdb };
  const plan = planGate({ ...request, schema: schemaOf({ a: 'integer' }) });
  const nulls = rowsWhere('("a" IS NULL)');
  const talk = {
    id: 'talk',
    kind: 'text',
    severity: 'error',
    scope: 'partition',
    by: 'none',
    expected: [],
    metrics: [],
    why: 'meant for people',
  };
  const [n, nullValues] = [
    {
      id: 'n',
      kind: 'rowCount',
      severity: 'error',
      scope: 'partition',
      by: 'scan',
      expected: { op: 'mustBe', value: '1' },
      metrics: ['count(*)'],
    },
    {
      id: 'nulls',
      kind: 'nullValues',
      column: 'a',
      severity: 'warning',
      scope: 'partition',
      by: 'scan',
      expected: { op: 'mustBe', value: '0' },
      metrics: [nulls],
    },
  ];
  expect({ ...plan, checks: plan.checks.toSorted((a, b) => a.id.localeCompare(b.id)) }).toStrictEqual({
    planVersion: 1,
    dataset: 't',
    checks: [n, nullValues, talk],
    metrics: [
      { id: 'count(*)', class: 'row', columns: [], usedBy: ['n'] },
      { id: nulls, class: 'row', columns: ['a'], usedBy: ['nulls'] },
    ],
    statements: [
      {
        id: 'fused-count(*)',
        kind: 'fused',
        sql: `SELECT\n  count(*) AS m0,\n  ${nulls} AS m1\nFROM "t"`,
        metrics: { m0: 'count(*)', m1: nulls },
        partitionColumns: {},
      },
    ],
    scans: 1,
  });
  const lost = planGate({ ...request, schema: schemaOf({ b: 'integer' }) });
  expect(lost.checks.find((c) => c.id === 'nulls')).toEqual({
    ...nullValues,
    by: 'none',
    metrics: [],
    why: 'column "a" is not in the data',
  });
  expect(lost.metrics.map((m) => m.id)).toEqual(['count(*)']);
});

test('a demand on a column that is for people names the column', () => {
  const dataset = datasetOf({
    properties: '[{ name: a, logicalType: integer, quality: [{ id: talk, type: text, description: ask }] }]',
  });
  const checks = prepareChecks(dataset);
  if (!checks.ok) throw new Error('refused');
  const schema = schemaOf({ a: 'integer' });
  const plan = planGate({
    dataset,
    checks: checks.value,
    schema,
    partitions: [],
    table: 't',
    dialect: duckdb,
  });
  expect(plan.checks.at(-1)).toMatchObject({ id: 'talk', column: 'a', why: 'meant for people' });
});

test('rows that nobody expects are one failed check, with everything a verdict says of one', () => {
  expect(unexpectedVerdict({ values: { d: '1999-01-01', h: null }, rows: '7' }, 'now')).toEqual({
    partition: { d: '1999-01-01', h: null },
    asOf: 'now',
    decision: 'reject',
    checks: [
      {
        id: 'partition.expected',
        kind: 'columnType',
        scope: 'partition',
        severity: 'error',
        outcome: 'failed',
        by: 'schema',
        measured: { type: 'integer', value: '7' },
        expected: { op: 'mustBe', value: '0' },
        unit: 'rows',
        rows: '7',
        message: 'd=1999-01-01, h=null: 7 rows, and the partition value is null',
      },
    ],
  });
});
