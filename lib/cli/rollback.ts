import { issue } from '../core/contract/issue.ts';
import { isWithin } from '../core/publish/detect-drift.ts';
import type { Receipt } from '../core/publish/facts.ts';
import { publish } from '../core/publish/law.ts';
import type { RollbackTarget } from '../core/publish/plan-rollback.ts';
import { resolveOpenIntents } from '../core/publish/resolve.ts';
import { prepareRollback } from '../core/publish/rollback.ts';
import { partitionLabel } from '../core/values/partition.ts';
import { UnknownOutcome } from '../steps/failure.ts';
import { holdLease, releaseLease } from '../steps/lease.ts';
import type { Run } from './commands.ts';
import { failOn, orFail } from './definitions.ts';
import { CliFailure } from './failure.ts';
import { flagsOf, textOption } from './options.ts';
import { chooseFormat } from './output.ts';
import { partitionOption } from './records.ts';
import { newId, now, openServices } from './services.ts';

/** An intent like any other, under the lease, that cites an older receipt. */
export const run: Run = async (operands, options, output) => {
  const format = chooseFormat(String(options.format));
  const dataset = String(operands[0]);
  const target = targetOf(options);
  const { ports, close } = await openServices(flagsOf(options), output);
  const id = newId();
  try {
    await holdLease(dataset, id, ports);
    const resolution = await resolveOpenIntents(dataset, ports, now);
    if (resolution.unknown.length > 0) throw new UnknownOutcome(resolution.issues);
    const damaged = resolution.driftRepaired ? undefined : resolution.drift;
    if (damaged === undefined) failOn(resolution.issues);
    const told = { loseNewer: options.force === true, withdraw: options.withdraw === true };
    const request = orFail(
      await prepareRollback({ dataset, target, ...told, intentId: id, by: ports.actor }, ports),
    );
    // going back is how a damaged partition is mended, as long as nothing else is damaged
    const moved = request.moves.map((m) => m.partition);
    if (damaged !== undefined && !isWithin(damaged, moved)) failOn(resolution.issues);
    const end = await publish(request, ports, now);
    if (end.end === 'unknown') throw new UnknownOutcome([issue('SLU-503', { dataset, why: end.why })]);
    if (end.end === 'notCommitted') throw new CliFailure([issue('SLU-502', { dataset, why: end.why })], 3);
    if (format === 'json') output.data(JSON.stringify({ dataset, receipts: end.receipts }, null, 2));
    else for (const line of linesOf(end.receipts)) output.data(`${dataset}: ${line}`);
    return 0;
  } finally {
    await releaseLease(dataset, id, ports);
    await close();
  }
};

const linesOf = (receipts: readonly Receipt[]): readonly string[] =>
  receipts.map(({ partition, snapshotId, receiptId }) => {
    const what =
      snapshotId === null
        ? 'withdrawn, readers see it no more'
        : `back to snapshot ${snapshotId.slice(0, 12)}`;
    return `${partitionLabel(partition)} ${what} (receipt ${receiptId.slice(0, 12)})`;
  });

function targetOf(options: Record<string, unknown>): RollbackTarget {
  const receiptId = textOption(options, 'receipt');
  const partition = textOption(options, 'partition');
  const runId = textOption(options, 'run');
  const given = [receiptId, partition, runId].filter((v) => v !== undefined);
  if (given.length === 1) {
    if (receiptId !== undefined) return { to: 'receipt', receiptId };
    if (runId !== undefined) return { to: 'beforeRun', runId };
    if (partition !== undefined) return { to: 'previous', partition: JSON.parse(partitionOption(partition)) };
  }
  throw new CliFailure([
    issue('SLU-601', {
      message: 'Say what to go back to: --receipt, --partition or --run, one of them.',
      command: 'rollback',
    }),
  ]);
}
