import { GetWorkGroupCommand } from '@aws-sdk/client-athena';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions } from '../../../lib/platform/aws/client-options.ts';
import type { AwsClients } from '../../../lib/platform/aws/clients.ts';
import type { AwsConfig } from '../../../lib/platform/aws/config.ts';
import { nameOf } from '../../../lib/platform/aws/errors.ts';
import { hasDatabase } from '../../../lib/platform/aws/glue-tables.ts';
import { realPace } from '../../../lib/platform/aws/pace.ts';
import { hasBucket } from './buckets.ts';

const REQUEST_TIMEOUT_MS = 30_000;
const MISSING = /NotFound|InvalidRequestException/;

/** What of an environment is still there, by its names. */
export async function leftovers(
  config: AwsConfig,
  buckets: readonly string[],
  clients: AwsClients,
): Promise<readonly string[]> {
  const left: string[] = [];
  for (const bucket of buckets) if (await hasBucket(bucket, clients.s3)) left.push(`the bucket ${bucket}`);
  const { staging, prefix } = config.databases;
  for (const database of [staging, `${prefix}aviation`])
    if (await hasDatabase(database, { clients, pace: realPace })) left.push(`the Glue database ${database}`);
  const dynamodb = new DynamoDBClient(clientOptions(config, 'dynamodb', REQUEST_TIMEOUT_MS));
  const { ledgerTable, workgroup } = config;
  try {
    const table = new DescribeTableCommand({ TableName: ledgerTable });
    if (await isThere(() => dynamodb.send(table))) left.push(`the DynamoDB table ${ledgerTable}`);
  } finally {
    dynamodb.destroy();
  }
  const group = new GetWorkGroupCommand({ WorkGroup: workgroup });
  if (workgroup !== 'primary' && (await isThere(() => clients.athena.send(group))))
    left.push(`the workgroup ${workgroup}`);
  return left;
}

async function isThere(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (cause) {
    if (MISSING.test(nameOf(cause))) return false;
    throw cause;
  }
}
