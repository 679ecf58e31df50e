import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { platformError } from '../../../core/contract/platform-error.ts';
import type { Lake } from '../../../core/ports.ts';
import type { FileRef } from '../../../core/publish/facts.ts';
import { inParallel } from '../../../core/values/in-parallel.ts';
import type { AwsContext } from '../clients.ts';
import { nameOf, statusOf, wording } from '../errors.ts';
import { retrying } from '../retry.ts';
import { copyObject } from './copy.ts';
import { knownEtags } from './known-etags.ts';
import { listObjects, plainEtag } from './listing.ts';
import { isHidden, placeOf, placeToWrite } from './place.ts';
import { removeBelow } from './remove.ts';

export interface S3Lake extends Lake {
  /** False where something is there already, which stays as it is. */
  putNew(ref: string, body: Uint8Array): Promise<boolean>;
  /** Of every data file below the prefix, at the price of a listing. */
  pinBelow(prefix: string): Promise<readonly FileRef[]>;
}

/** What is written carries its SHA-256, which S3 compares before it keeps it, and the client when it reads it back. */
const HASHED = { ChecksumAlgorithm: 'SHA256' } as const;
const CHECKED = { ChecksumMode: 'ENABLED' } as const;

/**
 * Objects below a bucket's prefix. Paths are relative to it; `s3://…` ones are read (a source may lie anywhere) but never
 * written. A file that was listed or pinned is afterwards read by that ETag: other bytes under its name are an error.
 * Throws PlatformError.
 */
export function s3Lake(context: AwsContext<'s3'>): S3Lake {
  const { config, clients, pace } = context;
  const known = knownEtags();
  const send = <T>(request: () => Promise<T>): Promise<T> => retrying(request, pace);
  const at = (path: string) => placeOf(path, config);
  const target = (path: string) => {
    const { bucket, key } = at(path);
    return { Bucket: bucket, Key: key };
  };

  const pinOne = async (path: string): Promise<FileRef | undefined> => {
    const head = await missingIsUndefined(() =>
      send(() => clients.s3.send(new HeadObjectCommand(target(path)))),
    );
    if (head === undefined) return undefined;
    const etag = plainEtag(head.ETag);
    known.set(path, etag);
    return { path, sizeBytes: head.ContentLength ?? 0, etag };
  };

  const pinBelow = async (prefix: string): Promise<readonly FileRef[]> => {
    const folder = prefix.replace(/\/+$/, '');
    const { bucket, key } = at(folder);
    const root = key === '' || key.endsWith('/') ? key : `${key}/`;
    const found: FileRef[] = [];
    for await (const object of listObjects({ bucket, key: root }, context)) {
      const below = object.key.slice(root.length);
      if (isHidden(below)) continue;
      const path = folder === '' ? below : `${folder}/${below}`;
      known.set(path, object.etag);
      found.push({ path, sizeBytes: object.sizeBytes, etag: object.etag });
    }
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  };

  return {
    etagOf: 'writing',
    pinBelow: (prefix) => wording(`listing ${prefix}`, () => pinBelow(prefix)),
    list: (prefix) =>
      wording(`listing ${prefix}`, async () => {
        const below = await pinBelow(prefix);
        const itself = below.length > 0 || prefix === '' ? undefined : await pinOne(prefix);
        const files = itself === undefined ? below : [itself];
        return files.map(({ path, sizeBytes }) => ({ path, sizeBytes }));
      }),
    pin: async (paths) => {
      const pinned = await inParallel(paths, (path) => wording(`looking at ${path}`, () => pinOne(path)));
      return pinned.filter((file) => file !== undefined);
    },
    readRange: (path, from, to) =>
      wording(`reading ${path}`, async () => {
        if (to <= from) return new Uint8Array();
        const etag = known.get(path);
        const ifMatch = etag === undefined ? {} : { IfMatch: `"${etag}"` };
        const range = { ...target(path), Range: `bytes=${from}-${to - 1}`, ...ifMatch };
        try {
          return await send(async () => bytesOf(await clients.s3.send(new GetObjectCommand(range))));
        } catch (cause) {
          // behind the end of the file there is nothing
          if (statusOf(cause) === 416) return new Uint8Array();
          if (statusOf(cause) === 412) throw platformError('SLU-568', { file: path }, cause);
          throw isMissing(cause) ? platformError('SLU-523', { file: path }, cause) : cause;
        }
      }),
    get: (ref) =>
      wording(`reading ${ref}`, () =>
        missingIsUndefined(() =>
          send(async () =>
            bytesOf(await clients.s3.send(new GetObjectCommand({ ...target(ref), ...CHECKED }))),
          ),
        ),
      ),
    put: (ref, body) =>
      wording(`writing ${ref}`, async () => {
        const { bucket, key } = placeToWrite(ref, config);
        const put = { Bucket: bucket, Key: key, Body: body, ...HASHED };
        await send(() => clients.s3.send(new PutObjectCommand(put)));
        known.forget(ref);
      }),
    putNew: (ref, body) =>
      wording(`writing ${ref}`, async () => {
        const { bucket, key } = placeToWrite(ref, config);
        const put = { Bucket: bucket, Key: key, Body: body, ...HASHED, IfNoneMatch: '*' };
        try {
          await send(() => clients.s3.send(new PutObjectCommand(put)));
          return true;
        } catch (cause) {
          if (statusOf(cause) === 412) return false;
          throw cause;
        }
      }),
    copy: (from, to, { etag } = {}) =>
      wording(`copying ${from}`, async () => {
        const place = placeToWrite(to, config);
        const file = await pinOne(from);
        if (file === undefined) throw platformError('SLU-523', { file: from });
        try {
          await copyObject({ ...at(from), ...file, etag: etag ?? file.etag }, place, context);
        } catch (cause) {
          throw statusOf(cause) === 412 ? platformError('SLU-568', { file: from }, cause) : cause;
        }
      }),
    removeAll: (prefix) =>
      wording(`removing ${prefix}`, () => removeBelow(placeToWrite(prefix, config), context)),
  };
}

/** The whole body, or an error: a connection that was cut in the middle is sent for again. */
async function bytesOf({ Body }: GetObjectCommandOutput): Promise<Uint8Array> {
  return Body === undefined ? new Uint8Array() : Body.transformToByteArray();
}

const isMissing = (cause: unknown): boolean =>
  nameOf(cause) === 'NoSuchKey' || (statusOf(cause) === 404 && nameOf(cause) !== 'NoSuchBucket');

async function missingIsUndefined<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
}
