import { completeEvent } from '../../core/lineage/build-event.ts';
import type { RunNews } from '../../core/notify/build-message.ts';
import type { Ports } from '../../core/ports.ts';
import { newestFact } from '../../core/publish/query-facts.ts';
import { loadBody } from '../state/bodies.ts';
import { releaseLease } from '../state/lease.ts';
import type { RunOutcome } from '../state/outcome.ts';
import type { Step } from '../state/state.ts';
import { tellLineage } from '../state/tell-lineage.ts';
import { type Composed, compose } from './compose.ts';
import { deliver, leave } from './deliver.ts';
import { lineageEndOf } from './lineage-end.ts';
import { standingsOf } from './standings.ts';
import { outcomeOf } from './summary.ts';

type FinishPorts = Pick<
  Ports,
  'lake' | 'ledger' | 'notifiers' | 'warn' | 'environment' | 'actor' | 'lineage'
>;

/** A run's last step. */
export const finish: Step<FinishPorts> = async (state, ports, clock) => {
  await finishRun(state.ref, ports, clock);
  return { ...state, next: 'go' };
};

/** Records how the run ended, gives the lease back, and tells those who want to hear; gives what the run did. */
export async function finishRun(ref: string, ports: FinishPorts, clock: () => string): Promise<RunOutcome> {
  const outcome = await outcomeOf(ref, ports, clock);
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
  const { notice, fact } = await newsOfRun(ref, outcome, time, ports);
  const isLeft = notice === undefined || (await leave(notice, ports));
  // what could not be put down is not on record as told: the next run tells it again
  const told = fact !== undefined && isLeft ? [fact] : [];
  await ports.ledger.append([
    ...told,
    { kind: 'run', dataset, partition: '', id: `${runId}/finished`, time, body },
  ]);
  await releaseLease(dataset, runId, ports);
  await deliver(dataset, ports, isLeft || notice === undefined ? [] : [notice]);
  if (ports.lineage !== undefined)
    await tellLineage(await loadBody(ports.lake, ref, 'request'), ports, async (run) =>
      completeEvent(run, time, await lineageEndOf(ref, outcome, ports)),
    );
  return outcome;
}

/** A run that ended is not failed by what could not be found out about its news; the next run finds it. */
async function newsOfRun(
  ref: string,
  outcome: RunOutcome,
  time: string,
  ports: FinishPorts,
): Promise<Composed> {
  try {
    const { contract, schemaName, dataset, runId } = await loadBody(ports.lake, ref, 'request');
    const judged = await loadBody(ports.lake, ref, 'judged');
    const { receipts } = await loadBody(ports.lake, ref, 'published');
    const { environment } = ports;
    const about = { id: runId, time, environment, dataset, runId, contract, schemaName };
    const standings = standingsOf(outcome.partitions, judged.partitions);
    return await compose({ about, standings, receipts, run: await runNewsOf(outcome, ports) }, ports);
  } catch (cause) {
    ports.warn(`nobody was told of this run: ${cause instanceof Error ? cause.message : 'unknown cause'}`);
    return {};
  }
}

async function runNewsOf(
  { dataset, runId, repairedDrift }: RunOutcome,
  { ledger }: FinishPorts,
): Promise<RunNews> {
  // before the states of this run, which may have ended twice, stands the last one of another
  const query = { kind: 'run', dataset, partition: '', limit: 4 } as const;
  const before = await newestFact({ ledger }, query, ({ body }) => body.runId !== runId);
  return {
    ...(repairedDrift === undefined ? {} : { driftRepaired: repairedDrift }),
    ...(before?.body.state === 'failed' ? { recovered: { runId: before.body.runId } } : {}),
  };
}
