import { plural } from '../report/printable.ts';
import { collectOld } from './collect-old.ts';
import type { Run } from './commands.ts';
import { refuseAws } from './environments.ts';
import { countOption, flagsOf } from './options.ts';
import { chooseFormat } from './output.ts';
import { openServices } from './services.ts';

/** Lists what no pointer, open intent or receipt of the last versions holds, and removes it. */
export const run: Run = async (operands, options, output) => {
  const format = chooseFormat(String(options.format));
  const dataset = String(operands[0]);
  const keep = countOption(options, 'keep', '--keep');
  const dryRun = options.dryRun === true;
  refuseAws(flagsOf(options), 'gc');
  const services = await openServices(flagsOf(options), output);
  try {
    const { items } = await collectOld(dataset, { versions: keep }, services, { dryRun });
    const paths = items.flatMap((i) => i.paths);
    if (format === 'json') output.data(JSON.stringify({ dataset, dryRun, paths }, null, 2));
    else for (const path of paths) output.data(path);
    output.say(
      `${plural(paths.length, 'path')} ${dryRun ? 'would be' : paths.length === 1 ? 'was' : 'were'} removed`,
    );
    return 0;
  } finally {
    await services.close();
  }
};
