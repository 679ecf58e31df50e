import { budgetText, whatOf } from '../core/gate/budget.ts';
import type { Cost } from '../core/gate/cost.ts';
import type { Stats } from '../core/gate/verdict.ts';
import type { PlannedCost } from '../steps/plan/plan-run.ts';
import { type painter, printable, thousands } from './printable.ts';

/** What a run costs at most, query by query, and what its budget says to that. */
export function costText(
  { estimate, usdPerTb, budget, isWithinBudget }: PlannedCost,
  paint: ReturnType<typeof painter>,
): readonly string[] {
  const isFree = usdPerTb === '0';
  const price = isFree
    ? 'nothing is charged for it'
    : `at ${usdPerTb} USD a terabyte, and of every query at least the least that is charged`;
  const lines = estimate.lines.map(
    (line) => `  ${printable(whatOf(line))}: ${line.isGuess ? 'about ' : ''}${amount(line, isFree)}`,
  );
  const total =
    lines.length === 0
      ? 'no query, nothing to read'
      : `${estimate.lines.some((l) => l.isGuess) ? 'about' : 'at most'} ${amount(estimate, isFree)}`;
  return [paint('bold', `cost: ${total}; ${price}`), ...lines, ...verdictOn(budget, isWithinBudget, paint)];
}

function verdictOn(
  budget: PlannedCost['budget'],
  isWithin: boolean,
  paint: ReturnType<typeof painter>,
): readonly string[] {
  const allowed = budgetText(budget ?? {});
  if (allowed === '') return [];
  return [
    isWithin
      ? paint('green', `within the budget of ${allowed}`)
      : paint('red', `beyond the budget of ${allowed}: a run is refused (SLU-310)`),
  ];
}

/** Bytes, and dollars where they are charged. */
const amount = ({ bytes, usd }: Cost, isFree: boolean): string =>
  `${thousands(bytes)} bytes${isFree ? '' : `, ${usd} USD`}`;

/** What was charged, beside what was expected; nothing where nothing is charged. */
export function chargedText(cost: Stats['cost']): string {
  if (cost === undefined || cost.estimate.usd === '0') return '';
  return `, ${cost.actual.usd} USD of at most ${cost.estimate.usd}`;
}
