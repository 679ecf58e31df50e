import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type Execution, type Results, resultLocation } from './execution.ts';
import { resultPlace } from './input.ts';
import { metadataFile, metadataLocation } from './metadata.ts';
import type { World } from './world.ts';

const cell = (value: string | null): string => (value === null ? '' : `"${value.replaceAll('"', '""')}"`);

/** Every value in quotes but NULL, which is nothing. */
export const csvFile = (rows: Results['rows']): string =>
  rows.map((row) => `${row.map(cell).join(',')}\n`).join('');

/** One line a row, no line break at the end. */
export const textFile = (rows: Results['rows']): string =>
  rows.map((row) => row.map((value) => value ?? '').join('\t')).join('\n');

async function put(world: World, location: string, body: string | Buffer): Promise<void> {
  const { bucket, key } = resultPlace(location);
  const Body = Buffer.from(body);
  const object = { Bucket: bucket, Key: key, Body, ContentLength: Body.length };
  await world.s3.send(new PutObjectCommand({ ...object, ContentType: 'application/octet-stream' }));
}

/** What Athena leaves in the folder of results when a query has succeeded. */
export async function writeResults(world: World, execution: Execution, results: Results): Promise<void> {
  const { statement } = execution;
  const location = resultLocation(execution);
  if (statement.file === 'csv' && !statement.counts) await put(world, location, csvFile(results.rows));
  if (statement.file === 'txt') await put(world, location, textFile(results.rows));
  if (results.columns.length > 0)
    await put(world, metadataLocation(execution), metadataFile(execution, results));
}

/** DDL that failed leaves its reason. */
export async function writeReason(world: World, execution: Execution, reason: string): Promise<void> {
  await put(world, resultLocation(execution), reason);
}
