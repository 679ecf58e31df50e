import { issue } from '../../core/contract/issue.ts';
import { judgedPartOf } from '../../core/gate/keys.ts';
import type { Ports } from '../../core/ports.ts';
import type { Move, Receipt } from '../../core/publish/facts.ts';
import { visibleSnapshots } from '../../core/publish/intent.ts';
import { type LawPorts, publish as publishMoves } from '../../core/publish/law.ts';
import { newestFact } from '../../core/publish/query-facts.ts';
import { refusalsOf } from '../../core/publish/refusals.ts';
import { partitionKey } from '../../core/values/partition.ts';
import { findBody, loadBody, saveBody } from '../state/bodies.ts';
import { datasetOf } from '../state/dataset.ts';
import { StepFailure } from '../state/failure.ts';
import { holdLease, type LeasePorts } from '../state/lease.ts';
import type { PartitionOutcome, Publication } from '../state/outcome.ts';
import type { RunRequest } from '../state/request.ts';
import type { JudgedPartition, Step } from '../state/state.ts';
import { earlierAttempt } from './earlier-attempt.ts';
import { wasRolledBack } from './rolled-back.ts';

type PublishPorts = LawPorts & LeasePorts & Pick<Ports, 'lake' | 'actor' | 'newId'>;

/** Moves the pointers of what passed, all in one intent; what readers see already is left alone. */
export const publish: Step<PublishPorts> = async (state, ports, clock) => {
  const request = await loadBody(ports.lake, state.ref, 'request');
  await holdLease(request.dataset, request.runId, ports);
  const before = await findBody(ports.lake, state.ref, 'published');
  if (before !== undefined && before.end !== 'notCommitted') return { ...state, next: 'go' };
  const committed = await earlierAttempt(request, ports, clock);
  const { partitions } = await loadBody(ports.lake, state.ref, 'judged');
  const visible = visibleSnapshots(await ports.ledger.state(request.dataset));
  const planned = await Promise.all(
    partitions.map((p) => doneBefore(p, committed) ?? planPartition(p, request, visible, ports)),
  );
  const moves = planned.flatMap((p) => (p.move ? [p.move] : []));
  if (moves.length === 0) {
    const outcomes = planned.map((p) => p.outcome);
    await saveBody(ports.lake, state.ref, 'published', {
      end: committed.length > 0 ? 'committed' : 'nothing',
      receipts: committed,
      partitions: outcomes,
    });
    return { ...state, next: 'go' };
  }
  const refusals = await refusalsOf(request.dataset, moves, ports);
  if (refusals.length > 0) throw new StepFailure(refusals, 2);
  const { id, version, sha256 } = request.contract;
  const end = await publishMoves(
    {
      intentId: ports.newId(),
      runId: request.runId,
      dataset: request.dataset,
      moves,
      contract: { id, version, sha256 },
      by: ports.actor,
    },
    ports,
    clock,
  );
  const outcomes = planned.map(({ outcome, move }): PartitionOutcome => {
    if (move === undefined || end.end === 'committed') return outcome;
    return { ...outcome, publication: end.end === 'unknown' ? 'unknown' : 'notPublished', snapshotId: null };
  });
  await saveBody(ports.lake, state.ref, 'published', {
    end: end.end,
    ...(end.end === 'committed' ? {} : { why: end.why }),
    receipts: end.end === 'committed' ? [...committed, ...end.receipts] : committed,
    partitions: outcomes,
  });
  if (end.end === 'notCommitted' && end.cause !== undefined) throw end.cause;
  return { ...state, next: 'go' };
};

interface PlannedPartition {
  readonly outcome: PartitionOutcome;
  readonly move?: Move;
}

/** What the same step moved before it died. */
function doneBefore(
  { verdict, decidedBy }: JudgedPartition,
  receipts: readonly Receipt[],
): PlannedPartition | undefined {
  const key = partitionKey(verdict.partition);
  const receipt = receipts.find((r) => partitionKey(r.partition) === key);
  if (receipt === undefined) return undefined;
  const publication = receipt.decision === 'adopt' ? 'adopted' : 'published';
  const { partition, snapshotId } = receipt;
  return { outcome: { partition, publication, decidedBy, snapshotId } };
}

async function planPartition(
  judged: JudgedPartition,
  request: RunRequest,
  snapshots: ReadonlyMap<string, string>,
  ports: Pick<Ports, 'ledger'>,
): Promise<PlannedPartition> {
  const { dataset, mode } = request;
  const { verdict, manifest, decidedBy, judgementKey } = judged;
  const { partition, decision } = verdict;
  const key = partitionKey(partition);
  const visible = snapshots.get(key) ?? null;
  const same = manifest !== null && visible === manifest.sha256;
  const outcome = (publication: Publication): PlannedPartition => ({
    outcome: { partition, publication, decidedBy, snapshotId: visible },
  });
  if (decision === 'skip') return outcome('skipped');
  const rejects = decision === 'reject' || decision === 'quarantine';
  if (same) {
    if (!rejects && !judged.heldBack) return outcome('unchanged');
    return outcome((await wasApproved(dataset, key, manifest.sha256, ports)) ? 'approved' : 'kept');
  }
  if (mode === 'shadow') return outcome('shadow');
  if (mode === 'adopt' && visible !== null) {
    // another run was first, since this one began
    throw new StepFailure([issue('SLU-551', { dataset, count: String(snapshots.size) })], 2);
  }
  if (mode === 'adopt' && manifest !== null && manifest.files.length > 0 && judgementKey !== null) {
    const move: Move = { partition, from: visible, to: manifest, cites: { judgementKey }, decision: 'adopt' };
    return { outcome: { partition, publication: 'adopted', decidedBy, snapshotId: manifest.sha256 }, move };
  }
  if (rejects) return outcome('rejected');
  if (judged.heldBack) return outcome('heldBack');
  if (manifest === null || judgementKey === null) return outcome('rejected');
  const judgedPart = judgedPartOf(datasetOf(request));
  if (await wasRolledBack({ dataset, partition: key, manifest, judgedPart }, ports))
    return outcome('rolledBack');
  const move: Move = { partition, from: visible, to: manifest, cites: { judgementKey }, decision };
  return { outcome: { partition, publication: 'published', decidedBy, snapshotId: manifest.sha256 }, move };
}

/** Readers see it because somebody overruled the gate; who rolled back to it since has shown just that again. */
async function wasApproved(
  dataset: string,
  partition: string,
  snapshotId: string,
  ports: Pick<Ports, 'ledger'>,
): Promise<boolean> {
  const query = { kind: 'receipt', dataset, partition } as const;
  const shown = await newestFact(
    ports,
    query,
    ({ body }) => body.snapshotId === snapshotId && body.decision !== 'rollback',
  );
  return shown?.body.decision === 'approve';
}
