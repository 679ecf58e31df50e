import { AthenaClient } from '@aws-sdk/client-athena';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { clientOptions } from './client-options.ts';
import type { AwsConfig } from './config.ts';
import type { Pace } from './pace.ts';

export interface AwsClients {
  readonly athena: AthenaClient;
  readonly glue: GlueClient;
  readonly s3: S3Client;
}

/** What the parts of this platform share; each names the clients that it needs. */
export interface AwsContext<C extends keyof AwsClients = keyof AwsClients> {
  readonly config: AwsConfig;
  readonly clients: Pick<AwsClients, C>;
  readonly pace: Pace;
}

/** Until an answer begins; a copy of 5 GiB within S3 takes its time. */
const REQUEST_TIMEOUT_MS = 120_000;

export const createAthena = (config: AwsConfig): AthenaClient =>
  new AthenaClient(clientOptions(config, 'athena', REQUEST_TIMEOUT_MS));

export const createGlue = (config: AwsConfig): GlueClient =>
  new GlueClient(clientOptions(config, 'glue', REQUEST_TIMEOUT_MS));

export function createS3(config: AwsConfig): S3Client {
  const options = clientOptions(config, 's3', REQUEST_TIMEOUT_MS);
  // a stack has no name per bucket
  return new S3Client({ ...options, forcePathStyle: config.endpoints?.s3 !== undefined });
}

export const createClients = (config: AwsConfig): AwsClients => ({
  athena: createAthena(config),
  glue: createGlue(config),
  s3: createS3(config),
});

export function closeClients({ athena, glue, s3 }: AwsClients): void {
  for (const client of [athena, glue, s3]) client.destroy();
}
