import { localConfig } from '../platform/local/config.ts';
import { localLake } from '../platform/local/lake.ts';
import { localPublisher } from '../platform/local/publisher.ts';
import type { Run } from './commands.ts';
import { flagsOf } from './options.ts';
import { unknown } from './records.ts';

export const run: Run = async (operands, options, output) => {
  const dataset = String(operands[0]);
  const lake = localLake(localConfig(flagsOf(options)).root);
  try {
    const path = await localPublisher(lake).publishedPath(dataset);
    if (path === undefined) throw unknown('published dataset', dataset);
    output.data(path);
    return 0;
  } finally {
    await lake.close();
  }
};
