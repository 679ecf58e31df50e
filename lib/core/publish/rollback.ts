import { type Issue, issue } from '../contract/issue.ts';
import type { Ports } from '../ports.ts';
import { partitionLabel } from '../values/partition.ts';
import { fail, type Result } from '../values/result.ts';
import type { Actor, Move } from './facts.ts';
import type { PublishRequest } from './intent.ts';
import { planRollback, type RollbackTarget } from './plan-rollback.ts';
import { factsOf } from './query-facts.ts';

/**
 * A rollback is a publish like any other: an intent whose moves cite older receipts. This plans it; `publish`
 * carries it out. Refused where it would lose something newer unasked, and where the old files are gone.
 */
export async function prepareRollback(
  request: {
    readonly dataset: string;
    readonly target: RollbackTarget;
    readonly loseNewer?: boolean;
    readonly withdraw?: boolean;
    readonly intentId: string;
    readonly by: Actor;
  },
  { ledger, publisher }: Pick<Ports, 'ledger' | 'publisher'>,
): Promise<Result<PublishRequest, readonly Issue[]>> {
  const { dataset, intentId, by } = request;
  const receipts = (await factsOf(ledger, { kind: 'receipt', dataset })).map((f) => f.body);
  const planned = planRollback({ ...request, state: await ledger.state(dataset), receipts });
  if (!planned.ok) return planned;
  const gone = await Promise.all(planned.value.map((move) => goneFiles(dataset, move, publisher)));
  if (gone.flat().length > 0) return fail(gone.flat());
  return {
    ok: true,
    value: { intentId, runId: intentId, dataset, moves: planned.value, contract: null, by },
  };
}

async function goneFiles(
  dataset: string,
  { to, partition }: Move,
  publisher: Ports['publisher'],
): Promise<readonly Issue[]> {
  const missing = to === null ? [] : await publisher.missing(to);
  if (missing.length === 0) return [];
  return [issue('SLU-544', { dataset, partition: partitionLabel(partition), files: missing.join(', ') })];
}
