import { issue } from '../core/contract/issue.ts';
import { prepareApproval } from '../core/publish/approve.ts';
import type { FactOf } from '../core/publish/facts.ts';
import { factsOf } from '../core/publish/query-facts.ts';
import { partitionLabel } from '../core/values/partition.ts';
import type { Run } from './commands.ts';
import { CliFailure, failOn, orFail } from './failure.ts';
import { movePointers } from './move-pointers.ts';
import { openPlatform } from './open-platform.ts';
import { flagsOf, textOption } from './options.ts';
import { chooseFormat } from './output.ts';
import { findRun, partitionOption, unknown, withLedger } from './records.ts';

/** Publishes a partition that the gate kept out, on somebody's word, which the receipt keeps. */
export const run: Run = async (operands, options, output) => {
  const format = chooseFormat(String(options.format));
  const flags = flagsOf(options);
  const partition = partitionOption(String(options.partition));
  const reason = textOption(options, 'reason')?.trim() ?? '';
  if (reason === '') {
    throw new CliFailure([issue('SLU-612', { option: '--reason', value: reason, expected: 'a sentence' })]);
  }
  const { runId, dataset } = await withLedger(flags, (ledger) => findRun(ledger, String(operands[0])));
  const { ports, close } = await openPlatform(flags, output);
  try {
    const receipts = await movePointers(dataset, ports, async (intentId, resolution) => {
      failOn(resolution.issues);
      const about = { dataset, partition, order: 'newest' as const };
      const judgements = await factsOf(ports.ledger, { kind: 'judgement', ...about });
      const judgement = judgements.find((j) => j.body.runId === runId)?.body;
      if (judgement === undefined)
        throw unknown(`judgement of run ${runId} of the partition`, String(options.partition));
      const manifests = await factsOf(ports.ledger, { kind: 'manifest', ...about });
      const found = manifests.find((m) => m.body.sha256 === judgement.manifestSha256)?.body;
      const manifest = found && plain(found);
      return orFail(
        await prepareApproval({ dataset, judgement, manifest, reason, intentId, by: ports.actor }, ports),
      );
    });
    if (format === 'json') output.data(JSON.stringify({ dataset, receipts }, null, 2));
    else {
      for (const { partition: of, by, receiptId } of receipts) {
        const label = partitionLabel(of);
        output.data(
          `${dataset}: ${label} approved by ${by.user} (receipt ${receiptId.slice(0, 12)}): ${reason}`,
        );
      }
    }
    return 0;
  } finally {
    await close();
  }
};

/** Without what the ledger keeps beside a manifest. */
function plain({ candidateKey: _, columns: __, ...manifest }: FactOf<'manifest'>['body']) {
  return manifest;
}
