import type { Judged } from '../checks/check-kind.ts';
import type { BoundCheck } from '../checks/define.ts';
import { rowCountMetric } from '../checks/metrics.ts';
import type { Rule } from '../contract/model.ts';
import type { PhysicalSchema } from '../sql/physical.ts';
import { integer, NULL, type Scalar } from '../values/scalar.ts';
import type { GateCheck, GateChecks } from './bind.ts';
import { sourceOf } from './plan.ts';
import type { CheckResult, Outcome } from './verdict.ts';

/** What was measured of one partition. */
export interface Measurement {
  readonly schema: PhysicalSchema;
  readonly values: ReadonlyMap<string, Scalar>;
  /** Metrics whose own SQL failed, with the engine's words. */
  readonly failures: ReadonlyMap<string, string>;
  readonly asOf: string;
  /** Ids of the values that footers proved. */
  readonly proven?: ReadonlySet<string>;
  /** Numbers that are not there were not asked for: other rules reject the partition already. */
  readonly partial?: boolean;
}

/** Judges one partition, fail closed: no number, no pass. Pure; the numbers decide, not where they came from. */
export function judgePartition(
  checks: readonly GateCheck[],
  forPeople: GateChecks['forPeople'],
  measurement: Measurement,
): readonly CheckResult[] {
  const counted = measurement.values.get(rowCountMetric.id);
  const rows = counted?.type === 'integer' ? BigInt(counted.value) : undefined;
  return [...checks.map((c) => judgeCheck(c, measurement, rows)), ...forPeople.map(skipped)];
}

/** An expected partition without any file: it fails row count, and nothing else can be asked of it. */
export function judgeMissing(
  checks: readonly GateCheck[],
  forPeople: GateChecks['forPeople'],
): readonly CheckResult[] {
  const results = checks.map(({ prepared }): CheckResult => {
    if (prepared.kind !== 'rowCount')
      return without(prepared.rule, prepared.kind, 'notApplicable', 'the partition is missing');
    const message = 'the partition is missing: 0 rows';
    return {
      ...without(prepared.rule, prepared.kind, failedBy(prepared.rule), message),
      measured: integer(0),
      expected: prepared.expected,
    };
  });
  const counted = results.some((r) => r.outcome === 'failed');
  return [...results, ...forPeople.map(skipped), ...(counted ? [] : [MISSING])];
}

/** Stands where the contract has no row-count rule of error severity: a missing partition never passes. */
const MISSING: CheckResult = {
  id: 'partition.present',
  kind: 'rowCount',
  scope: 'partition',
  severity: 'error',
  outcome: 'failed',
  by: 'schema',
  measured: integer(0),
  expected: { op: 'mustBeGreaterThan', value: '0' },
  unit: 'rows',
  message: 'the partition is missing: 0 rows, expected more than 0',
};

function judgeCheck(check: GateCheck, m: Measurement, rows: bigint | undefined): CheckResult {
  const { prepared, bound } = check;
  const { rule, kind, expected } = prepared;
  if (!bound.ok) return { ...without(rule, kind, 'notEvaluated', bound.error), expected, reason: 'unbound' };
  const broken = bound.value.metrics.map((b) => m.failures.get(b.id)).find((f) => f !== undefined);
  if (broken !== undefined) {
    return {
      ...without(rule, kind, 'notEvaluated', `the SQL failed: ${broken}`),
      expected,
      reason: 'broken',
    };
  }
  if (m.partial && bound.value.metrics.some((b) => !m.values.has(b.id))) {
    const why = 'not asked: the partition is rejected without reading it';
    return { ...without(rule, kind, 'notEvaluated', why), expected, reason: 'notAsked' };
  }
  if (rows === undefined) {
    return {
      ...without(rule, kind, 'notEvaluated', 'the rows were not counted'),
      expected,
      reason: 'noValue',
    };
  }
  const judged = bound.value.judge({
    schema: m.schema,
    asOf: m.asOf,
    rows,
    metric: (metric) => m.values.get(metric.id) ?? NULL,
  });
  return {
    ...without(rule, kind, outcomeOf(judged, rule), judged.message),
    by: isProven(bound.value, m) ? 'proof' : sourceOf(bound.value),
    measured: judged.measured,
    expected,
    ...(judged.unit === undefined ? {} : { unit: judged.unit }),
    rows: rows.toString(),
    ...(judged.nulls === undefined ? {} : { nulls: judged.nulls }),
    ...(judged.result === 'notEvaluated' ? { reason: 'noValue' as const } : {}),
  };
}

const isProven = ({ metrics }: BoundCheck, { proven }: Measurement): boolean =>
  proven !== undefined && metrics.length > 0 && metrics.every((b) => proven.has(b.id));

/**
 * Whether what is known of a partition rejects it, whatever the rest would be: a rule of error severity whose numbers
 * are all there, and fails.
 */
export function isRefuted(
  checks: readonly GateCheck[],
  known: Omit<Measurement, 'partial' | 'failures'>,
): boolean {
  const results = judgePartition(checks, [], { ...known, failures: new Map(), partial: true });
  // of a rule that only warns the outcome is `warned`
  return results.some((r) => r.outcome === 'failed');
}

function outcomeOf({ result }: Judged, rule: Rule): Outcome {
  return result === 'failed' ? failedBy(rule) : result;
}

const failedBy = (rule: Rule): Outcome => (rule.severity === 'warning' ? 'warned' : 'failed');

const skipped = (rule: Rule): CheckResult => without(rule, rule.kind, 'notApplicable', 'meant for people');

function without(rule: Rule, kind: string, outcome: Outcome, message: string): CheckResult {
  const { id, column, scope, severity } = rule;
  const place = column === undefined ? {} : { column };
  return { id, kind, ...place, scope, severity, outcome, by: 'none', measured: NULL, expected: [], message };
}
