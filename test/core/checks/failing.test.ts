import { describe, expect, test } from 'vitest';
import { countedRows, wantsFewer } from '../../../lib/core/checks/failing.ts';
import type { Threshold } from '../../../lib/core/contract/model.ts';
import {
  aggregate,
  and,
  column,
  countIf,
  countRows,
  isNotNull,
  isNull,
} from '../../../lib/core/sql/build.ts';
import type { SqlExpr } from '../../../lib/core/sql/nodes.ts';
import { threshold } from './kind-world.ts';

const a = column('a');
const b = column('b');

describe('the rows that a metric counts', () => {
  const counted = (expr?: SqlExpr): SqlExpr | undefined =>
    countedRows({ id: 'm', class: 'row', columns: [], ...(expr === undefined ? {} : { expr }) });
  const countOf = (...args: readonly SqlExpr[]): SqlExpr => ({ node: 'aggregate', fn: 'count', args });

  test('are those of its condition', () => {
    expect(counted(countIf(isNull(a)))).toEqual(isNull(a));
  });

  test('are those whose argument has a value, beside its condition', () => {
    expect(counted(countOf(a))).toEqual(isNotNull(a));
    expect(counted(countOf(a, b))).toEqual(and(isNotNull(a), isNotNull(b)));
    const both: SqlExpr = { node: 'aggregate', fn: 'count', args: [a], where: isNull(b) };
    expect(counted(both)).toEqual(and(isNull(b), isNotNull(a)));
  });

  test('are not told apart where all of them count', () => {
    expect(counted(countRows())).toBeUndefined();
  });

  test('are none where it is no count of rows', () => {
    expect(counted(aggregate('min', a))).toBeUndefined();
    expect(counted(aggregate('max', a, { where: isNull(a) }))).toBeUndefined();
    expect(counted({ node: 'aggregate', fn: 'countDistinct', args: [a] })).toBeUndefined();
    expect(counted(a)).toBeUndefined();
    expect(counted()).toBeUndefined();
  });
});

describe('a rule wants fewer of the rows that it counts', () => {
  test.each<[Threshold['op'], readonly string[]]>([
    ['mustBeLessThan', ['5']],
    ['mustBeLessThan', ['0.1']],
    ['mustBeLessOrEqualTo', ['5']],
    ['mustBeLessOrEqualTo', ['0']],
    ['mustBe', ['0']],
    ['mustBe', ['0.0']],
    ['mustBe', ['-0']],
    ['mustBe', ['0e3']],
  ])('where it says %s %s', (op, values) => {
    expect(wantsFewer([threshold(op, ...values)])).toBe(true);
  });

  test.each<[Threshold['op'], readonly string[]]>([
    ['mustBe', ['5']],
    ['mustBe', ['0.1']],
    ['mustBe', ['none']],
    ['mustNotBe', ['0']],
    ['mustBeGreaterThan', ['0']],
    ['mustBeGreaterOrEqualTo', ['0']],
    ['mustBeBetween', ['1', '5']],
    ['mustNotBeBetween', ['0', '5']],
  ])('but not where it says %s %s: then too few may be at fault', (op, values) => {
    expect(wantsFewer([threshold(op, ...values)])).toBe(false);
  });

  test('only where all its thresholds say so, and there is one', () => {
    const few = threshold('mustBeLessThan', '5');
    const none = threshold('mustBe', '0');
    expect(wantsFewer([few, none])).toBe(true);
    expect(wantsFewer([few, threshold('mustBeGreaterThan', '1')])).toBe(false);
    expect(wantsFewer([threshold('mustBeGreaterThan', '1'), none])).toBe(false);
    expect(wantsFewer([])).toBe(false);
  });
});
