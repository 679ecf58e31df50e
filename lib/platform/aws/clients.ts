import { AthenaClient } from '@aws-sdk/client-athena';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import type { Endpoints } from '../../core/environment/environment.ts';
import { clientOptions } from './client-options.ts';
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

/** Until an answer begins; a copy of 5 GiB within S3 takes its time. */
const REQUEST_TIMEOUT_MS = 120_000;

export function createClients(config: AwsConfig): AwsClients {
  const of = (service: keyof Endpoints) => clientOptions(config, service, REQUEST_TIMEOUT_MS);
  return {
    athena: new AthenaClient(of('athena')),
    glue: new GlueClient(of('glue')),
    // a stack has no name per bucket
    s3: new S3Client({ ...of('s3'), forcePathStyle: config.endpoints?.s3 !== undefined }),
  };
}

export function closeClients({ athena, glue, s3 }: AwsClients): void {
  for (const client of [athena, glue, s3]) client.destroy();
}
