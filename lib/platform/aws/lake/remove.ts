import { DeleteObjectsCommand, type _Error as S3Error } from '@aws-sdk/client-s3';
import type { AwsContext } from '../clients.ts';
import { retrying } from '../retry.ts';
import { listObjects } from './listing.ts';
import type { Place } from './place.ts';

/** S3's own limit. */
const BATCH = 1000;

/** Removes the object, and every one below it. */
export async function removeBelow(
  place: Place,
  context: Pick<AwsContext<'s3'>, 'clients' | 'pace'>,
): Promise<void> {
  let keys: string[] = [];
  for await (const { key } of listObjects({ ...place, key: `${place.key}/` }, context)) {
    keys.push(key);
    if (keys.length < BATCH) continue;
    await removeKeys(place.bucket, keys, context);
    keys = [];
  }
  await removeKeys(place.bucket, [...keys, place.key], context);
}

/** S3 answers 200 and lists what it did not remove: that is sent again like a request that was refused for now. */
async function removeKeys(
  bucket: string,
  keys: readonly string[],
  { clients, pace }: Pick<AwsContext<'s3'>, 'clients' | 'pace'>,
): Promise<void> {
  let left = keys;
  await retrying(async () => {
    const Delete = { Objects: left.map((Key) => ({ Key })), Quiet: true };
    const { Errors = [] } = await clients.s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete }));
    const [first] = Errors;
    if (first === undefined) return;
    left = Errors.flatMap(({ Key }) => Key ?? []);
    throw new NotRemoved(first);
  }, pace);
}

/** One of the errors inside an answer, with the name by which it is known whether it is for now only. */
class NotRemoved extends Error {
  readonly $fault = 'server';

  constructor({ Key, Code = 'InternalError', Message = Code }: S3Error) {
    super(`${Key}: ${Message}`);
    this.name = Code;
  }
}
