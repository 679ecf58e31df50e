import { collect, planCollection } from '../platform/local/collect.ts';
import { localConfig } from '../platform/local/config.ts';
import { localLake } from '../platform/local/lake.ts';
import { holdLease, releaseLease } from '../steps/lease.ts';
import { countOption, flagsOf } from './options.ts';
import type { Output } from './output.ts';
import { newId, openServices } from './services.ts';

/** Lists what no pointer, open intent or receipt of the last versions holds, and removes it. */
export async function run(
  operands: readonly (string | readonly string[])[],
  options: Record<string, unknown>,
  output: Output,
): Promise<number> {
  const dataset = String(operands[0]);
  const keep = countOption(options, 'keep', '--keep');
  const flags = flagsOf(options);
  const { ports, close } = await openServices(flags, output);
  const lake = localLake(localConfig(flags).root);
  const id = newId();
  try {
    await holdLease(dataset, id, ports);
    const plan = await planCollection(dataset, keep, { lake, ledger: ports.ledger });
    for (const path of plan.items.flatMap((i) => i.paths)) output.data(path);
    if (options.dryRun !== true) await collect(plan, lake);
    output.say(`${plan.items.length} folders ${options.dryRun === true ? 'would be' : 'were'} removed`);
    return 0;
  } finally {
    await releaseLease(dataset, id, ports);
    await lake.close();
    await close();
  }
}
