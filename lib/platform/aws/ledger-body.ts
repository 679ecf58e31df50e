import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { platformError } from '../../core/contract/platform-error.ts';
import { pieceKey } from './ledger-keys.ts';
import type { LedgerStore } from './ledger-store.ts';
import { type Item, number, numberOf, text, textOf } from './ledger-table.ts';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** What people may want to read in the console stays text; a row stays far below 400 KB, 100 of them below 4 MB. */
const PLAIN_BYTES = 4 * 1024;
const INLINE_BYTES = 32 * 1024;
const PIECE_BYTES = 256 * 1024;

export interface EncodedBody {
  /** Goes into the row. */
  readonly attributes: Item;
  /** Rows of their own, to be written before the row that names them. */
  readonly pieces: readonly Item[];
}

/**
 * A body as text, zipped, or in pieces beside its row, named by the SHA-256 of their bytes: what is written once under a
 * name never changes, so writing it again is harmless, and nobody sees it before the row that names it.
 */
export async function encodeBody(dataset: string, body: unknown): Promise<EncodedBody> {
  const json = JSON.stringify(body);
  if (Buffer.byteLength(json) <= PLAIN_BYTES) return { attributes: { body: text(json) }, pieces: [] };
  const bytes = await zip(json);
  if (bytes.length <= INLINE_BYTES) return { attributes: { zipped: { B: bytes } }, pieces: [] };
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const count = Math.ceil(bytes.length / PIECE_BYTES);
  const pieces = Array.from({ length: count }, (_, i) => ({
    ...pieceKey(dataset, sha256, i),
    bytes: { B: bytes.subarray(i * PIECE_BYTES, (i + 1) * PIECE_BYTES) },
  }));
  return { attributes: { sha256: text(sha256), pieces: number(count) }, pieces };
}

/** The body of a row, which had the type T when this program wrote it; its JSON is trusted, its pieces are checked. */
export async function decodeBody<T>(dataset: string, row: Item, store: LedgerStore): Promise<T> {
  const plain = textOf(row, 'body');
  if (plain !== undefined) return JSON.parse(plain);
  const bytes = row.zipped?.B ?? (await readPieces(dataset, row, store));
  return JSON.parse((await unzip(bytes)).toString('utf8'));
}

async function readPieces(dataset: string, row: Item, store: LedgerStore): Promise<Uint8Array> {
  const sha256 = textOf(row, 'sha256') ?? '';
  const count = Number(numberOf(row, 'pieces') ?? 0);
  const keys = Array.from({ length: count }, (_, i) => pieceKey(dataset, sha256, i));
  const bytes = Buffer.concat((await store.getAll(keys)).map((item) => item?.bytes?.B ?? new Uint8Array()));
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw platformError('SLU-517', { table: store.table, dataset, row: textOf(row, 'sk') ?? sha256 });
  }
  return bytes;
}
