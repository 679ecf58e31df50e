import { describe, expect, test } from 'vitest';
import type { JudgeContext, Judged } from '../../../lib/core/checks/check-kind.ts';
import type { Rule } from '../../../lib/core/contract/model.ts';
import type { GateCheck } from '../../../lib/core/gate/bind.ts';
import { isRefuted, judgeMissing, judgePartition, type Measurement } from '../../../lib/core/gate/judge.ts';
import type { Metric } from '../../../lib/core/sql/metric.ts';
import { fail, ok } from '../../../lib/core/values/result.ts';
import { decimal, integer, NULL, type Scalar } from '../../../lib/core/values/scalar.ts';

const ROWS = 'count(*)';
const EXPECTED = { op: 'mustBe', value: '0' } as const;

const ruleOf = (more: Partial<Rule> = {}): Rule => ({
  id: 'r',
  kind: 'nullValues',
  column: 'a',
  severity: 'error',
  scope: 'partition',
  thresholds: [],
  arguments: {},
  at: { file: 'f' },
  ...more,
});

const metric = (id: string, kind: Metric['class'] = 'row'): Metric => ({ id, class: kind, columns: ['a'] });

/** A check that holds where the first number it asks for is 0. */
function check(
  asks: readonly Metric[],
  { rule = ruleOf(), says = {} }: { readonly rule?: Rule; readonly says?: Partial<Judged> } = {},
): GateCheck {
  const prepared = {
    rule,
    kind: rule.kind as 'nullValues',
    shows: {},
    expected: EXPECTED,
    bind: () => fail('never'),
  };
  const bound = ok({
    metrics: asks,
    judge: ({ metric: numberOf, asOf, rows, schema }: JudgeContext): Judged => {
      const value = asks[0] === undefined ? NULL : numberOf(asks[0]);
      const result = value.type === 'null' ? 'notEvaluated' : value.value === '0' ? 'passed' : 'failed';
      return { result, measured: value, message: `${asOf} ${rows} ${schema.columns.length}`, ...says };
    },
    failing: () => undefined,
  });
  return { prepared, bound };
}

const measured = (
  values: Readonly<Record<string, Scalar>>,
  more: Partial<Measurement> = {},
): Measurement => ({
  schema: { columns: [] },
  values: new Map(Object.entries(values)),
  failures: new Map(),
  asOf: '2001-01-01',
  ...more,
});

const NUMBERS = { [ROWS]: integer(9), x: integer(0), y: integer(2) };
const base = { id: 'r', kind: 'nullValues', column: 'a', scope: 'partition', severity: 'error' };

describe('a check of one partition', () => {
  test('is judged by its numbers, and says all that it was told', () => {
    expect(judgePartition([check([metric('x')])], [], measured(NUMBERS))).toStrictEqual([
      {
        ...base,
        outcome: 'passed',
        by: 'scan',
        measured: integer(0),
        expected: EXPECTED,
        rows: '9',
        message: '2001-01-01 9 0',
      },
    ]);
    const says = { unit: 'rows', nulls: '3', message: 'said' };
    expect(judgePartition([check([metric('y')], { says })], [], measured(NUMBERS))).toEqual([
      {
        ...base,
        outcome: 'failed',
        by: 'scan',
        measured: integer(2),
        expected: EXPECTED,
        unit: 'rows',
        rows: '9',
        nulls: '3',
        message: 'said',
      },
    ]);
  });

  test('that fails under severity warning warns, and is as it is otherwise', () => {
    const rule = ruleOf({ severity: 'warning' });
    const of = (id: string, result?: Judged['result']) =>
      judgePartition(
        [check([metric(id)], { rule, says: result === undefined ? {} : { result } })],
        [],
        measured(NUMBERS),
      )[0]?.outcome;
    expect([of('y'), of('x'), of('none'), of('x', 'warned'), of('x', 'notApplicable')]).toEqual([
      'warned',
      'passed',
      'notEvaluated',
      'warned',
      'notApplicable',
    ]);
  });

  test('of a rule without a column names none', () => {
    const { column: _, ...rule } = ruleOf();
    const [result] = judgePartition([check([metric('x')], { rule })], [], measured(NUMBERS));
    expect(result).not.toHaveProperty('column');
  });

  test('without its number is not evaluated, and says that there was none', () => {
    expect(judgePartition([check([metric('none')])], [], measured(NUMBERS))).toMatchObject([
      { outcome: 'notEvaluated', reason: 'noValue', measured: NULL, rows: '9', by: 'scan' },
    ]);
    expect(judgePartition([check([metric('x')])], [], measured(NUMBERS))[0]).not.toHaveProperty('reason');
  });

  test.each([
    ['no count', {}],
    ['a count that is no whole number', { [ROWS]: decimal('9') }],
    ['a count that is null', { [ROWS]: NULL }],
  ])('of a partition with %s of rows is not evaluated', (_, rows) => {
    expect(judgePartition([check([metric('x')])], [], measured({ x: integer(0), ...rows }))).toEqual([
      {
        ...base,
        outcome: 'notEvaluated',
        by: 'none',
        measured: NULL,
        expected: EXPECTED,
        reason: 'noValue',
        message: 'the rows were not counted',
      },
    ]);
  });

  test('that does not fit the columns is not evaluated, and says why', () => {
    const { prepared } = check([]);
    const unbound = { prepared, bound: fail('no such column') };
    expect(judgePartition([unbound], [], measured(NUMBERS, { partial: true }))).toEqual([
      {
        ...base,
        outcome: 'notEvaluated',
        by: 'none',
        measured: NULL,
        expected: EXPECTED,
        reason: 'unbound',
        message: 'no such column',
      },
    ]);
  });

  test('whose SQL failed is broken, whichever of its numbers it was', () => {
    const failures = new Map([['y', 'overflow']]);
    expect(judgePartition([check([metric('x'), metric('y')])], [], measured(NUMBERS, { failures }))).toEqual([
      {
        ...base,
        outcome: 'notEvaluated',
        by: 'none',
        measured: NULL,
        expected: EXPECTED,
        reason: 'broken',
        message: 'the SQL failed: overflow',
      },
    ]);
    expect(judgePartition([check([metric('x')])], [], measured(NUMBERS, { failures }))).toMatchObject([
      { outcome: 'passed' },
    ]);
  });

  test('was not asked where the partition is rejected without reading, and one of its numbers is missing', () => {
    const partial = measured(NUMBERS, { partial: true });
    const asks = [metric('x'), metric('none')];
    expect(judgePartition([check(asks)], [], partial)).toEqual([
      {
        ...base,
        outcome: 'notEvaluated',
        by: 'none',
        measured: NULL,
        expected: EXPECTED,
        reason: 'notAsked',
        message: 'not asked: the partition is rejected without reading it',
      },
    ]);
    expect(judgePartition([check([metric('x')])], [], partial)).toMatchObject([{ outcome: 'passed' }]);
    expect(judgePartition([check(asks)], [], measured(NUMBERS))).toMatchObject([{ outcome: 'passed' }]);
  });

  test('says where its numbers come from: columns, footers, the one scan, a query of its own', () => {
    const by = (asks: readonly Metric[], proven?: readonly string[]) =>
      judgePartition(
        [check(asks)],
        [],
        measured(NUMBERS, proven === undefined ? {} : { proven: new Set(proven) }),
      )[0]?.by;
    expect(by([], ['x'])).toBe('schema');
    expect(by([metric('x')])).toBe('scan');
    expect(by([metric('x')], [])).toBe('scan');
    expect(by([metric('x')], ['x'])).toBe('proof');
    expect(by([metric('x'), metric('y')], ['x'])).toBe('scan');
    expect(by([metric('x'), metric('y')], ['x', 'y'])).toBe('proof');
    expect(by([metric('x', 'opaque')], ['y'])).toBe('query');
  });
});

test('rules for people are listed after the others, and judged by nobody', () => {
  const talk = ruleOf({ id: 'talk', kind: 'text' });
  const [first, second, ...more] = judgePartition([check([metric('x')])], [talk], measured(NUMBERS));
  expect(first?.id).toBe('r');
  expect(second).toEqual({
    ...base,
    id: 'talk',
    kind: 'text',
    outcome: 'notApplicable',
    by: 'none',
    measured: NULL,
    expected: [],
    message: 'meant for people',
  });
  expect(more).toEqual([]);
});

describe('a partition is refuted by what is known of it', () => {
  const known = (values: Readonly<Record<string, Scalar>>) => {
    const { failures: _, ...rest } = measured(values);
    return rest;
  };

  test('where a rule of error severity fails on numbers that are all there', () => {
    expect(isRefuted([check([metric('x')]), check([metric('y')])], known(NUMBERS))).toBe(true);
    expect(isRefuted([check([metric('x')])], known(NUMBERS))).toBe(false);
    expect(isRefuted([], known(NUMBERS))).toBe(false);
  });

  test('and by nothing less: a missing number, a warning, a check that does not fit', () => {
    expect(isRefuted([check([metric('y'), metric('none')])], known(NUMBERS))).toBe(false);
    expect(isRefuted([check([metric('y')], { rule: ruleOf({ severity: 'warning' }) })], known(NUMBERS))).toBe(
      false,
    );
    expect(isRefuted([{ prepared: check([]).prepared, bound: fail('no') }], known(NUMBERS))).toBe(false);
    expect(isRefuted([check([metric('y')])], known({ y: integer(2) }))).toBe(false);
  });
});

describe('a missing partition', () => {
  const count = (severity: Rule['severity']) => {
    const { column: _, ...rule } = ruleOf({ id: 'n', kind: 'rowCount', severity });
    return check([metric(ROWS)], { rule });
  };
  const failed = {
    id: 'n',
    kind: 'rowCount',
    scope: 'partition',
    severity: 'error',
    outcome: 'failed',
    by: 'none',
    measured: integer(0),
    expected: EXPECTED,
    message: 'the partition is missing: 0 rows',
  };
  const present = {
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
  const silent = { ...base, outcome: 'notApplicable', by: 'none', measured: NULL, expected: [] };

  test('fails its row count, and nothing else is asked of it', () => {
    expect(
      judgeMissing([check([metric('x')]), count('error')], [ruleOf({ id: 'talk', kind: 'text' })]),
    ).toEqual([
      { ...silent, message: 'the partition is missing' },
      failed,
      { ...silent, id: 'talk', kind: 'text', message: 'meant for people' },
    ]);
  });

  test('fails even where no rule counts its rows, or only warns of it', () => {
    expect(judgeMissing([], [])).toEqual([present]);
    expect(judgeMissing([count('warning')], [])).toEqual([
      { ...failed, severity: 'warning', outcome: 'warned' },
      present,
    ]);
  });
});
