import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateDatabaseCommand, GlueClient } from '@aws-sdk/client-glue';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { createLedgerTable } from '../../../lib/platform/aws/ledger-table.ts';
import type { StackAddress } from './stack.ts';

/** Clients of the SDK for what moto answers. */
export interface StackClients {
  readonly s3: S3Client;
  readonly glue: GlueClient;
  readonly dynamodb: DynamoDBClient;
  close(): void;
}

export function stackClients({ endpoints, region, ...address }: StackAddress): StackClients {
  const credentials = { ...address.credentials }; // the SDK writes into what it is given
  const s3 = new S3Client({ endpoint: endpoints.s3, region, credentials, forcePathStyle: true });
  const glue = new GlueClient({ endpoint: endpoints.glue, region, credentials });
  const dynamodb = new DynamoDBClient({ endpoint: endpoints.dynamodb, region, credentials });
  return {
    ...{ s3, glue, dynamodb },
    close() {
      for (const client of [s3, glue, dynamodb]) client.destroy();
    },
  };
}

/** Makes a bucket; gives its URI, without a slash at the end. */
export async function makeBucket({ s3 }: Pick<StackClients, 's3'>, name: string): Promise<string> {
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  return `s3://${name}`;
}

/** Makes a database in Glue, whose tables lie at the location unless they say otherwise. */
export async function makeDatabase(
  { glue }: Pick<StackClients, 'glue'>,
  name: string,
  location: string,
): Promise<string> {
  await glue.send(
    new CreateDatabaseCommand({ DatabaseInput: { Name: name, LocationUri: `${location}/${name}/` } }),
  );
  return name;
}

/** What an environment finds on AWS, by the names that it has where its file gives none. */
export const environmentNames = (name: string) => ({
  bucket: `sluice-${name}`,
  workgroup: `sluice-${name}`,
  results: `s3://sluice-${name}/results/`,
  ledgerTable: `sluice-${name}`,
  staging: `sluice_${name.replaceAll('-', '_')}`,
  domain: (domain: string) =>
    `sluice_${name.replaceAll('-', '_')}_${domain.toLowerCase().replaceAll('-', '_')}`,
});

/** Makes what the deployment makes on AWS: bucket, ledger, a database for staging and one for each domain. */
export async function makeEnvironment(
  address: StackAddress,
  name: string,
  domains: readonly string[],
): Promise<void> {
  const names = environmentNames(name);
  const clients = stackClients(address);
  try {
    const bucket = await makeBucket(clients, names.bucket);
    for (const database of [names.staging, ...domains.map(names.domain)]) {
      await makeDatabase(clients, database, bucket);
    }
    await createLedgerTable(clients.dynamodb, names.ledgerTable);
  } finally {
    clients.close();
  }
}
