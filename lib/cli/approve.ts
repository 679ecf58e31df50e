import { issue } from '../core/contract/issue.ts';
import { prepareApproval } from '../core/publish/approve.ts';
import type { Fact } from '../core/publish/facts.ts';
import { publish } from '../core/publish/law.ts';
import { resolveOpenIntents } from '../core/publish/resolve.ts';
import { partitionLabel } from '../core/values/partition.ts';
import { UnknownOutcome } from '../steps/failure.ts';
import { notifyAll } from '../steps/finish.ts';
import { holdLease, releaseLease } from '../steps/lease.ts';
import type { Run } from './commands.ts';
import { failOn, orFail } from './definitions.ts';
import { CliFailure } from './failure.ts';
import { flagsOf, textOption } from './options.ts';
import { chooseFormat } from './output.ts';
import { factsOf, findRun, partitionOption, unknown, withLedger } from './records.ts';
import { newId, now, openServices } from './services.ts';

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
  const { ports, close } = await openServices(flags, output);
  const id = newId();
  try {
    await holdLease(dataset, id, ports);
    const resolution = await resolveOpenIntents(dataset, ports, now);
    if (resolution.unknown.length > 0) throw new UnknownOutcome(resolution.issues);
    failOn(resolution.issues);
    const judgements = await factsOf(ports.ledger, {
      kind: 'judgement',
      dataset,
      partition,
      order: 'newest',
    });
    const judgement = judgements.find((j) => j.body.runId === runId)?.body;
    if (judgement === undefined)
      throw unknown(`judgement of run ${runId} of the partition`, String(options.partition));
    const manifests = await factsOf(ports.ledger, { kind: 'manifest', dataset, partition, order: 'newest' });
    const manifest = manifests.find((m) => m.body.sha256 === judgement.manifestSha256)?.body;
    const approval = {
      dataset,
      judgement,
      manifest: manifest && plain(manifest),
      reason,
      intentId: id,
      by: ports.actor,
    };
    const request = orFail(await prepareApproval(approval, ports));
    const end = await publish(request, ports, now);
    if (end.end === 'unknown') throw new UnknownOutcome([issue('SLU-503', { dataset, why: end.why })]);
    if (end.end === 'notCommitted') throw new CliFailure([issue('SLU-502', { dataset, why: end.why })], 3);
    for (const { partition: of, snapshotId, by, runId: judgedBy, committedAt } of end.receipts) {
      const title = `${dataset} ${partitionLabel(of)} approved by ${by.user}`;
      const data = { partition: of, snapshotId, decision: 'approve' };
      const about = { dataset, runId: judgedBy, time: committedAt };
      await notifyAll({ ...about, type: 'partition.published', title, lines: [reason], data }, ports);
    }
    if (format === 'json') output.data(JSON.stringify({ dataset, receipts: end.receipts }, null, 2));
    else {
      for (const { partition: of, by, receiptId } of end.receipts) {
        const label = partitionLabel(of);
        output.data(
          `${dataset}: ${label} approved by ${by.user} (receipt ${receiptId.slice(0, 12)}): ${reason}`,
        );
      }
    }
    return 0;
  } finally {
    await releaseLease(dataset, id, ports);
    await close();
  }
};

/** Without what the ledger keeps beside a manifest. */
function plain({ candidateKey: _, columns: __, ...manifest }: Extract<Fact, { kind: 'manifest' }>['body']) {
  return manifest;
}
