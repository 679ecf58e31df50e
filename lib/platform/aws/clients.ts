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

/** Until an answer begins, and goes on; a copy of 5 GiB within S3 takes its time. */
export const REQUEST_TIMEOUT_MS = 120_000;

export const createAthena = (config: AwsConfig, timeoutMs = REQUEST_TIMEOUT_MS): AthenaClient =>
  new AthenaClient(clientOptions(config, 'athena', timeoutMs));

export const createGlue = (config: AwsConfig, timeoutMs = REQUEST_TIMEOUT_MS): GlueClient =>
  new GlueClient(clientOptions(config, 'glue', timeoutMs));

export function createS3(config: AwsConfig, timeoutMs = REQUEST_TIMEOUT_MS): S3Client {
  const options = clientOptions(config, 's3', timeoutMs);
  // a stack has no name per bucket
  return new S3Client({ ...options, forcePathStyle: config.endpoints?.s3 !== undefined });
}

export const createClients = (config: AwsConfig, timeoutMs = REQUEST_TIMEOUT_MS): AwsClients => ({
  athena: createAthena(config, timeoutMs),
  glue: createGlue(config, timeoutMs),
  s3: createS3(config, timeoutMs),
});

export function closeClients({ athena, glue, s3 }: AwsClients): void {
  for (const client of [athena, glue, s3]) client.destroy();
}
