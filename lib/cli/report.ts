import { join } from 'node:path';
import type { Ledger } from '../core/ports.ts';
import type { RunRecord } from '../core/publish/facts.ts';
import { localConfig } from '../platform/local/config.ts';
import type { Run } from './commands.ts';
import { flagsOf, textOption } from './options.ts';
import { findRun, unknown, withLake, withLedger } from './records.ts';
import { listRuns, prepareTarget, reportTarget, writeRunReport } from './write-report.ts';

/** Writes the page of a run, the newest one where none is named, and the index beside it. Sends no query. */
export const run: Run = async (operands, options, output) => {
  const wanted = String(operands[0] ?? '');
  const flags = flagsOf(options);
  const { root } = localConfig(flags);
  const target = reportTarget(textOption(options, 'out') ?? join(root, '.sluice', 'reports'));
  const path = await withLedger(flags, (ledger) =>
    withLake(flags, async (lake) => {
      const record = wanted === '' ? await newestRun(ledger) : await findRun(ledger, wanted);
      if (ledger === undefined) throw unknown('run', wanted);
      await prepareTarget(target);
      return writeRunReport(record, target, { ledger, lake });
    }),
  );
  output.data(path);
  return 0;
};

async function newestRun(ledger: Ledger | undefined): Promise<RunRecord> {
  const [newest] = ledger === undefined ? [] : await listRuns({ ledger });
  if (newest === undefined) throw unknown('run', 'newest');
  return findRun(ledger, newest.runId);
}
