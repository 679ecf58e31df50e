import { collect, planCollection } from '../platform/local/collect.ts';
import { localConfig } from '../platform/local/config.ts';
import { localLake } from '../platform/local/lake.ts';
import { plural } from '../report/printable.ts';
import { holdLease, releaseLease } from '../steps/state/lease.ts';
import type { Run } from './commands.ts';
import { countOption, flagsOf } from './options.ts';
import { chooseFormat } from './output.ts';
import { newId, openServices } from './services.ts';

/** Lists what no pointer, open intent or receipt of the last versions holds, and removes it. */
export const run: Run = async (operands, options, output) => {
  const format = chooseFormat(String(options.format));
  const dataset = String(operands[0]);
  const keep = countOption(options, 'keep', '--keep');
  const flags = flagsOf(options);
  const { ports, close } = await openServices(flags, output);
  const lake = localLake(localConfig(flags).root);
  const id = newId();
  try {
    await holdLease(dataset, id, ports);
    const plan = await planCollection(dataset, { versions: keep }, { lake, ledger: ports.ledger });
    const paths = plan.items.flatMap((i) => i.paths);
    const dryRun = options.dryRun === true;
    if (!dryRun) await collect(plan, lake);
    if (format === 'json') output.data(JSON.stringify({ dataset, dryRun, paths }, null, 2));
    else for (const path of paths) output.data(path);
    output.say(
      `${plural(paths.length, 'path')} ${dryRun ? 'would be' : paths.length === 1 ? 'was' : 'were'} removed`,
    );
    return 0;
  } finally {
    await releaseLease(dataset, id, ports);
    await lake.close();
    await close();
  }
};
