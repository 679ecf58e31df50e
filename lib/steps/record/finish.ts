import { reasonsAgainst } from '../../core/gate/decide.ts';
import type { Notification, Ports } from '../../core/ports.ts';
import { partitionLabel } from '../../core/values/partition.ts';
import { loadBody } from '../state/bodies.ts';
import { releaseLease } from '../state/lease.ts';
import type { PartitionOutcome, RunOutcome } from '../state/outcome.ts';
import type { JudgedPartition, Step } from '../state/state.ts';
import { outcomeOf } from './summary.ts';

/** Records how the run ended, tells those who want to hear, and gives the lease back. */
export const finish: Step<Pick<Ports, 'lake' | 'ledger' | 'notifiers' | 'actor'>> = async (
  state,
  ports,
  clock,
) => {
  const { partitions } = await loadBody(ports.lake, state.ref, 'judged');
  const outcome = await outcomeOf(state.ref, ports, clock);
  const time = clock();
  const { runId, dataset, pipeline, window, mode, summary } = outcome;
  const body = {
    runId,
    pipeline,
    dataset,
    window,
    mode,
    by: ports.actor,
    at: time,
    state: 'finished' as const,
    summary,
  };
  await ports.ledger.append([{ kind: 'run', dataset, partition: '', id: `${runId}/finished`, time, body }]);
  await releaseLease(dataset, runId, ports);
  for (const message of messagesOf(outcome, partitions, time)) await notifyAll(message, ports);
  return { ...state, next: 'go' };
};

export async function notifyAll(message: Notification, ports: Pick<Ports, 'notifiers'>): Promise<void> {
  // a channel that is down must not turn a finished run into a failed one
  await Promise.allSettled(ports.notifiers.map((n) => n.notify(message)));
}

/** Only what this run decided or moved: a second run over the same data says nothing again. */
function messagesOf(
  outcome: RunOutcome,
  judged: readonly JudgedPartition[],
  time: string,
): readonly Notification[] {
  const { runId, dataset, summary } = outcome;
  const about = { dataset, runId, time };
  const each = outcome.partitions.flatMap((p, i): Notification[] => {
    const found = judged[i];
    const type = TYPES[p.publication];
    if (found === undefined || type === undefined || (p.decidedBy !== runId && p.publication !== 'published'))
      return [];
    const lines = reasonsAgainst(found.verdict.checks).map((c) => `${c.id}: ${c.message}`);
    const failing = p.publication === 'published' && found.verdict.decision === 'publishWithFailures';
    const words = failing ? 'published with failures' : (WORDS[p.publication] ?? p.publication);
    const title = `${dataset} ${partitionLabel(p.partition)} ${words}`;
    const data = { partition: p.partition, snapshotId: p.snapshotId, decision: found.verdict.decision };
    return [{ ...about, type, title, lines, data }];
  });
  const { published, rejected, unchanged } = summary;
  const title = `${dataset}: ${published} published, ${rejected} rejected, ${unchanged} unchanged`;
  const drift: Notification[] =
    outcome.repairedDrift === undefined
      ? []
      : [
          {
            ...about,
            type: 'drift.repaired',
            title: `${dataset}: readers saw something else than was published, and it was repaired`,
            lines: [outcome.repairedDrift],
            data: {},
          },
        ];
  return [...drift, ...each, { ...about, type: 'run.finished', title, lines: [], data: { summary } }];
}

const TYPES: Partial<Record<PartitionOutcome['publication'], Notification['type']>> = {
  published: 'partition.published',
  rejected: 'partition.rejected',
  heldBack: 'partition.rejected',
  kept: 'partition.kept',
};

const WORDS: Partial<Record<PartitionOutcome['publication'], string>> = {
  heldBack: 'held back: another partition of the window was rejected',
  kept: 'stays published, but fails the contract now',
};
