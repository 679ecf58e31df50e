import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { edgesOf } from '../../infra/machine-of.ts';
import { recordCalls } from './calls.ts';
import { whatFails } from './failing.ts';
import { otherContracts } from './other-contracts.ts';
import { aLongBackfill, whatIsPublished } from './publishing.ts';
import { whatIsRewired } from './rewired.ts';
import { openSetting, type Setting, walked } from './setting.ts';

/** The machine of the template runs here: its states by an interpreter, its functions against the stack. */
let setting: Setting;
const given = (): Setting => setting;

beforeAll(async () => {
  setting = await openSetting('machine');
}, 300_000);
afterAll(async () => {
  await setting.ledger.close();
  setting.place.remove();
});

whatIsPublished(given);
whatFails(given);
aLongBackfill(given);
whatIsRewired();
otherContracts();

test('every edge of the template was walked', () => {
  const open = [...edgesOf(setting.machine.definition)].filter((edge) => !walked.has(edge)).sort();
  expect(open).toEqual([]);
});

/** What Athena and Lambda do in a function's name, which no client of the function asks for. */
const IN_ITS_NAME = new Set([
  'glue:BatchCreatePartition', // of a query's own table
  'glue:BatchGetPartition',
  'glue:CreatePartition',
  'glue:GetDatabase',
  'glue:GetPartition',
  'glue:GetPartitions',
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  's3:AbortMultipartUpload',
  's3:GetBucketLocation',
  's3:ListBucket', // without it S3 calls a missing object a forbidden one
  's3:ListBucketMultipartUploads',
  's3:ListMultipartUploadParts',
  'sqs:SendMessage', // what it failed on
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]);

/** What a function does only in runs that are not walked here, and why it may. */
const SELDOM: Readonly<Record<string, readonly string[]>> = {
  // a table that an earlier attempt at the same window left
  begin: ['glue:GetTable'],
  // events of an earlier run that nobody took then
  abandon: ['events:PutEvents', 'glue:GetTable'],
  // it shows readers again what was published, after somebody changed the table or a run died
  prepare: ['glue:BatchDeletePartition', 'glue:BatchUpdatePartition', 'glue:CreateTable', 'glue:UpdateTable'],
  // a partition that is published again, one that is taken back, a table without partitions
  publish: ['glue:BatchDeletePartition', 'glue:BatchUpdatePartition', 'glue:UpdateTable'],
  // queries of an attempt that did not end
  transform: ['athena:StopQueryExecution'],
  measure: ['athena:StopQueryExecution'],
  sample: ['athena:StopQueryExecution'],
  judge: ['dynamodb:Query'],
};

describe('the role of each function', () => {
  test('allows all that it was seen to call', () => {
    const missing = [...recordCalls()].map(([name, actions]) => [
      name,
      [...actions].filter((a) => setting.granted.get(name)?.has(a) !== true),
    ]);
    expect(Object.fromEntries(missing.filter(([, actions]) => actions?.length !== 0))).toEqual({});
    expect(recordCalls().size).toBe(11);
  });

  test('allows nothing that it never called, but for what is named here', () => {
    const never = [...setting.granted].map(([name, actions]) => [
      name,
      [...actions]
        .filter((a) => recordCalls().get(name)?.has(a) !== true && !IN_ITS_NAME.has(a))
        .filter((a) => SELDOM[name]?.includes(a) !== true)
        .sort(),
    ]);
    expect(Object.fromEntries(never.filter(([, actions]) => actions?.length !== 0))).toEqual({});
  });
});
