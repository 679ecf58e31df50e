import { partitionKey } from '../../../core/values/partition.ts';
import type { ResolvedFile, ResolvedSpec } from './source-sql.ts';

/** Rows whose hash tables stay in a processor's cache; below twice as many there is nothing to gain. */
const SLICE_ROWS = 131_072;
/** DuckDB looks a file's partition up in a list of all of them, copied for each 2048 rows: lists have to be short. */
const SLICE_FILES = 256;

/**
 * The files of a table as groups of whole partitions. A statement that groups by the partitions may be answered one
 * group after another: no group of its result has rows in two of them, every file is read once all the same, and
 * hash tables stay small (182 days of flights: 0.7 of the time and of the CPU of one big GROUP BY, DuckDB 1.5.5).
 * Undefined where that gains nothing: few rows, few partitions, or one that outweighs the others.
 */
export function slicesOf(
  { files, columns, format }: ResolvedSpec,
  groupedBy: readonly string[],
  lanes: number,
): readonly (readonly ResolvedFile[])[] | undefined {
  const inPath = columns.filter((c) => c.from === 'path').map((c) => c.name);
  if (format !== 'parquet' || inPath.length === 0 || !inPath.every((name) => groupedBy.includes(name))) {
    return undefined;
  }
  const rows = rowsOf(files);
  if (rows === undefined || (rows < 2 * SLICE_ROWS && files.length <= SLICE_FILES)) return undefined;
  const partitions = [...Map.groupBy(files, (f) => partitionKey(f.partition)).values()];
  const largest = partitions.reduce((most, p) => Math.max(most, rowsOf(p) ?? 0), 0);
  if (partitions.length < 2 * lanes || largest > rows / lanes) return undefined;
  const slices: ResolvedFile[][] = [];
  let room = 0;
  let places = 0;
  for (const partition of partitions) {
    if (room <= 0 || places <= 0) {
      slices.push([]);
      room = Math.max(1, Math.min(SLICE_ROWS, rows / (2 * lanes)));
      places = SLICE_FILES;
    }
    slices.at(-1)?.push(...partition);
    room -= rowsOf(partition) ?? 0;
    places -= partition.length;
  }
  return slices.length < 2 ? undefined : slices;
}

/** Undefined where a file does not say. */
export function rowsOf(files: readonly ResolvedFile[]): number | undefined {
  let rows = 0;
  for (const file of files) {
    if (file.rows === undefined) return undefined;
    rows += Number(file.rows);
  }
  return rows;
}
