/**
 * What a message tells of a partition (or of the run), the worst first. `kept`: published earlier, fails the contract
 * now. `wouldReject`: in shadow mode. `resolved`: told of before as one of the bad ones, and good now.
 */
export const DECISIONS = [
  'failed',
  'unknown',
  'notPublished',
  'rejected',
  'heldBack',
  'kept',
  'wouldReject',
  'publishedWithFailures',
  'driftRepaired',
  'withdrawn',
  'rolledBack',
  'publishedWithWarnings',
  'approved',
  'resolved',
  'published',
] as const;
export type Decided = (typeof DECISIONS)[number];

export type Severity = 'error' | 'warning' | 'info';

interface Meaning {
  readonly severity: Severity;
  /** After the number of partitions: "182 partitions …". */
  readonly words: string;
}

const MEANINGS: Readonly<Record<Decided, Meaning>> = {
  failed: { severity: 'error', words: 'not judged: the run failed' },
  unknown: { severity: 'error', words: 'with an outcome that is not known yet' },
  notPublished: { severity: 'error', words: 'passed, and not published' },
  rejected: { severity: 'error', words: 'rejected' },
  heldBack: { severity: 'error', words: 'held back' },
  kept: { severity: 'error', words: 'published earlier and failing now' },
  wouldReject: { severity: 'warning', words: 'would be rejected (shadow)' },
  publishedWithFailures: { severity: 'warning', words: 'published with failures' },
  driftRepaired: { severity: 'warning', words: 'repaired: readers saw something else' },
  withdrawn: { severity: 'warning', words: 'withdrawn' },
  rolledBack: { severity: 'warning', words: 'rolled back' },
  publishedWithWarnings: { severity: 'warning', words: 'published with warnings' },
  approved: { severity: 'info', words: 'approved' },
  resolved: { severity: 'info', words: 'resolved' },
  published: { severity: 'info', words: 'published' },
};

export const severityOf = (decision: Decided): Severity => MEANINGS[decision].severity;
export const wordsOf = (decision: Decided): string => MEANINGS[decision].words;

/** For sorting: the worst first. */
export const rankOf = (decision: Decided): number => DECISIONS.indexOf(decision);

/** What somebody has to look at, until a later run says that it is resolved. */
const OPEN: readonly Decided[] = [
  'unknown',
  'notPublished',
  'rejected',
  'heldBack',
  'kept',
  'wouldReject',
  'publishedWithFailures',
];
export const staysOpen = (decision: Decided): boolean => OPEN.includes(decision);

/** A publish that did not come about is tried, and told, anew by every run. */
export const isToldAgain = (decision: Decided): boolean =>
  decision === 'unknown' || decision === 'notPublished';
