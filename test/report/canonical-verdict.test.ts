import { describe, expect, test } from 'vitest';
import type { CheckResult, Verdict } from '../../lib/core/gate/verdict.ts';
import {
  decimal,
  double,
  integer,
  NULL,
  type Scalar,
  string,
  timestamp,
} from '../../lib/core/values/scalar.ts';
import {
  canonicalValue,
  canonicalVerdict,
  differences,
  sameValue,
} from '../../lib/report/canonical-verdict.ts';

const check = (more: Partial<CheckResult> = {}): CheckResult => ({
  id: 'rows',
  kind: 'rowCount',
  scope: 'partition',
  severity: 'error',
  outcome: 'passed',
  by: 'scan',
  measured: integer(3),
  expected: { op: 'mustBeGreaterThan', value: '0' },
  message: 'three rows',
  ...more,
});

const verdict = (checks: readonly CheckResult[], more: Partial<Verdict> = {}): Verdict => ({
  verdictVersion: 1,
  contract: { id: 't', version: '1.0.0', sha256: 'aa' },
  dataset: 't',
  partitions: [
    { partition: { day: '2001-01-01' }, asOf: '2001-01-02T00:00:00Z', decision: 'publish', checks },
  ],
  stats: { queries: 1, scans: 1, rowsScanned: '3', bytesScanned: '10', elapsedMs: 5 },
  ...more,
});

const between = (one: Verdict, other: Verdict) => differences(canonicalVerdict(one), canonicalVerdict(other));
const same = (one: Scalar, other: Scalar): boolean => sameValue(canonicalValue(one), canonicalValue(other));

describe('a canonical verdict', () => {
  test('knows nothing of hashes, prices, elapsed times, messages and who measured', () => {
    const one = verdict([check()]);
    const other = verdict([check({ by: 'proof', message: 'said otherwise' })], {
      contract: { id: 't', version: '1.0.0', sha256: 'bb' },
      stats: { queries: 2, scans: 7, rowsScanned: '0', bytesScanned: '0', elapsedMs: 900 },
    });
    expect(between(one, other)).toEqual([]);
    const text = JSON.stringify(canonicalVerdict(one));
    for (const word of ['sha256', 'stats', 'message', '"by"', 'verdictVersion'])
      expect(text).not.toContain(word);
  });

  test('has partitions and checks in one order, however an engine gave them', () => {
    const [a, b] = [check({ id: 'a' }), check({ id: 'b' })];
    const one = verdict([a, b]);
    expect(between(one, verdict([b, a]))).toEqual([]);
    const [first] = one.partitions;
    if (first === undefined) throw new Error('no partition');
    const second = { ...first, partition: { day: '2001-01-02' } };
    expect(
      between(verdict([], { partitions: [first, second] }), verdict([], { partitions: [second, first] })),
    ).toEqual([]);
  });

  test.each([
    ['outcome', { outcome: 'failed' }],
    ['severity', { severity: 'warning' }],
    ['measured', { measured: integer(4) }],
    ['expected', { expected: { op: 'mustBeGreaterThan', value: '1' } }],
    ['unit', { unit: 'percent' }],
    ['rows', { rows: '4' }],
    ['nulls', { nulls: '1' }],
    ['reason', { reason: 'noValue' }],
    ['kind', { kind: 'sum' }],
    ['column', { column: 'a' }],
  ] as const)('tells checks apart by their %s', (_, more) => {
    expect(between(verdict([check()]), verdict([check(more)]))).toMatchObject([
      { where: '{"day":"2001-01-01"} rows' },
    ]);
  });

  test('tells by the partition, its decision and its asOf, and what only one side has', () => {
    const one = verdict([check()]);
    const [of] = one.partitions;
    if (of === undefined) throw new Error('no partition');
    const changed = (more: Partial<typeof of>) => verdict([], { partitions: [{ ...of, ...more }] });
    expect(between(one, changed({ decision: 'reject' }))).toHaveLength(1);
    expect(between(one, changed({ asOf: '2001-01-03T00:00:00Z' }))).toHaveLength(1);
    expect(between(one, changed({ partition: { day: '2001-01-03' } }))).toHaveLength(2);
    expect(between(one, changed({ checks: [] }))).toHaveLength(1);
    expect(between(one, verdict([check(), check()]))).toHaveLength(1);
    expect(between(one, verdict([check()], { dataset: 'u' }))).toHaveLength(1);
  });
});

describe('a measured number', () => {
  test.each([
    [integer(5), decimal('5.00'), true],
    [decimal('0.10'), decimal('0.1'), true],
    [integer(100), integer(10), false],
    [decimal('-0.00'), integer(0), true],
    [
      decimal('12345678901234567890123456789012345.678'),
      decimal('12345678901234567890123456789012345.679'),
      false,
    ],
    [integer(9007199254740993n), integer(9007199254740992n), false],
    [double(0.1 + 0.2), double(0.3), true],
    [double(1), double(1 + 2e-9), false],
    [double(1e300), double(1e300 * (1 + 1e-10)), true],
    [double(Number.NaN), double(Number.NaN), true],
    [double(Number.NaN), double(1), false],
    [double(Number.POSITIVE_INFINITY), double(Number.POSITIVE_INFINITY), true],
    [double(Number.POSITIVE_INFINITY), double(Number.NEGATIVE_INFINITY), false],
    [double(Number.POSITIVE_INFINITY), double(1e308), false],
    [double(1), integer(1), false],
    [NULL, NULL, true],
    [NULL, integer(0), false],
    [string('a'), string('a'), true],
    [string('2001-01-01T00:00:00.000000Z'), timestamp('2001-01-01T00:00:00.000000Z'), false],
  ])('%j beside %j: the same is %s', (one, other, expected) => {
    expect(same(one, other)).toBe(expected);
    expect(same(other, one)).toBe(expected);
  });
});
