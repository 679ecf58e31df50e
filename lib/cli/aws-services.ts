import type { AwsEnvironment } from '../core/environment/environment.ts';
import type { Ledger } from '../core/ports.ts';
import { type Aws, openAws } from '../platform/aws/open-aws.ts';
import { openDynamoLedger } from '../platform/aws/open-ledger.ts';
import { localActor, localConfig } from '../platform/local/config.ts';
import { VERSION } from '../platform/local/version.ts';
import { contractOfRuns } from '../steps/state/contract-of-runs.ts';
import { datasetOf } from '../steps/state/dataset.ts';
import { newId } from '../steps/state/new-id.ts';
import { awsConfigOf } from './environments.ts';
import { lineageOf } from './lineage.ts';
import { notifiersOf } from './notifiers.ts';
import type { Output } from './output.ts';
import type { Contracted, Flags, Services } from './services.ts';

/** Longer than one request to AWS may take. One that is sent again and again may take longer: the lease is renewed beside it. */
const LEASE_MS = 180_000;

/** Athena, S3, Glue and DynamoDB of an environment behind the ports, driven from this machine. */
export async function openAwsServices(
  environment: AwsEnvironment,
  requests: readonly Contracted[],
  flags: Flags,
  output: Output,
): Promise<Services> {
  const { root, contracts } = localConfig(flags);
  const datasets = new Map(requests.map((r) => [r.dataset, datasetOf(r)]));
  const config = awsConfigOf(environment);
  const ledger = openDynamoLedger(config);
  // a feature table that is not there, or not any more, is created as its contract declares it
  const aws: Aws = await openAws(config, {
    contractOf: async (dataset) =>
      datasets.get(dataset) ?? contractOfRuns(dataset, { ledger, lake: aws.lake }),
  });
  const notifiers = await notifiersOf(environment.name, root, output);
  const { engine, lake, catalog, publisher } = aws;
  const lineage = await lineageOf(environment.name, { ...config, platform: 'aws' }, lake, output);
  const actor = localActor(contracts, VERSION);
  return {
    ports: {
      ...{ engine, catalog, lake, ledger, publisher },
      ...{ notifiers, lineage, warn: (line) => output.say(line), environment: environment.name },
      ...{ actor, leaseMs: LEASE_MS, newId },
    },
    close: async () => {
      await ledger.close();
      await aws.close();
    },
  };
}

/** The engine, the files and the tables of a check, which records and publishes nothing. */
export const openAwsCheck = (environment: AwsEnvironment): Promise<Aws> => openAws(awsConfigOf(environment));

export const openAwsLedger = (environment: AwsEnvironment): Ledger =>
  openDynamoLedger(awsConfigOf(environment));
