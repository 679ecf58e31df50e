import type { FileMetaData } from 'hyparquet';
import { type Footprint, wholeFile } from '../sql/footprint.ts';

/** Files up to this size are read whole: `parquet.small-file-threshold`. */
const SMALL_FILE_BYTES = 3 * 1024 ** 2;
/** Gaps up to this size are read together with what lies around them: `parquet.max-merge-distance`. */
const SMALL_CHUNK_BYTES = 1024 ** 2;
/** Each part of a file is read by itself, its footer each time: `hive.max-initial-split-size`, a tail of 48 KB. */
const PART_BYTES = 32 * 1024 ** 2;
const TAIL_BYTES = 64 * 1024;

/** Of a Parquet file, by the compressed sizes in its footer; all of it where these make no sense. */
export function footprintOf({ row_groups }: FileMetaData, sizeBytes: number): Footprint {
  if (sizeBytes <= SMALL_FILE_BYTES) return wholeFile(sizeBytes);
  const columnBytes = new Map<string, number>();
  let inChunks = 0;
  let alwaysRead = 0;
  for (const { meta_data } of row_groups.flatMap((g) => g.columns)) {
    const bytes = Number(meta_data?.total_compressed_size ?? -1n);
    const name = meta_data?.path_in_schema[0]?.toLowerCase();
    if (bytes < 0 || name === undefined) return wholeFile(sizeBytes);
    inChunks += bytes;
    if (bytes <= SMALL_CHUNK_BYTES) alwaysRead += bytes;
    else columnBytes.set(name, (columnBytes.get(name) ?? 0) + bytes);
  }
  if (inChunks > sizeBytes) return wholeFile(sizeBytes);
  const parts = Math.ceil(sizeBytes / PART_BYTES);
  const footers = parts * Math.max(TAIL_BYTES, sizeBytes - inChunks);
  return { sizeBytes, fixedBytes: alwaysRead + footers, columnBytes: Object.fromEntries(columnBytes) };
}
