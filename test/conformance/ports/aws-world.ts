import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { inject } from 'vitest';
import { dynamoLedger } from '../../../lib/platform/aws/ledger.ts';
import { createLedgerTable } from '../../../lib/platform/aws/ledger-table.ts';
import type { LedgerPlatform, LedgerWorld } from './world.ts';

const connected = (): DynamoDBClient => {
  const { endpoints, region, credentials } = inject('stack');
  return new DynamoDBClient({ endpoint: endpoints.dynamodb, region, credentials, maxAttempts: 1 });
};

let tables = 0;

/** DynamoDB as moto answers it, over the real SDK; each connection has a client of its own. */
export const awsLedger: LedgerPlatform = {
  name: 'aws',
  manyFacts: 120,
  manyPartitions: 40,
  runs: 20,
  make: async () => {
    const table = `ledger-${process.pid}-${Date.now()}-${tables++}`;
    const clients = [connected()];
    for (const client of clients) await createLedgerTable(client, table);
    const world: LedgerWorld = {
      nowMs: 1_000_000,
      connect: () => {
        const client = connected();
        clients.push(client);
        return dynamoLedger(client, table, { now: () => world.nowMs, clockSkewMs: 0 });
      },
      dispose: async () => {
        for (const client of clients) client.destroy();
      },
    };
    return world;
  },
};
