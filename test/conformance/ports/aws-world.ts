import { posix } from 'node:path';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { inject } from 'vitest';
import type { Ledger } from '../../../lib/core/ports.ts';
import { inParallel } from '../../../lib/core/values/in-parallel.ts';
import { closeClients, createClients } from '../../../lib/platform/aws/clients.ts';
import type { AwsConfig } from '../../../lib/platform/aws/config.ts';
import { s3Lake } from '../../../lib/platform/aws/lake/s3-lake.ts';
import { createLedgerTable } from '../../../lib/platform/aws/ledger-table.ts';
import { createLedgerClient, openDynamoLedger } from '../../../lib/platform/aws/open-ledger.ts';
import { realPace } from '../../../lib/platform/aws/pace.ts';
import type { LakePlatform, LedgerPlatform, LedgerWorld } from './world.ts';

let tables = 0;

/** DynamoDB as moto answers it, over the real SDK; each connection has a client of its own. */
export const awsLedger: LedgerPlatform = {
  name: 'aws',
  manyFacts: 120,
  manyPartitions: 40,
  runs: 20,
  make: async () => {
    const ledgerTable = `ledger-${process.pid}-${Date.now()}-${tables++}`;
    const { endpoints, region, credentials } = inject('stack');
    const place = { endpoints, region, credentials, ledgerTable };
    const client = createLedgerClient(place);
    await createLedgerTable(client, ledgerTable);
    client.destroy();
    const opened: Ledger[] = [];
    const world: LedgerWorld = {
      nowMs: 1_000_000,
      connect: () => {
        const ledger = openDynamoLedger(place, {
          pace: { ...realPace, now: () => world.nowMs },
          clockSkewMs: 0,
        });
        opened.push(ledger);
        return ledger;
      },
      dispose: async () => {
        for (const ledger of opened) await ledger.close();
      },
    };
    return world;
  },
};

let buckets = 0;

/** S3 as moto answers it; another job writes with a client of its own. */
export const awsLakes: LakePlatform = {
  name: 'aws',
  manyFiles: 1203,
  make: async () => {
    const { endpoints, region, credentials } = inject('stack');
    const name = `lake-${process.pid}-${Date.now()}-${buckets++}`;
    const config: AwsConfig = {
      region,
      endpoints,
      credentials,
      workgroup: 'primary',
      catalog: 'AwsDataCatalog',
      databases: { staging: 'none', prefix: 'none_' },
      lake: { bucket: name, prefix: 'a lake/' },
      ledgerTable: name,
    };
    const [own, other] = [createClients(config), createClients(config)];
    await other.s3.send(new CreateBucketCommand({ Bucket: name }));
    const write = async (path: string, Body: Uint8Array): Promise<void> => {
      await other.s3.send(new PutObjectCommand({ Bucket: name, Key: `a lake/${path}`, Body }));
    };
    return {
      lake: s3Lake({ config, clients: own, pace: realPace }),
      write,
      writeMany: async (paths, body) => {
        await inParallel(paths, (path) => write(path, body));
      },
      absolute: (path) => `s3://${name}/${posix.join('a lake', path)}`,
      dispose: async () => {
        closeClients(own);
        closeClients(other);
      },
    };
  },
};
