import { GetPartitionsCommand, GetTableCommand } from '@aws-sdk/client-glue';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import type { DatasetState } from '../../../lib/core/publish/facts.ts';
import { pinManifest } from '../../../lib/core/publish/manifest.ts';
import { string } from '../../../lib/core/values/scalar.ts';
import { s3Lake } from '../../../lib/platform/aws/lake/s3-lake.ts';
import { gluePartitionPublisher } from '../../../lib/platform/aws/publisher/glue-partition.ts';
import { awsFault, mocked } from './mocked.ts';

const DATASET = 'aviation/flights';
const KEY = 'p/aviation/flights/runs/r1/1/day=2001-01-01/f';
const FOLDER = 's3://lake/p/aviation/flights/runs/r1/1/day=2001-01-01/';
const MANIFEST = pinManifest({
  runId: 'r1',
  attempt: 1,
  dataset: DATASET,
  partition: { day: string('2001-01-01') },
  files: [{ path: `.sluice/runs/${DATASET}/r1/1/day=2001-01-01/f`, sizeBytes: 1, etag: 'judged', rows: '1' }],
});
const STATE: DatasetState = {
  dataset: DATASET,
  epoch: '1',
  projection: 'test_aviation.flights',
  pointers: [
    {
      dataset: DATASET,
      partition: MANIFEST.partition,
      snapshotId: MANIFEST.sha256,
      epoch: '1',
      receiptId: 'x',
      manifest: MANIFEST,
    },
  ],
};

/** Why a repair could not help where entries point to `location` and the run's folder holds those files. */
function whyNot(location: string | undefined, files: Readonly<Record<string, string>>) {
  const { context, glue, s3 } = mocked();
  const Table = {
    Name: 'flights',
    PartitionKeys: [{ Name: 'day', Type: 'date' }],
    Parameters: { 'sluice.dataset': DATASET, 'sluice.partitionedBy': '["day"]' },
  };
  if (location === undefined) glue.on(GetTableCommand).rejects(awsFault('EntityNotFoundException'));
  else glue.on(GetTableCommand).resolves({ Table });
  const Partitions = [{ Values: ['2001-01-01'], StorageDescriptor: { Location: location } }];
  glue.on(GetPartitionsCommand).resolves({ Partitions });
  const Contents = Object.entries(files).map(([Key, ETag]) => ({ Key, ETag: `"${ETag}"`, Size: 1 }));
  s3.on(ListObjectsV2Command).resolves({ Contents });
  return gluePartitionPublisher(s3Lake(context), async () => undefined, context).beyondRepair(STATE);
}

test('what a moved entry, or none, would show is shown again', async () => {
  expect(await whyNot('s3://elsewhere/x/', { [KEY]: 'judged' })).toBeUndefined();
  expect(await whyNot(undefined, { [KEY]: 'judged' })).toBeUndefined();
});

test.each([
  ['was added', FOLDER, { [KEY]: 'judged', [`${KEY}-2`]: 'x' }, /f-2 lies in its folder and was not judged/],
  [
    'was added to where it is not shown from',
    's3://elsewhere/x/',
    { [KEY]: 'judged', [`${KEY}-2`]: 'x' },
    /f-2 lies/,
  ],
  ['was changed', FOLDER, { [KEY]: 'other' }, /is not the one that was judged any more/],
  ['was lost', FOLDER, {}, /is not the one that was judged any more/],
])('no entry brings back a folder to which a file %s', async (_, location, files, why) => {
  expect(await whyNot(location, files)).toMatch(why);
});

test('a folder that is whole again meanwhile is no reason', async () => {
  expect(await whyNot(FOLDER, { [KEY]: 'judged' })).toBeUndefined();
});
