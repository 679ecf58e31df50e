import type { Decided } from '../../core/notify/decided.ts';
import type { Standing } from '../../core/notify/news.ts';
import type { PartitionOutcome, Publication } from '../state/outcome.ts';
import type { JudgedPartition } from '../state/state.ts';

const STANDINGS: Readonly<Record<Publication, Standing['is']>> = {
  published: 'good',
  adopted: 'good',
  unchanged: 'good',
  approved: 'good',
  // neither good nor bad: somebody wanted it so
  rolledBack: 'silent',
  skipped: 'silent',
  shadow: 'good',
  rejected: 'rejected',
  heldBack: 'heldBack',
  kept: 'kept',
  notPublished: 'notPublished',
  unknown: 'unknown',
};

/** How each partition stands after the run, for those who are told. */
export const standingsOf = (
  partitions: readonly PartitionOutcome[],
  judged: readonly JudgedPartition[],
): readonly Standing[] =>
  partitions.flatMap((p, i): Standing[] => {
    const found = judged[i];
    if (found === undefined) return [];
    const { verdict, judgementKey } = found;
    const is = failing(p.publication, verdict.decision) ?? STANDINGS[p.publication];
    const { partition, snapshotId } = p;
    return [{ partition, is, judgementKey, checks: verdict.checks, snapshotId }];
  });

/** Let in, or only looked at, although a rule failed. */
function failing(publication: Publication, decision: string): Decided | undefined {
  if (publication === 'shadow') return decision === 'reject' ? 'wouldReject' : undefined;
  if (publication === 'adopted') return decision === 'reject' ? 'publishedWithFailures' : undefined;
  const shown = publication === 'published' || publication === 'unchanged';
  return shown && decision === 'publishWithFailures' ? 'publishedWithFailures' : undefined;
}
