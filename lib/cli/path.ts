import type { AwsEnvironment } from '../core/environment/environment.ts';
import { localConfig } from '../platform/local/config.ts';
import { localLake } from '../platform/local/lake.ts';
import { localPublisher } from '../platform/local/publisher.ts';
import type { Run } from './commands.ts';
import { environmentOf } from './environments.ts';
import { flagsOf } from './options.ts';
import { unknown, withLedger } from './records.ts';
import type { Flags } from './services.ts';

/** Where readers find what is published: the folder on this machine, the table of an environment on AWS. */
export const run: Run = async (operands, options, output) => {
  const dataset = String(operands[0]);
  const flags = flagsOf(options);
  const environment = environmentOf(flags);
  const path =
    environment.platform === 'aws'
      ? await tableIn(environment, dataset, flags)
      : await folderOf(dataset, flags);
  if (path === undefined) throw unknown('published dataset', dataset);
  output.data(path);
  return 0;
};

async function folderOf(dataset: string, flags: Flags): Promise<string | undefined> {
  const lake = localLake(localConfig(flags).root);
  return localPublisher(lake)
    .publishedPath(dataset)
    .finally(() => lake.close());
}

/** `<database>.<table>`, where it is there and Sluice has published to it. */
async function tableIn(
  environment: AwsEnvironment,
  dataset: string,
  flags: Flags,
): Promise<string | undefined> {
  const datasets = await withLedger(flags, async (ledger) => (await ledger?.datasets()) ?? []);
  if (!datasets.includes(dataset)) return undefined;
  const { publisher, close } = await (await import('./aws-services.ts')).openAwsCheck(environment);
  const { before } = await publisher.project(dataset, '0').finally(close);
  return before ?? undefined;
}
