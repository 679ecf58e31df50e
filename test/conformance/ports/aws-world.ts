import { posix } from 'node:path';
import { CreateDatabaseCommand } from '@aws-sdk/client-glue';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { inject } from 'vitest';
import type { Ledger } from '../../../lib/core/ports.ts';
import { inParallel } from '../../../lib/core/values/in-parallel.ts';
import { closeClients, createClients } from '../../../lib/platform/aws/clients.ts';
import type { AwsConfig } from '../../../lib/platform/aws/config.ts';
import { s3Lake } from '../../../lib/platform/aws/lake/s3-lake.ts';
import { createLedgerTable } from '../../../lib/platform/aws/ledger-table.ts';
import { openAws } from '../../../lib/platform/aws/open-aws.ts';
import { createLedgerClient, openDynamoLedger } from '../../../lib/platform/aws/open-ledger.ts';
import { realPace } from '../../../lib/platform/aws/pace.ts';
import type { DataPlatform, LakePlatform, LedgerPlatform, LedgerWorld } from './world.ts';

let worlds = 0;

/** An environment of its own on the stack: a bucket, a database for staged tables, a table for the ledger. */
function environment(): AwsConfig {
  const { endpoints, region, credentials } = inject('stack');
  const name = `ports-${process.pid}-${Date.now()}-${worlds++}`;
  return {
    region,
    endpoints,
    credentials,
    workgroup: 'primary',
    catalog: 'AwsDataCatalog',
    databases: { staging: name.replaceAll('-', '_'), prefix: `${name.replaceAll('-', '_')}_` },
    lake: { bucket: name, prefix: 'a lake/' },
    results: `s3://${name}/results/`,
    ledgerTable: name,
  };
}

/** DynamoDB as moto answers it, over the real SDK; each connection has a client of its own. */
export const awsLedger: LedgerPlatform = {
  name: 'aws',
  manyFacts: 120,
  manyPartitions: 40,
  runs: 20,
  make: async () => {
    const place = environment();
    const client = createLedgerClient(place);
    await createLedgerTable(client, place.ledgerTable);
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

/** S3 as moto answers it; another job writes with a client of its own. */
export const awsLakes: LakePlatform = {
  name: 'aws',
  manyFiles: 1203,
  make: async () => {
    const config = environment();
    const { bucket: name } = config.lake;
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

/** Athena's API over Trino, Glue and S3. */
export const awsData: DataPlatform = {
  name: 'aws',
  manyRows: 2345,
  excused: {
    partitionsBeyondAscii:
      'Trino 483 writes no such Hive partition (HIVE_INVALID_PARTITION_VALUE), so a candidate with one fails; it reads them.',
  },
  make: async () => {
    const config = environment();
    const clients = createClients(config);
    await clients.s3.send(new CreateBucketCommand({ Bucket: config.lake.bucket }));
    await clients.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: config.databases.staging } }));
    const { engine, catalog, lake, close } = await openAws(config, { clients });
    return { engine, catalog, lake, dispose: close };
  },
};
