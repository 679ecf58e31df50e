import {
  DeleteObjectsCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { emptyBucket } from '../../../bin/aws-smoke/aws/buckets.ts';

const mock = mockClient(S3Client);
const s3 = new S3Client({ region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
beforeEach(() => {
  mock.reset();
  mock.on(HeadBucketCommand).resolves({});
});

test('every version and every mark of a deletion goes', async () => {
  mock
    .on(ListObjectVersionsCommand)
    .resolvesOnce({ Versions: [{ Key: 'a', VersionId: '1' }], DeleteMarkers: [{ Key: 'a', VersionId: '2' }] })
    .resolvesOnce({ Versions: [{ Key: 'b', VersionId: '3' }] })
    .resolves({});
  mock.on(DeleteObjectsCommand).resolves({});
  expect(await emptyBucket('lake', s3)).toBe(3);
  const deleted = mock.commandCalls(DeleteObjectsCommand).flatMap((c) => c.args[0].input.Delete?.Objects);
  expect(deleted).toEqual([
    { Key: 'a', VersionId: '1' },
    { Key: 'a', VersionId: '2' },
    { Key: 'b', VersionId: '3' },
  ]);
});

test('what S3 refuses to delete is said, not tried for ever', async () => {
  mock.on(ListObjectVersionsCommand).resolves({ Versions: [{ Key: 'a', VersionId: '1' }] });
  mock.on(DeleteObjectsCommand).resolves({ Errors: [{ Key: 'a', Message: 'Access Denied' }] });
  await expect(emptyBucket('lake', s3)).rejects.toThrow('lake/a cannot be deleted: Access Denied');
});

test('a bucket that is gone is empty', async () => {
  const gone = Object.assign(new Error('Not Found'), {
    name: 'NotFound',
    $metadata: { httpStatusCode: 404 },
  });
  mock.on(HeadBucketCommand).rejects(gone);
  expect(await emptyBucket('lake', s3)).toBe(0);
  expect(mock.commandCalls(ListObjectVersionsCommand)).toEqual([]);
});
