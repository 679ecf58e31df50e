import { type Issue, issue } from '../contract/issue.ts';
import type { Dataset } from '../contract/model.ts';
import { compareDecimal, decimalText } from '../values/decimal.ts';
import { type Cost, exactly, usdOf } from './cost.ts';
import type { CostLine, Estimate } from './estimate.ts';

type Budgeted = Pick<Dataset, 'name' | 'settings' | 'at'>;

/** Whether a cost stays within the budget of a dataset; one without a budget has no bound. */
export function isWithinBudget(
  { settings: { budget = {} } }: Pick<Dataset, 'settings'>,
  cost: Cost,
): boolean {
  const { bytesPerRun, usdPerRun } = budget;
  if (bytesPerRun !== undefined && BigInt(cost.bytes) > BigInt(bytesPerRun)) return false;
  return usdPerRun === undefined || compareDecimal(usdOf(cost), exactly(usdPerRun)) !== 1;
}

/** Why a run is refused whose estimate is beyond its budget: how far, by what most, at the budget's place. */
export function overBudget(dataset: Budgeted, estimate: Estimate): Issue | undefined {
  if (isWithinBudget(dataset, estimate)) return undefined;
  const { name, settings, at } = dataset;
  const params = {
    dataset: name,
    estimated: costText(estimate),
    allowed: budgetText(settings.budget ?? {}),
    dearest: dearest(estimate.lines).map(lineText).join('; '),
  };
  return issue('SLU-310', params, settings.at['sluice.budget'] ?? at);
}

/** How many of the dearest are named. */
const NAMED = 3;

const dearest = (lines: readonly CostLine[]): readonly CostLine[] =>
  [...lines].sort((a, b) => compareDecimal(usdOf(b), usdOf(a)) || compareBytes(b, a)).slice(0, NAMED);

const compareBytes = (a: Cost, b: Cost): number => Number(BigInt(a.bytes) - BigInt(b.bytes));

function lineText(line: CostLine): string {
  return `${whatOf(line)}: ${costText(line)}`;
}

/** What a line of the estimate is for, in words. */
export function whatOf({ kind, times, rules }: Pick<CostLine, 'kind' | 'times' | 'rules'>): string {
  if (kind === 'write') return 'the query that writes the candidates';
  const named = rules.slice(0, NAMED).map((r) => `"${r}"`);
  const more = rules.length - named.length;
  const all = `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  if (kind === 'fused') return rules.length === 0 ? 'the scan that counts rows' : `the scan for ${all}`;
  return `${rules.length > 1 ? 'rules' : 'rule'} ${all}, by ${times === 1 ? 'a query of its own' : `${times} queries`}`;
}

const costText = ({ bytes, usd }: Cost): string =>
  `${grouped(bytes)} bytes${usd === '0' ? '' : ` and ${usd} USD`}`;

/** What a budget allows, in words. */
export function budgetText({ bytesPerRun, usdPerRun }: NonNullable<Dataset['settings']['budget']>): string {
  return [
    ...(bytesPerRun === undefined ? [] : [`${grouped(String(bytesPerRun))} bytes`]),
    ...(usdPerRun === undefined ? [] : [`${decimalText(exactly(usdPerRun))} USD`]),
  ].join(' and ');
}

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
