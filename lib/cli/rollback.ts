import { issue } from '../core/contract/issue.ts';
import { isWithin } from '../core/publish/detect-drift.ts';
import type { Receipt } from '../core/publish/facts.ts';
import type { RollbackTarget } from '../core/publish/plan-rollback.ts';
import { prepareRollback } from '../core/publish/rollback.ts';
import { partitionLabel } from '../core/values/partition.ts';
import type { Run } from './commands.ts';
import { CliFailure, failOn, orFail } from './failure.ts';
import { movePointers } from './move-pointers.ts';
import { openPlatform } from './open-platform.ts';
import { flagsOf, textOption } from './options.ts';
import { chooseFormat } from './output.ts';
import { partitionOption } from './records.ts';

/** An intent like any other, under the lease, that cites an older receipt. */
export const run: Run = async (operands, options, output) => {
  const format = chooseFormat(String(options.format));
  const dataset = String(operands[0]);
  const target = targetOf(options);
  const told = { loseNewer: options.force === true, withdraw: options.withdraw === true };
  const { ports, close } = await openPlatform(flagsOf(options), output);
  try {
    const receipts = await movePointers(dataset, ports, async (intentId, resolution) => {
      const damaged = resolution.driftRepaired ? undefined : resolution.drift;
      if (damaged === undefined) failOn(resolution.issues);
      const request = orFail(
        await prepareRollback({ dataset, target, ...told, intentId, by: ports.actor }, ports),
      );
      // going back is how a damaged partition is mended, as long as nothing else is damaged
      const moved = request.moves.map((m) => m.partition);
      if (damaged !== undefined && !isWithin(damaged, moved)) failOn(resolution.issues);
      return request;
    });
    if (format === 'json') output.data(JSON.stringify({ dataset, receipts }, null, 2));
    else for (const line of linesOf(receipts)) output.data(`${dataset}: ${line}`);
    return 0;
  } finally {
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
