import { type FileMetaData, parquetMetadata, parquetSchema, type SchemaTree } from 'hyparquet';
import { type Issue, issue } from '../contract/issue.ts';
import type { PhysicalColumn } from '../sql/physical.ts';
import { fail, ok, type Result } from '../values/result.ts';
import type { Footer } from './footer.ts';
import { footprintOf } from './footprint.ts';
import { physicalOf } from './physical-of.ts';
import { RAW_STATISTICS, statisticsOf } from './read-statistics.ts';

export interface DataFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/** Bytes `from` (included) to `to` (excluded) of the file at `path`. */
export type ReadRange = (path: string, from: number, to: number) => Promise<Uint8Array>;

/** One read of this size holds the whole footer of nearly every file. */
const TAIL_BYTES = 64 * 1024;
/** Length of the footer (4 bytes) and the magic word. */
const END_BYTES = 8;
/** Beyond this a footer describes more columns and row groups than is worth holding in memory. */
const MAX_FOOTER_BYTES = 256 * 1024 * 1024;

/**
 * Schema and row count of one Parquet file: one read of its last 64 KiB, and a second one of exactly what is
 * missing when the footer is longer. Errors of `readRange` itself are the platform's and pass through.
 */
export async function readFooter(file: DataFile, readRange: ReadRange): Promise<Result<Footer, Issue[]>> {
  const { path, sizeBytes } = file;
  const size = String(sizeBytes);
  if (sizeBytes === 0) return fail([issue('SLU-401', { file: path })]);
  const start = Math.max(0, sizeBytes - TAIL_BYTES);
  const tail = await readRange(path, start, sizeBytes);
  const magic = Buffer.from(tail.subarray(-4)).toString('latin1');
  if (magic === 'PARE') return fail([issue('SLU-403', { file: path })]);
  if (magic !== 'PAR1' || sizeBytes < END_BYTES + 4) return fail([issue('SLU-402', { file: path, size })]);
  const length = new DataView(tail.buffer, tail.byteOffset, tail.byteLength).getUint32(
    tail.byteLength - END_BYTES,
    true,
  );
  if (length + END_BYTES + 4 > sizeBytes) {
    return fail([issue('SLU-404', { file: path, size, footer: String(length) })]);
  }
  if (length > MAX_FOOTER_BYTES) return fail([unreadable(path, `it has ${length} bytes`)]);
  const from = sizeBytes - END_BYTES - length;
  const bytes = from >= start ? tail.subarray(from - start) : join(await readRange(path, from, start), tail);
  return decode(file, bytes);
}

function decode({ path, sizeBytes }: DataFile, bytes: Uint8Array): Result<Footer, Issue[]> {
  try {
    const metadata = parquetMetadata(bytes, { geoparquet: false, parsers: RAW_STATISTICS });
    const columns = columnsOf(metadata);
    if (columns.length === 0) return fail([unreadable(path, 'it describes no columns')]);
    if (typeof metadata.num_rows !== 'bigint' || metadata.num_rows < 0n) {
      return fail([unreadable(path, 'it states no number of rows')]);
    }
    const rows = metadata.num_rows.toString();
    const statistics = statisticsOf(metadata, columns);
    // row groups that do not add up to the file are damage that only the statistics would hide
    if (statistics.rows !== rows) return fail([unreadable(path, 'its row groups do not add up to its rows')]);
    return ok({ path, rows, columns, statistics, footprint: footprintOf(metadata, sizeBytes) });
  } catch {
    // The decoder throws whatever its first impossible byte leads to; its message helps nobody.
    return fail([unreadable(path, 'its bytes are damaged')]);
  }
}

function columnsOf(metadata: FileMetaData): PhysicalColumn[] {
  const root = parquetSchema(metadata);
  return root.children.map((node) => {
    if (typeof node.element.name !== 'string') throw new TypeError('column without a name');
    return { name: node.element.name, type: physicalOf(node), typeName: typeName(node), from: 'file' };
  });
}

/** As Parquet tools print it: `INT64 (TIMESTAMP)`. */
function typeName({ element }: SchemaTree): string {
  const annotation = element.logical_type?.type ?? element.converted_type;
  const base = element.type ?? 'group';
  return annotation === undefined ? base : `${base} (${annotation})`;
}

const unreadable = (file: string, reason: string): Issue => issue('SLU-405', { file, reason });

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.byteLength + b.byteLength);
  whole.set(a);
  whole.set(b, a.byteLength);
  return whole;
}
