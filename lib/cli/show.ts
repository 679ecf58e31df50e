import { issue } from '../core/contract/issue.ts';
import type { Fact } from '../core/publish/facts.ts';
import { localConfig } from '../platform/local/config.ts';
import { localLake } from '../platform/local/lake.ts';
import { runText } from '../report/run-text.ts';
import { verdictText } from '../report/verdict-text.ts';
import { runFolder } from '../steps/bodies.ts';
import { outcomeOf } from '../steps/summary.ts';
import type { Run } from './commands.ts';
import { CliFailure } from './failure.ts';
import { flagsOf } from './options.ts';
import { chooseFormat } from './output.ts';
import { factsOf, unknown, withLedger } from './records.ts';

type RunFact = Extract<Fact, { kind: 'run' }>;

/** The whole verdict of a run, from the bodies that its steps left in the lake. */
export const run: Run = async (operands, options, output) => {
  const format = chooseFormat(String(options.format));
  const wanted = String(operands[0]);
  const flags = flagsOf(options);
  const record = await withLedger(flags, async (ledger) => {
    const datasets = (await ledger?.datasets()) ?? [];
    const runs = await Promise.all(
      datasets.map((dataset) => (ledger ? factsOf(ledger, { kind: 'run', dataset, order: 'newest' }) : [])),
    );
    return newestOf(wanted, runs.flat());
  });
  const { runId } = record;
  if (record.state !== 'finished') {
    output.data(
      format === 'json'
        ? JSON.stringify(record, null, 2)
        : `run ${runId} of ${record.dataset} ${record.state} at ${record.at}`,
    );
    return 0;
  }
  const root = localConfig(flags).root;
  const lake = localLake(root);
  try {
    const outcome = await outcomeOf(runFolder(record.dataset, runId), { lake }, () => record.at);
    const text = { color: output.color, width: output.width, root };
    if (format === 'json') output.data(JSON.stringify(outcome, null, 2));
    else output.data(`${runText(outcome, text)}\n\n${verdictText(outcome.verdict, text)}`);
    return 0;
  } finally {
    await lake.close();
  }
};

/** The last record of the one run whose id begins like that. */
function newestOf(prefix: string, newestFirst: readonly RunFact[]): RunFact['body'] {
  const found = newestFirst.filter((r) => prefix !== '' && r.body.runId.startsWith(prefix));
  const ids = [...new Set(found.map((r) => r.body.runId))];
  if (ids.length > 1) {
    throw new CliFailure([issue('SLU-546', { what: 'runs', prefix, ids: ids.join(', ') })]);
  }
  const [newest] = found;
  if (newest === undefined) throw unknown('run', prefix);
  return newest.body;
}
