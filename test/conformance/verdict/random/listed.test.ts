import { describe, expect, test } from 'vitest';
import type { CheckResult, PartitionVerdict, Verdict } from '../../../../lib/core/gate/verdict.ts';
import { integer, NULL } from '../../../../lib/core/values/scalar.ts';
import { canonicalVerdict, differences } from '../../../../lib/report/canonical-verdict.ts';
import { COLUMN_TYPES } from './column-types.ts';
import { withoutListed } from './listed.ts';
import type { RandomTable } from './table.ts';

const [wide] = COLUMN_TYPES.filter((t) => t.duckdb === 'DECIMAL(38, 2)');
if (wide === undefined) throw new Error('no such type');
const TABLE: RandomTable = { columns: [{ ...wide, name: 'wide day' }], files: [] };

const check = (id: string, more: Partial<CheckResult> = {}): CheckResult => ({
  id,
  kind: 'sql',
  column: 'wide day',
  scope: 'partition',
  severity: 'error',
  outcome: 'passed',
  by: 'scan',
  measured: integer(3),
  expected: { op: 'mustBeGreaterThan', value: '0' },
  message: '',
  ...more,
});
/** Athena judges it, DuckDB does not: listed of decimals of 38 digits. */
const LISTED = check('q', { outcome: 'notEvaluated', measured: NULL, reason: 'broken' });

const partition = (
  day: string,
  checks: readonly CheckResult[],
  more: Partial<PartitionVerdict> = {},
): PartitionVerdict => ({
  partition: { day },
  asOf: '2001-01-02T00:00:00Z',
  decision: 'publish',
  checks,
  ...more,
});

const verdict = (...partitions: readonly PartitionVerdict[]): Verdict => ({
  verdictVersion: 1,
  contract: { id: 't', version: '1.0.0', sha256: 'aa' },
  dataset: 't',
  partitions,
  stats: { queries: 1, scans: 1, rowsScanned: '3', bytesScanned: '10', elapsedMs: 5 },
});

const left = (one: readonly PartitionVerdict[], other: readonly PartitionVerdict[]): readonly string[] =>
  withoutListed(
    differences(canonicalVerdict(verdict(...one)), canonicalVerdict(verdict(...other))),
    TABLE,
  ).map((d) => d.where);

const rejected = { decision: 'reject' } as const;
const A = '{"day":"a b"}';
const B = '{"day":"b"}';

describe('of what differs in a random pair', () => {
  test('a listed check is left out, and the decision that follows from it', () => {
    expect(left([partition('a b', [LISTED], rejected)], [partition('a b', [check('q')])])).toEqual([]);
  });

  test('so where both did not evaluate it, and for one of them it is broken: ALWAYS rejects that alone', () => {
    const unread = check('q', { outcome: 'notEvaluated', measured: NULL, reason: 'unbound' });
    const one = [partition('a b', [unread], { decision: 'publishWithFailures' })];
    expect(left(one, [partition('a b', [LISTED], rejected)])).toEqual([]);
    const same = [partition('a b', [LISTED], { decision: 'publishWithFailures' })];
    expect(left(same, [partition('a b', [LISTED], rejected)])).toEqual([A]);
  });

  test('a decision of another partition stays', () => {
    const one = [partition('a b', [LISTED], rejected), partition('b', [check('q')], rejected)];
    const other = [partition('a b', [check('q')]), partition('b', [check('q')])];
    expect(left(one, other)).toEqual([B]);
  });

  test('a partition that only one engine found stays, whatever else is listed', () => {
    const one = [partition('a b', [LISTED], rejected), partition('b', [check('q')])];
    expect(left(one, [partition('a b', [check('q')])])).toEqual([B]);
  });

  test('another instant as of which is judged stays', () => {
    const one = [partition('a b', [LISTED], { ...rejected, asOf: '2001-01-03T00:00:00Z' })];
    expect(left(one, [partition('a b', [check('q')])])).toEqual([A]);
  });

  test('a check that is not listed stays, and one that only one engine has', () => {
    const one = [partition('a b', [LISTED, check('r', { measured: integer(4) }), check('s')], rejected)];
    const other = [partition('a b', [check('q'), check('r')])];
    expect(left(one, other)).toEqual([`${A} r`, `${A} s`]);
  });

  test('a decision that differs without a listed outcome stays', () => {
    expect(left([partition('a b', [check('q')], rejected)], [partition('a b', [check('q')])])).toEqual([A]);
    const alike = { outcome: 'notEvaluated', reason: 'broken' } as const;
    const [one, other] = [check('q', { ...alike, rows: '3' }), check('q', { ...alike, rows: '4' })];
    expect(left([partition('a b', [one], rejected)], [partition('a b', [other])])).toEqual([A]);
  });
});
