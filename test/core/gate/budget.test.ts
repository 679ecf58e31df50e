import { expect, test } from 'vitest';
import { describeIssue } from '../../../lib/core/contract/messages/index.ts';
import type { Budget } from '../../../lib/core/contract/model.ts';
import { budgetText, isWithinBudget, overBudget, whatOf } from '../../../lib/core/gate/budget.ts';
import { type CostLine, estimateOf } from '../../../lib/core/gate/estimate.ts';
import { datasetOf } from './contract-text.ts';

const budgeted = (budget: Budget) =>
  datasetOf({ settings: `[{ property: sluice.budget, value: ${JSON.stringify(budget)} }]` });

test.each<[Budget, string, string, boolean]>([
  [{}, '999999999999999999999', '999', true],
  [{ bytesPerRun: 5 }, '5', '0', true],
  [{ bytesPerRun: 5 }, '6', '0', false],
  [{ bytesPerRun: 9_007_199_254_740_991 }, '9007199254740992', '0', false],
  [{ bytesPerRun: 0 }, '0', '0', true],
  [{ bytesPerRun: 0 }, '1', '0', false],
  [{ usdPerRun: 0.3 }, '1', '0.3', true],
  [{ usdPerRun: 0.3 }, '1', '0.300000000000000001', false],
  [{ usdPerRun: 0.00005 }, '1', '0.00005', true],
  [{ usdPerRun: 1e-7 }, '1', '0.00000011', false],
  [{ usdPerRun: 0 }, '1', '0', true],
  [{ usdPerRun: 0 }, '1', '0.00005', false],
  [{ bytesPerRun: 10, usdPerRun: 1 }, '11', '0.5', false],
  [{ bytesPerRun: 10, usdPerRun: 1 }, '9', '1.5', false],
  [{ usdPerTb: 7 }, '9', '1.5', true],
])('the budget %j, %s bytes and %s dollars: within it %s', (budget, bytes, usd, within) => {
  expect(isWithinBudget(budgeted(budget), { bytes, usd })).toBe(within);
});

const LINES: readonly CostLine[] = [
  { kind: 'fused', times: 1, rules: ['a', 'b', 'c', 'd', 'e'], bytes: '2000', usd: '0.2' },
  { kind: 'opaque', times: 1, rules: ['cheap'], bytes: '9', usd: '0.1' },
  { kind: 'opaque', times: 3, rules: ['dear', 'twin'], bytes: '1234567', usd: '0.3' },
  { kind: 'write', times: 1, rules: [], bytes: '3000', usd: '0.2' },
];

test('a run beyond its budget is refused at the budget, with what is dearest', () => {
  const dataset = budgeted({ bytesPerRun: 1000, usdPerRun: 0.05 });
  const found = overBudget(dataset, estimateOf(LINES));
  expect(found).toMatchObject({
    code: 'SLU-310',
    severity: 'error',
    at: dataset.settings.at['sluice.budget'],
  });
  if (found === undefined) throw new Error('not refused');
  expect(describeIssue(found).sentence).toBe(
    'This run over t is estimated at 1,239,576 bytes and 0.8 USD, and its sluice.budget allows 1,000 bytes and 0.05 USD. ' +
      'Dearest: rules "dear", "twin", by 3 queries: 1,234,567 bytes and 0.3 USD; ' +
      'the query that writes the candidates: 3,000 bytes and 0.2 USD; ' +
      'the scan for "a", "b", "c" and 2 more: 2,000 bytes and 0.2 USD.',
  );
});

test('of what costs no money the widest comes first', () => {
  const free = LINES.map((line) => ({ ...line, usd: '0' }));
  const found = overBudget(budgeted({ bytesPerRun: 1 }), estimateOf(free));
  expect(found?.params.dearest).toBe(
    'rules "dear", "twin", by 3 queries: 1,234,567 bytes; the query that writes the candidates: 3,000 bytes; ' +
      'the scan for "a", "b", "c" and 2 more: 2,000 bytes',
  );
  expect(found?.params).toMatchObject({ estimated: '1,239,576 bytes', allowed: '1 bytes' });
});

test('a run within its budget, or of a contract without one, is not refused', () => {
  expect(overBudget(budgeted({ bytesPerRun: 1_239_576 }), estimateOf(LINES))).toBeUndefined();
  expect(overBudget(datasetOf(), estimateOf(LINES))).toBeUndefined();
  expect(budgetText({ usdPerTb: 5 })).toBe('');
});

test.each<[Parameters<typeof whatOf>[0], string]>([
  [{ kind: 'write', times: 1, rules: [] }, 'the query that writes the candidates'],
  [{ kind: 'fused', times: 1, rules: [] }, 'the scan that counts rows'],
  [{ kind: 'fused', times: 1, rules: ['a'] }, 'the scan for "a"'],
  [{ kind: 'opaque', times: 1, rules: ['a'] }, 'rule "a", by a query of its own'],
  [{ kind: 'opaque', times: 2, rules: ['a', 'b'] }, 'rules "a", "b", by 2 queries'],
])('a line of an estimate, %j, is called %s', (line, words) => {
  expect(whatOf(line)).toBe(words);
});

test('of lines that cost the same those with more bytes come first, in whatever order they stand', () => {
  const sizes = ['5', '1', '9', '3', '7', '9007199254740993', '9007199254740992'];
  const lines = sizes.map(
    (bytes): CostLine => ({ kind: 'opaque', times: 1, rules: [bytes], bytes, usd: '0.1' }),
  );
  const dearest = 'rule "9007199254740993", by a query of its own';
  for (const some of [lines, lines.toReversed()]) {
    const named = overBudget(budgeted({ bytesPerRun: 1 }), estimateOf(some))?.params.dearest?.split('; ');
    expect(named?.map((line) => line.replace(/:.*/, ''))).toEqual([
      dearest,
      'rule "9007199254740992", by a query of its own',
      'rule "9", by a query of its own',
    ]);
  }
});
