import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { AwsContext } from '../clients.ts';
import { retrying } from '../retry.ts';
import type { Place } from './place.ts';

export interface Listed {
  readonly key: string;
  readonly sizeBytes: number;
  readonly etag: string;
}

/** Every object whose key begins so, page by page; a "folder" that a console made (a key that ends in `/`) is none. */
export async function* listObjects(
  { bucket, key }: Place,
  { clients, pace }: Pick<AwsContext<'s3'>, 'clients' | 'pace'>,
): AsyncGenerator<Listed> {
  let token: string | undefined;
  do {
    const page = {
      Bucket: bucket,
      Prefix: key,
      ...(token === undefined ? {} : { ContinuationToken: token }),
    };
    const answer = await retrying(() => clients.s3.send(new ListObjectsV2Command(page)), pace);
    for (const { Key, Size, ETag } of answer.Contents ?? []) {
      if (Key === undefined || Key.endsWith('/')) continue;
      yield { key: Key, sizeBytes: Size ?? 0, etag: plainEtag(ETag) };
    }
    token = answer.IsTruncated === true ? answer.NextContinuationToken : undefined;
  } while (token !== undefined);
}

/** Without the quotes that HTTP puts around it. */
export const plainEtag = (etag: string | undefined): string => (etag ?? '').replace(/^"|"$/g, '');
