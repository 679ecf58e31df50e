import { reasonsAgainst } from '../../core/gate/decide.ts';
import type { CheckResult } from '../../core/gate/verdict.ts';
import type { ReportData, ReportedPartition } from '../../steps/report/report-data.ts';

/** A partition that needs a word: kept out, published although it fails, or of an outcome nobody knows. */
export function needsWord(p: ReportedPartition): boolean {
  if (p.decision === 'publishWithFailures') return true;
  if (p.publication === undefined || p.publication === 'shadow') return p.decision === 'reject';
  if (p.publication === 'adopted') return p.decision === 'reject';
  return !['published', 'unchanged', 'skipped'].includes(p.publication);
}

/** What speaks against it; what only warns where nothing else does. */
export const reasonsOf = (p: ReportedPartition): readonly CheckResult[] => reasonsAgainst(p.checks);

export const notAsked = (p: ReportedPartition): number =>
  p.checks.filter((c) => c.reason === 'notAsked').length;

export interface Counts {
  readonly all: number;
  readonly published: number;
  readonly unchanged: number;
  readonly out: number;
  readonly withFailures: number;
  readonly kept: number;
  readonly approved: number;
  readonly rolledBack: number;
  readonly skipped: number;
  readonly unknown: number;
  readonly notPublished: number;
  /** In shadow mode, or of a check: what would have been rejected. */
  readonly wouldReject: number;
}

export function countsOf({ partitions }: Pick<ReportData, 'partitions'>): Counts {
  const of = (test: (p: ReportedPartition) => boolean): number => partitions.filter(test).length;
  const became = (...which: string[]): number => of((p) => which.includes(p.publication ?? ''));
  return {
    all: partitions.length,
    published: became('published', 'adopted'),
    unchanged: became('unchanged'),
    out: became('rejected', 'heldBack'),
    withFailures: of(
      (p) =>
        (p.publication === 'published' && p.decision === 'publishWithFailures') ||
        (p.publication === 'adopted' && p.decision === 'reject'),
    ),
    kept: became('kept'),
    approved: became('approved'),
    rolledBack: became('rolledBack'),
    skipped: became('skipped'),
    unknown: became('unknown'),
    notPublished: became('notPublished'),
    wouldReject: of(
      (p) => p.decision === 'reject' && (p.publication === undefined || p.publication === 'shadow'),
    ),
  };
}
