import { issue } from '../core/contract/issue.ts';
import { factsOf } from '../core/publish/query-facts.ts';
import type { ReportPorts } from '../steps/report/report-run.ts';
import type { RunOutcome } from '../steps/state/outcome.ts';
import { CliFailure } from './failure.ts';
import { prepareTarget, reportTarget, writeRunReport } from './write-report.ts';

/** Where the page is, or what kept it from being written: the run has decided, with or without a page of it. */
export type WriteReport = (
  outcome: RunOutcome,
  ports: ReportPorts,
) => Promise<{ readonly path?: string; readonly failed?: unknown }>;

/** Makes sure that pages can be written, before anything is run. */
export async function prepareReport(path: string, runs: number): Promise<WriteReport> {
  const target = reportTarget(path);
  if (target.file !== undefined && runs > 1) {
    const expected = 'a folder here, because several windows are run';
    throw new CliFailure([issue('SLU-612', { option: '--report', value: path, expected })]);
  }
  await prepareTarget(target);
  return async ({ runId, dataset }, ports) => {
    try {
      const facts = await factsOf(ports.ledger, { kind: 'run', dataset, order: 'newest' });
      const record = facts.find((f) => f.body.runId === runId)?.body;
      if (record === undefined) throw new Error(`run ${runId} is not on record`);
      return { path: await writeRunReport(record, target, ports) };
    } catch (failed) {
      return { failed };
    }
  };
}
