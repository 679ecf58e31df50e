import type { Run } from './commands.ts';
import { countOption, flagsOf, textOption } from './options.ts';
import { chooseFormat } from './output.ts';
import { factsOf, partitionOption, unknown, withLedger } from './records.ts';

export const run: Run = async (operands, options, output) => {
  const format = chooseFormat(String(options.format));
  const dataset = String(operands[0]);
  const limit = countOption(options, 'limit', '--limit');
  const partition = textOption(options, 'partition');
  const entries = await withLedger(flagsOf(options), async (ledger) => {
    if (ledger === undefined) return [];
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
        what: `${body.decision} by ${body.by.user} (commit ${body.by.commit ?? 'none'}), receipt ${body.receiptId.slice(0, 12)}${body.reason === undefined ? '' : `: ${body.reason}`}`,
        fact: { kind: 'receipt', ...body },
      })),
    ];
    return lines.toSorted((a, b) => (a.time < b.time ? 1 : -1)).slice(0, limit);
  });
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
