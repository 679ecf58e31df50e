import { judgementKeyOf } from '../../core/gate/keys.ts';
import type { Ports } from '../../core/ports.ts';
import type { Manifest, Receipt } from '../../core/publish/facts.ts';
import { sameContent } from '../../core/publish/manifest.ts';
import { factsOf, newestFact } from '../../core/publish/query-facts.ts';

/** A snapshot that would become visible, and the hash of what its contract demands. */
export interface Wanted {
  readonly dataset: string;
  readonly partition: string;
  readonly manifest: Manifest;
  readonly judgedPart: string;
}

/**
 * Whether somebody took back what this very judgement had published, and nobody showed it again since: the same bytes
 * under the same demands, whatever the files are called and whenever they were judged. Another judgement of them, or
 * other data, is published.
 */
export async function wasRolledBack(
  { dataset, partition, manifest, judgedPart }: Wanted,
  { ledger }: Pick<Ports, 'ledger'>,
): Promise<boolean> {
  const facts = await factsOf(ledger, { kind: 'receipt', dataset, partition, order: 'newest' });
  const receipts = facts.map((f) => f.body);
  for (const [i, { decision, previousSnapshotId, manifest: shown }] of receipts.entries()) {
    if (decision === 'rollback' && previousSnapshotId !== null) {
      const older = receipts.slice(i + 1).filter((r) => r.snapshotId === previousSnapshotId);
      const undone = older.find((r) => r.decision !== 'rollback');
      if (undone !== undefined && undone.manifest !== null && sameContent(undone.manifest, manifest)) {
        return isJudgedBy(undone, judgedPart, { dataset, partition, ledger });
      }
    }
    if (shown !== null && sameContent(shown, manifest)) return false;
  }
  return false;
}

/** Whether a receipt rests on a judgement by the same demands. */
async function isJudgedBy(
  { cites }: Receipt,
  judgedPart: string,
  { dataset, partition, ledger }: { dataset: string; partition: string } & Pick<Ports, 'ledger'>,
): Promise<boolean> {
  if (!('judgementKey' in cites)) return false;
  const query = { kind: 'judgement', dataset, partition } as const;
  const found = await newestFact({ ledger }, query, ({ body }) => body.judgementKey === cites.judgementKey);
  if (found === undefined) return false;
  const { candidateKey, judgementKey, verdict } = found.body;
  return judgementKeyOf(candidateKey, judgedPart, verdict.asOf) === judgementKey;
}
