import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { inParallel } from '../../../core/values/in-parallel.ts';
import type { AwsContext } from '../clients.ts';
import { nameOf } from '../errors.ts';
import { retrying } from '../retry.ts';
import { plainEtag } from './listing.ts';
import type { Place } from './place.ts';

/** S3 copies at most this much in one request. */
export const MAX_COPY_BYTES = 5 * 1024 ** 3;
const PART_BYTES = 1024 ** 3;

interface Original extends Place {
  readonly sizeBytes: number;
  readonly etag: string;
}

/** Copies within S3, the bytes that the original's ETag stands for or none; nothing is there before all of it is. */
export async function copyObject(
  from: Original,
  to: Place,
  context: Pick<AwsContext<'s3'>, 'clients' | 'pace'>,
  maxBytes = MAX_COPY_BYTES,
): Promise<void> {
  const { clients, pace } = context;
  const source = { CopySource: encodeSource(from), CopySourceIfMatch: `"${from.etag}"` };
  const target = { Bucket: to.bucket, Key: to.key };
  if (from.sizeBytes > maxBytes) return copyInParts(from, { ...source, ...target }, context);
  // without the original's tags, which would ask for rights of their own
  const plain = { ...source, ...target, TaggingDirective: 'REPLACE' } as const;
  await retrying(() => clients.s3.send(new CopyObjectCommand(plain)), pace);
}

interface Copying {
  readonly CopySource: string;
  readonly CopySourceIfMatch: string;
  readonly Bucket: string;
  readonly Key: string;
}

async function copyInParts(
  { sizeBytes }: Original,
  { Bucket, Key, ...source }: Copying,
  context: Pick<AwsContext<'s3'>, 'clients' | 'pace'>,
): Promise<void> {
  const { pace } = context;
  const { s3 } = context.clients;
  const target = { Bucket, Key };
  const { UploadId } = await retrying(() => s3.send(new CreateMultipartUploadCommand(target)), pace);
  const parts = Array.from({ length: Math.ceil(sizeBytes / PART_BYTES) }, (_, i) => i);
  try {
    const copied = await inParallel(parts, async (i) => {
      const last = Math.min((i + 1) * PART_BYTES, sizeBytes) - 1;
      const part = { ...target, ...source, UploadId, PartNumber: i + 1 };
      const range = { ...part, CopySourceRange: `bytes=${i * PART_BYTES}-${last}` };
      const answer = await retrying(() => s3.send(new UploadPartCopyCommand(range)), pace);
      return { PartNumber: i + 1, ETag: answer.CopyPartResult?.ETag };
    });
    const whole = { ...target, UploadId, MultipartUpload: { Parts: copied } };
    try {
      await retrying(() => s3.send(new CompleteMultipartUploadCommand(whole)), pace);
    } catch (cause) {
      // the answer that said "done" was lost, and the upload has ended with it
      const mayBeDone = nameOf(cause) === 'NoSuchUpload';
      if (!mayBeDone || !(await isCopied(target, sizeBytes, parts.length, context))) throw cause;
    }
  } catch (cause) {
    // parts that nobody completes cost money until they are aborted
    await s3.send(new AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => {});
    throw cause;
  }
}

/** Whether an object made of so many parts lies there, of that size. */
async function isCopied(
  target: Pick<Copying, 'Bucket' | 'Key'>,
  sizeBytes: number,
  parts: number,
  { clients, pace }: Pick<AwsContext<'s3'>, 'clients' | 'pace'>,
): Promise<boolean> {
  try {
    const found = await retrying(() => clients.s3.send(new HeadObjectCommand(target)), pace);
    return found.ContentLength === sizeBytes && plainEtag(found.ETag).endsWith(`-${parts}`);
  } catch {
    // nothing is there: the upload was aborted, and its error is what the caller hears of
    return false;
  }
}

/** The header is a path in a URL: every part of the key is encoded, its slashes are not. */
const encodeSource = ({ bucket, key }: Place): string =>
  `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
