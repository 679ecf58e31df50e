import { runText } from '../report/run-text.ts';
import { verdictText } from '../report/verdict-text.ts';
import { outcomeOf } from '../steps/record/summary.ts';
import { findBody, runFolder } from '../steps/state/bodies.ts';
import type { Run } from './commands.ts';
import { environmentOf, readersOf } from './environments.ts';
import { flagsOf } from './options.ts';
import { chooseFormat } from './output.ts';
import { findRun, withLake, withLedger } from './records.ts';

/** The whole verdict of a run, from the bodies that its steps left in the lake. */
export const run: Run = async (operands, options, output) => {
  const format = chooseFormat(String(options.format));
  const wanted = String(operands[0]);
  const flags = flagsOf(options);
  const record = await withLedger(flags, (ledger) => findRun(ledger, wanted));
  const { runId } = record;
  if (record.state !== 'finished') {
    output.data(
      format === 'json'
        ? JSON.stringify(record, null, 2)
        : `run ${runId} of ${record.dataset} ${record.state} at ${record.at}`,
    );
    return 0;
  }
  return withLake(flags, async (lake) => {
    // an old run's bodies go with its folder; the ledger keeps its counts and every judgement
    if ((await findBody(lake, runFolder(record.dataset, runId), 'published')) === undefined) {
      const { published = 0, rejected = 0, unchanged = 0 } = record.summary ?? {};
      const counts = `${published} published, ${rejected} rejected, ${unchanged} unchanged`;
      const head = `run ${runId} of ${record.dataset} finished at ${record.at}: ${counts}`;
      const past = `its details were removed since; each judgement: sluice history ${record.dataset} --partition NAME=VALUE`;
      output.data(format === 'json' ? JSON.stringify(record, null, 2) : `${head}\n${past}`);
      return 0;
    }
    const outcome = await outcomeOf(runFolder(record.dataset, runId), { lake }, () => record.at);
    const where = readersOf(environmentOf(flags), flags, record.dataset);
    const text = { color: output.color, width: output.width, ...where };
    if (format === 'json') output.data(JSON.stringify(outcome, null, 2));
    else output.data(`${runText(outcome, text)}\n\n${verdictText(outcome.verdict, text)}`);
    return 0;
  });
};
