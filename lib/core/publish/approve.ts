import { type Issue, issue } from '../contract/issue.ts';
import type { Ports } from '../ports.ts';
import { partitionKey, partitionLabel } from '../values/partition.ts';
import { fail, ok, type Result } from '../values/result.ts';
import type { Actor, Judgement, Manifest, Move } from './facts.ts';
import { type PublishRequest, visibleSnapshots } from './intent.ts';

/** A decision that somebody overrules: what the gate said, of which files. */
export interface ApprovalRequest {
  readonly dataset: string;
  readonly judgement: Judgement;
  /** The candidate that was judged; undefined where it had no files. */
  readonly manifest: Manifest | undefined;
  readonly reason: string;
  readonly intentId: string;
  readonly by: Actor;
}

/**
 * An audited override: a publish like any other, of exactly the files that were judged, citing the judgement, with
 * who, when and why in its receipt. Refused where there is nothing to show, or where the files are not those any more.
 */
export async function prepareApproval(
  { dataset, judgement, manifest, reason, intentId, by }: ApprovalRequest,
  { ledger, lake }: Pick<Ports, 'ledger' | 'lake'>,
): Promise<Result<PublishRequest, readonly Issue[]>> {
  const { verdict, judgementKey, contract } = judgement;
  const partition = partitionLabel(verdict.partition);
  const refuse = (why: string) => fail([issue('SLU-550', { dataset, partition, why })]);
  if (manifest === undefined || manifest.files.length === 0) return refuse('it has no files');
  const visible = visibleSnapshots(await ledger.state(dataset)).get(partitionKey(verdict.partition)) ?? null;
  if (visible === manifest.sha256) return refuse('readers see it already');
  const changed = await changedFiles(manifest, lake);
  if (changed.length > 0) return refuse(`its files are not those that were judged (${changed.join(', ')})`);
  const move: Move = {
    partition: verdict.partition,
    from: visible,
    to: manifest,
    cites: { judgementKey },
    decision: 'approve',
    reason,
  };
  return ok({ intentId, runId: judgement.runId, dataset, moves: [move], contract, by });
}

async function changedFiles(manifest: Manifest, lake: Ports['lake']): Promise<readonly string[]> {
  const found = new Map((await lake.pin(manifest.files.map((f) => f.path))).map((f) => [f.path, f.etag]));
  return manifest.files.filter((f) => found.get(f.path) !== f.etag).map((f) => f.path);
}
