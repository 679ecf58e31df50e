import { AthenaClient } from '@aws-sdk/client-athena';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import type { AwsConfig } from './config.ts';
import type { Pace } from './pace.ts';

export interface AwsClients {
  readonly athena: AthenaClient;
  readonly glue: GlueClient;
  readonly s3: S3Client;
}

/** What the parts of this platform share. */
export interface AwsContext {
  readonly config: AwsConfig;
  readonly clients: AwsClients;
  readonly pace: Pace;
}

const CONNECTION_TIMEOUT_MS = 5_000;
/** Until an answer begins; a copy of 5 GiB within S3 takes its time. */
const REQUEST_TIMEOUT_MS = 120_000;

/** Clients that send each request once: `retrying` decides what is sent again. */
export function createClients({ region, endpoints = {}, credentials }: AwsConfig): AwsClients {
  const common = {
    region,
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
    ...(credentials === undefined ? {} : { credentials }),
  };
  const at = (endpoint: string | undefined) => (endpoint === undefined ? {} : { endpoint });
  return {
    athena: new AthenaClient({ ...common, ...at(endpoints.athena) }),
    glue: new GlueClient({ ...common, ...at(endpoints.glue) }),
    s3: new S3Client({
      ...common,
      ...at(endpoints.s3),
      // a stack has no name per bucket
      forcePathStyle: endpoints.s3 !== undefined,
    }),
  };
}

export function closeClients({ athena, glue, s3 }: AwsClients): void {
  for (const client of [athena, glue, s3]) client.destroy();
}
