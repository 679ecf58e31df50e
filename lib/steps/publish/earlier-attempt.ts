import type { Ports } from '../../core/ports.ts';
import type { Receipt } from '../../core/publish/facts.ts';
import type { LawPorts } from '../../core/publish/law.ts';
import { newestFact } from '../../core/publish/query-facts.ts';
import { receiptsOf } from '../../core/publish/receipt.ts';
import { resolveOpenIntents } from '../../core/publish/resolve.ts';
import { receiptsIn } from '../../core/publish/standing.ts';
import { UnknownOutcome } from '../state/failure.ts';

type Attempted = LawPorts & Pick<Ports, 'actor' | 'newId'>;

/**
 * The receipts of this very run, where the step was called before and died after its commit. What it left open is closed
 * first; throws UnknownOutcome where that cannot be told.
 */
export async function earlierAttempt(
  { dataset, runId }: { readonly dataset: string; readonly runId: string },
  ports: Attempted,
  clock: () => string,
): Promise<readonly Receipt[]> {
  const { ledger } = ports;
  const open = await ledger.openIntents(dataset);
  if (open.some((intent) => intent.runId === runId)) {
    const { unknown, issues } = await resolveOpenIntents(dataset, ports, clock);
    if (unknown.length > 0) throw new UnknownOutcome(issues);
  }
  const last = await newestFact(ports, { kind: 'intent', dataset, limit: 1 });
  if (last?.body.runId !== runId || last.body.state !== 'committed') return [];
  return receiptsIn(ledger, receiptsOf(last.body, last.time));
}
