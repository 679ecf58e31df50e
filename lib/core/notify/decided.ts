export type Severity = 'error' | 'warning' | 'info';

interface Meaning {
  readonly severity: Severity;
  /** After the number of partitions: "182 partitions …". */
  readonly words: string;
  /** Somebody has to look at it, until a later run says that it is resolved. */
  readonly staysOpen?: true;
  /** A publish that did not come about is tried, and told, anew by every run. */
  readonly isToldAgain?: true;
}

/**
 * What a message tells of a partition (or of the run), the worst first. `kept`: published earlier, fails the contract
 * now. `wouldReject`: in shadow mode. `resolved`: told of before as one of the bad ones, and good now.
 */
const MEANINGS = {
  failed: { severity: 'error', words: 'not judged: the run failed' },
  unknown: {
    severity: 'error',
    words: 'with an outcome that is not known yet',
    staysOpen: true,
    isToldAgain: true,
  },
  notPublished: { severity: 'error', words: 'passed, and not published', staysOpen: true, isToldAgain: true },
  rejected: { severity: 'error', words: 'rejected', staysOpen: true },
  heldBack: { severity: 'error', words: 'held back', staysOpen: true },
  kept: { severity: 'error', words: 'published earlier and failing now', staysOpen: true },
  wouldReject: { severity: 'warning', words: 'would be rejected (shadow)', staysOpen: true },
  publishedWithFailures: { severity: 'warning', words: 'published with failures', staysOpen: true },
  driftRepaired: { severity: 'warning', words: 'repaired: readers saw something else' },
  withdrawn: { severity: 'warning', words: 'withdrawn' },
  rolledBack: { severity: 'warning', words: 'rolled back' },
  publishedWithWarnings: { severity: 'warning', words: 'published with warnings' },
  approved: { severity: 'info', words: 'approved' },
  resolved: { severity: 'info', words: 'resolved' },
  published: { severity: 'info', words: 'published' },
} as const satisfies Readonly<Record<string, Meaning>>;

export type Decided = keyof typeof MEANINGS;

/** The worst first. */
export const DECISIONS = Object.keys(MEANINGS) as readonly Decided[];

const meaningOf = (decision: Decided): Meaning => MEANINGS[decision];

export const severityOf = (decision: Decided): Severity => meaningOf(decision).severity;
export const wordsOf = (decision: Decided): string => meaningOf(decision).words;
export const staysOpen = (decision: Decided): boolean => meaningOf(decision).staysOpen === true;
export const isToldAgain = (decision: Decided): boolean => meaningOf(decision).isToldAgain === true;

/** For sorting: the worst first. */
export const rankOf = (decision: Decided): number => DECISIONS.indexOf(decision);
