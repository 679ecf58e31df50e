import { reasonsAgainst } from '../core/gate/decide.ts';
import type { Ledger } from '../core/ports.ts';
import type { Receipt, RunRecord } from '../core/publish/facts.ts';
import { factsOf } from '../core/publish/query-facts.ts';
import { partitionLabel } from '../core/values/partition.ts';
import { printable } from '../report/printable.ts';
import type { Run } from './commands.ts';
import { countOption, flagsOf, textOption } from './options.ts';
import { chooseFormat } from './output.ts';
import { partitionOption, unknown, withLedger } from './records.ts';

export const run: Run = async (operands, options, output) => {
  const format = chooseFormat(String(options.format));
  const dataset = String(operands[0]);
  const limit = countOption(options, 'limit', '--limit');
  const partition = textOption(options, 'partition');
  const entries = await withLedger(flagsOf(options), async (ledger) => {
    if (ledger === undefined) return [];
    if (options.rejected === true) return rejections(ledger, dataset, limit);
    if (partition === undefined) {
      const runs = await factsOf(ledger, { kind: 'run', dataset, order: 'newest', limit });
      return runs.map(({ time, body }) => {
        const { published, rejected, unchanged } = body.summary ?? {};
        const counts = body.summary
          ? `: ${published} published, ${rejected} rejected, ${unchanged} unchanged`
          : '';
        return { time, what: `run ${body.runId} ${body.state}${counts}`, fact: { kind: 'run', ...body } };
      });
    }
    const key = partitionOption(partition);
    const judged = await factsOf(ledger, {
      kind: 'judgement',
      dataset,
      partition: key,
      order: 'newest',
      limit,
    });
    const receipts = await factsOf(ledger, {
      kind: 'receipt',
      dataset,
      partition: key,
      order: 'newest',
      limit,
    });
    const lines = [
      ...judged.map(({ time, body }) => ({
        time,
        what: `judged ${body.verdict.decision} by run ${body.runId} under ${body.contract.id} ${body.contract.version}`,
        fact: { kind: 'judgement', ...body },
      })),
      ...receipts.map(({ time, body }) => ({
        time,
        what: `${body.decision} by ${body.by.user} (commit ${body.by.commit ?? 'none'}), receipt ${body.receiptId.slice(0, 12)}${body.reason === undefined ? '' : `: ${body.reason}`}${custodyText(body)}`,
        fact: { kind: 'receipt', ...body },
      })),
    ];
    return lines.toSorted((a, b) => (a.time < b.time ? 1 : -1)).slice(0, limit);
  });
  if (entries.length === 0 && options.rejected === true && (await isKnown(options, dataset))) {
    if (format === 'json') output.data('[]');
    output.say(`nothing was rejected in the last ${limit} runs`);
    return 0;
  }
  if (entries.length === 0)
    throw unknown(partition === undefined ? 'run of dataset' : 'partition', partition ?? dataset);
  if (format === 'json')
    output.data(
      JSON.stringify(
        entries.map((e) => e.fact),
        null,
        2,
      ),
    );
  else for (const { time, what } of entries) output.data(`${time}  ${what}`);
  return 0;
};

/** A weaker promise than that of a file which nobody else has. */
const custodyText = ({ manifest }: Receipt): string =>
  manifest?.custody === undefined
    ? ''
    : `; ${manifest.custody === 'linked' ? 'linked from' : 'judged in place in'} another job's folder: its writer can still change the files`;

interface Entry {
  readonly time: string;
  readonly what: string;
  readonly fact: object;
}

/** What the last runs rejected, and why; of runs in shadow mode what they would have: whether it is time to enforce. */
async function rejections(ledger: Ledger, dataset: string, runs: number): Promise<readonly Entry[]> {
  const modes = new Map<string, RunRecord['mode']>();
  for (const { body } of await factsOf(ledger, { kind: 'run', dataset, order: 'newest' })) {
    if (modes.size === runs && !modes.has(body.runId)) break;
    if (body.state === 'finished') modes.set(body.runId, body.mode);
  }
  const judged = await factsOf(ledger, { kind: 'judgement', dataset, order: 'newest' });
  return judged.flatMap(({ time, body }): Entry[] => {
    const { runId, verdict } = body;
    const mode = modes.get(runId);
    if (mode === undefined || verdict.decision !== 'reject') return [];
    const label = printable(partitionLabel(verdict.partition));
    const reasons = reasonsAgainst(verdict.checks).map((c) => `${c.id}: ${printable(c.message)}`);
    const would = mode === 'shadow' ? 'would have been rejected (shadow)' : 'rejected';
    const fact = { kind: 'rejection', runId, mode, time, partition: verdict.partition, reasons };
    return [{ time, what: `${label} ${would} by run ${runId}: ${reasons.join('; ')}`, fact }];
  });
}

const isKnown = (options: Record<string, unknown>, dataset: string): Promise<boolean> =>
  withLedger(flagsOf(options), async (ledger) => (await ledger?.datasets())?.includes(dataset) ?? false);
