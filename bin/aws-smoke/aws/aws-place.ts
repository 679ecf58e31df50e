import { SFNClient } from '@aws-sdk/client-sfn';
import { pipelineName } from '../../../lib/core/environment/deployed-names.ts';
import { placeOf } from '../../../lib/core/environment/environment.ts';
import { clientOptions } from '../../../lib/platform/aws/client-options.ts';
import { type AwsClients, closeClients, createClients } from '../../../lib/platform/aws/clients.ts';
import type { AwsConfig } from '../../../lib/platform/aws/config.ts';
import { realPace } from '../../../lib/platform/aws/pace.ts';
import type { Place } from '../place.ts';
import type { WorkFolder } from '../work-folder.ts';
import { emptyBucket } from './buckets.ts';
import { cdk } from './cdk.ts';
import { execute } from './execute.ts';
import type { Identity } from './identity.ts';
import { leftovers } from './leftovers.ts';

const REQUEST_TIMEOUT_MS = 30_000;
/** Access logs arrive for hours after what they tell of; a bucket with one in it is not deleted. */
const TRIES = 3;

/** What no script takes away. */
const STAYS = [
  "the environment's KMS key, pending deletion for 30 days, without cost",
  "the functions' code in the CDK's bootstrap bucket, until `cdk gc`",
  "Athena's history of queries, 45 days",
];

export interface AwsPlaceOptions {
  readonly config: AwsConfig;
  readonly folder: WorkFolder;
  readonly identity: Identity;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** An account: deployed by the CDK, driven through Step Functions. */
export function awsPlace({ config, folder, identity, signal, say }: AwsPlaceOptions): Place {
  const { partition, account } = identity;
  const machine = (pipeline: string): string =>
    `arn:${partition}:states:${config.region}:${account}:stateMachine:${pipelineName(folder.environment, pipeline)}`;
  return {
    name: 'AWS',
    cannot: {},
    deploy: () => cdk(['deploy', '--all', '--require-approval', 'never', '--progress', 'events'], folder),
    execute: async (execution) => {
      const sfn = new SFNClient(clientOptions(config, 's3', REQUEST_TIMEOUT_MS));
      try {
        return await execute(execution, { sfn, pace: realPace, arnOf: machine, signal });
      } finally {
        sfn.destroy();
      }
    },
    destroy: async () => {
      const clients = createClients(config);
      try {
        return await destroy({ config, folder, say }, clients);
      } finally {
        closeClients(clients);
      }
    },
  };
}

/** Lake, results and access logs. */
const bucketsOf = ({ lake, results = '' }: AwsConfig): readonly string[] => [
  lake.bucket,
  placeOf(results).bucket,
  `${lake.bucket}-access-logs`,
];

async function destroy(
  { config, folder, say }: Omit<AwsPlaceOptions, 'identity' | 'signal'>,
  clients: AwsClients,
): Promise<readonly string[]> {
  const buckets = bucketsOf(config);
  let failure: unknown;
  for (let tries = 1; tries <= TRIES; tries += 1) {
    try {
      for (const bucket of buckets) await emptyBucket(bucket, clients.s3);
      await cdk(['destroy', '--all', '--force'], folder);
      failure = undefined;
      break;
    } catch (cause) {
      failure = cause;
      say(`not taken away at attempt ${tries}: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }
  const left = await leftovers(config, buckets, clients);
  if (failure === undefined) return [...left, ...STAYS];
  const still = left.length === 0 ? 'perhaps a stack' : left.join(', ');
  throw new Error(
    `stacks of ${folder.environment} are still there, with ${still}: ${folder.path} has the logs`,
  );
}
