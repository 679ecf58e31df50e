import type { LineageEnd } from '../../core/lineage/build-event.ts';
import type { Ports } from '../../core/ports.ts';
import { newestFact } from '../../core/publish/query-facts.ts';
import { loadBody } from '../state/bodies.ts';
import type { RunOutcome } from '../state/outcome.ts';

/** What lineage tells of a run that came to its end, from the bodies of its steps and the newest look at its source. */
export async function lineageEndOf(
  ref: string,
  { verdict }: RunOutcome,
  { lake, ledger }: Pick<Ports, 'lake' | 'ledger'>,
): Promise<LineageEnd> {
  const { candidate } = await loadBody(lake, ref, 'request');
  const judged = await loadBody(lake, ref, 'judged');
  const { receipts } = await loadBody(lake, ref, 'published');
  const source =
    candidate.by === 'query'
      ? await newestFact({ ledger }, { kind: 'source', dataset: candidate.source.dataset, limit: 1 })
      : undefined;
  return {
    ...(source === undefined ? {} : { sourceId: source.body.sourceId }),
    verdicts: verdict.partitions,
    manifests: judged.partitions.flatMap((p) => p.manifest ?? []),
    published: receipts.flatMap((r) => r.manifest ?? []),
  };
}
