import { AthenaClient } from '@aws-sdk/client-athena';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import type { AwsContext } from '../../../lib/platform/aws/clients.ts';
import type { AwsConfig } from '../../../lib/platform/aws/config.ts';

export const CONFIG: AwsConfig = {
  region: 'eu-central-1',
  workgroup: 'sluice-test',
  catalog: 'AwsDataCatalog',
  databases: { staging: 'staging', prefix: 'test_' },
  lake: { bucket: 'lake', prefix: 'p/' },
  ledgerTable: 'ledger',
};

/** Clients that answer what a test tells them to; time that only passes by sleeping, and chance that is always a half. */
export function mocked() {
  const clients = {
    athena: new AthenaClient({ region: CONFIG.region, maxAttempts: 1 }),
    glue: new GlueClient({ region: CONFIG.region, maxAttempts: 1 }),
    s3: new S3Client({ region: CONFIG.region, maxAttempts: 1 }),
  };
  const slept: number[] = [];
  let nowMs = 1_000_000;
  const context: AwsContext = {
    config: CONFIG,
    clients,
    pace: {
      now: () => nowMs,
      random: () => 0.5,
      sleep: async (durationMs) => {
        slept.push(durationMs);
        nowMs += durationMs;
      },
    },
  };
  return {
    context,
    slept,
    athena: mockClient(clients.athena),
    glue: mockClient(clients.glue),
    s3: mockClient(clients.s3),
  };
}

/** An error as the SDK throws it. */
export const awsFault = (name: string, status = 400, message = name): Error =>
  Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode: status } });

/** A connection that broke: nobody knows whether the request arrived. */
export const cut = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
