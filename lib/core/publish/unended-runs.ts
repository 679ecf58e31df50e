import type { Ports } from '../ports.ts';
import type { RunRecord } from './facts.ts';
import { queryFacts } from './query-facts.ts';

/**
 * Runs that began and told no end: they are at work, or died. One that a later run finished after is left out: what it
 * left open is closed by then.
 */
export async function unendedRuns(
  dataset: string,
  { ledger }: Pick<Ports, 'ledger'>,
): Promise<readonly RunRecord[]> {
  const failed = new Set<string>();
  const found: RunRecord[] = [];
  for await (const { body } of queryFacts(ledger, { kind: 'run', dataset, order: 'newest' })) {
    if (body.state === 'finished') break;
    if (body.state === 'failed') failed.add(body.runId);
    else if (!failed.has(body.runId)) found.push(body);
  }
  return found;
}
