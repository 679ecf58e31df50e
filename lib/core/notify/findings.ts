import { reasonsAgainst } from '../gate/decide.ts';
import type { CheckResult, Expected } from '../gate/verdict.ts';
import { scalarText } from '../values/scalar.ts';
import { clipLine } from './clip.ts';
import { type Decided, rankOf } from './decided.ts';
import type { Finding } from './message.ts';
import type { NewsItem } from './news.ts';

/** Words of contracts and data have no end of their own. */
const NAME_BYTES = 160;
const TEXT_BYTES = 400;
const VALUE_BYTES = 120;

export const clipName = (text: string): string => clipLine(text, NAME_BYTES);
export const clipText = (text: string): string => clipLine(text, TEXT_BYTES);

/** What the contract says of a rule beside its bounds. */
export type DescriptionOf = (ruleId: string) => string | undefined;

export interface Wording {
  readonly labelOf: (item: NewsItem) => string;
  readonly descriptionOf: DescriptionOf;
}

interface Reason {
  readonly item: NewsItem;
  readonly check?: CheckResult;
  /** Without a check. */
  readonly text: string;
}

/** One finding a reason, however many partitions it holds for; the worst first, then the most frequent. */
export function findingsOf(items: readonly NewsItem[], wording: Wording): readonly Finding[] {
  const reasons = items.flatMap(reasonsOf);
  const groups = Map.groupBy(reasons, ({ item, check, text }) =>
    JSON.stringify([item.decision, check?.id ?? null, check === undefined ? text : '']),
  );
  return [...groups.values()].map((of) => findingOf(of, wording)).sort(worstFirst);
}

/** What is published and needs nobody is counted, not listed. */
function reasonsOf(item: NewsItem): readonly Reason[] {
  const { decision, checks, was, receipt } = item;
  if (decision === 'published') return [];
  if (decision === 'heldBack') return [{ item, text: 'another partition of the window was rejected' }];
  if (decision === 'resolved' || (decision === 'approved' && was !== undefined && receipt === undefined))
    return [{ item, text: sinceText(was) }];
  if (receipt !== undefined && BY_SOMEBODY.includes(decision))
    return [{ item, text: `by ${receipt.by.user}${receipt.reason ? `: ${receipt.reason}` : ''}` }];
  const of = decision === 'publishedWithWarnings' ? checks : reasonsAgainst(checks);
  if (of.length === 0) return [{ item, text: WITHOUT_A_RULE[decision] ?? 'no rule says why' }];
  return of.map((check) => ({ item, check, text: '' }));
}

const BY_SOMEBODY: readonly Decided[] = ['approved', 'rolledBack', 'withdrawn'];

const WITHOUT_A_RULE: Partial<Record<Decided, string>> = {
  unknown: 'an answer was lost; the next run finds out, nothing is to be undone by hand',
  notPublished: 'readers see what they saw before; the next run publishes it',
};

const sinceText = (was: NewsItem['was']): string =>
  was === undefined ? 'good now' : `was ${was.decision} by run ${was.runId}, at ${was.time}`;

function findingOf(of: readonly Reason[], { labelOf, descriptionOf }: Wording): Finding {
  const labels = of.map(({ item }) => clipName(labelOf(item))).sort();
  // the newest partition is what somebody looks at first
  const example = of.toSorted((a, b) => (labelOf(a.item) < labelOf(b.item) ? 1 : -1))[0];
  if (example === undefined) throw new Error('a group has a member');
  const { item, check, text } = example;
  const partitions = { count: of.length, first: labels[0] ?? '', last: labels.at(-1) ?? '' };
  if (check === undefined) return { decision: item.decision, partitions, text: clipText(text) };
  const description = descriptionOf(check.id);
  return {
    decision: item.decision,
    rule: {
      id: clipName(check.id),
      ...(check.column === undefined ? {} : { column: clipName(check.column) }),
      severity: check.severity,
      ...(description === undefined ? {} : { description: clipName(description) }),
    },
    partitions,
    text: clipText(check.message),
    measured: clipLine(measuredText(check), VALUE_BYTES),
    expected: clipLine(expectedText(check.expected), VALUE_BYTES),
  };
}

const measuredText = ({ measured, unit }: CheckResult): string =>
  `${scalarText(measured)}${unit === undefined || measured.type === 'null' ? '' : ` ${unit}`}`;

const expectedText = (expected: CheckResult['expected']): string =>
  [expected].flat().map(oneExpected).join(' and ');

const oneExpected = ({ op, value }: Expected): string =>
  `${op} ${typeof value === 'string' ? value : value.slice(0, 20).join(', ')}`;

function worstFirst(a: Finding, b: Finding): number {
  const byDecision = rankOf(a.decision) - rankOf(b.decision);
  const byCount = b.partitions.count - a.partitions.count;
  return byDecision || byCount || ((a.rule?.id ?? '') < (b.rule?.id ?? '') ? -1 : 1);
}
