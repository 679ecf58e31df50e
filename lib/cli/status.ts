import { factsOf } from '../core/publish/query-facts.ts';
import type { Run } from './commands.ts';
import { flagsOf } from './options.ts';
import { chooseFormat } from './output.ts';
import { unknown, withLedger } from './records.ts';

export const run: Run = async (operands, options, output) => {
  const format = chooseFormat(String(options.format));
  const wanted = String(operands[0] ?? '');
  const rows = await withLedger(flagsOf(options), async (ledger) => {
    const all = (await ledger?.datasets()) ?? [];
    const chosen = wanted === '' ? all : all.filter((d) => d === wanted);
    if (wanted !== '' && chosen.length === 0) throw unknown('dataset', wanted);
    if (ledger === undefined) return [];
    return Promise.all(
      chosen.map(async (dataset) => {
        const state = await ledger.state(dataset);
        const open = await ledger.openIntents(dataset);
        const [last] = await factsOf(ledger, { kind: 'run', dataset, order: 'newest', limit: 1 });
        return {
          dataset,
          epoch: state.epoch,
          version: state.projection,
          publishedPartitions: state.pointers.length,
          openIntents: open.map((i) => i.intentId),
          lastRun:
            last === undefined ? null : { runId: last.body.runId, state: last.body.state, at: last.body.at },
        };
      }),
    );
  });
  // a source is known by what it held, and has neither runs nor partitions of its own
  const gated = rows.filter(
    (r) => r.lastRun !== null || r.publishedPartitions > 0 || r.openIntents.length > 0,
  );
  if (format === 'json') output.data(JSON.stringify(gated, null, 2));
  else if (gated.length === 0) output.say('nothing is gated here yet; `sluice run PIPELINE` starts with it');
  for (const r of format === 'json' ? [] : gated) {
    const run =
      r.lastRun === null ? 'no run' : `last run ${r.lastRun.runId} ${r.lastRun.state} at ${r.lastRun.at}`;
    const open =
      r.openIntents.length === 0 ? '' : `; ${r.openIntents.length} open intent: the next run closes it`;
    output.data(
      `${r.dataset}: ${r.publishedPartitions} partitions published, version ${r.version ?? 'none'}; ${run}${open}`,
    );
  }
  return 0;
};
