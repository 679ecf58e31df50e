import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { nameOf, statusOf } from '../../../lib/platform/aws/errors.ts';

/** Deletes every version of every object; a bucket that is not there is empty. Gives how many there were. */
export async function emptyBucket(bucket: string, s3: S3Client): Promise<number> {
  if (!(await hasBucket(bucket, s3))) return 0;
  let deleted = 0;
  for (;;) {
    // from the start each time: what was listed is gone
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, MaxKeys: 1000 }));
    const found = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    if (found.length === 0) return deleted;
    const Objects = found.map(({ Key, VersionId }) => ({ Key, VersionId }));
    const answer = await s3.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
    );
    const [refused] = answer.Errors ?? [];
    if (refused !== undefined)
      throw new Error(`${bucket}/${refused.Key} cannot be deleted: ${refused.Message ?? refused.Code}`);
    deleted += found.length;
  }
}

export async function hasBucket(bucket: string, s3: S3Client): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: bucket }));
    return true;
  } catch (cause) {
    if (statusOf(cause) === 404 || nameOf(cause) === 'NoSuchBucket') return false;
    throw cause;
  }
}

export const deleteBucket = async (bucket: string, s3: S3Client): Promise<void> =>
  void (await s3.send(new DeleteBucketCommand({ Bucket: bucket })));
