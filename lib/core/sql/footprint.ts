/**
 * How many bytes lie in files, and how many of them an engine reads that reads only the columns it needs. Never less
 * than Trino reads, as far as its defaults are known (483, 2026-11-21).
 */
export interface Footprint {
  readonly sizeBytes: number;
  /** Read whichever columns are asked for. */
  readonly fixedBytes: number;
  /** Read beside it of each column, by its name in lower case, where that is not known to be nothing. */
  readonly columnBytes: Readonly<Record<string, number>>;
}

/** Of a file that says nothing of its columns: all of it. */
export const wholeFile = (sizeBytes: number): Footprint => ({
  sizeBytes,
  fixedBytes: sizeBytes,
  columnBytes: {},
});

/** Of all these files together. */
export function addFootprints(parts: readonly Footprint[]): Footprint {
  const columnBytes = new Map<string, number>();
  for (const [name, bytes] of parts.flatMap((p) => Object.entries(p.columnBytes))) {
    columnBytes.set(name, (columnBytes.get(name) ?? 0) + bytes);
  }
  return {
    sizeBytes: parts.reduce((sum, p) => sum + p.sizeBytes, 0),
    fixedBytes: parts.reduce((sum, p) => sum + p.fixedBytes, 0),
    columnBytes: Object.fromEntries(columnBytes),
  };
}

/** What one reading of these columns reads at most. */
export function bytesOfColumns(
  { fixedBytes, columnBytes }: Footprint,
  columns: readonly string[] | 'all',
): bigint {
  const wanted =
    columns === 'all' ? Object.keys(columnBytes) : [...new Set(columns.map((c) => c.toLowerCase()))];
  const known = wanted.filter((name) => Object.hasOwn(columnBytes, name));
  return known.reduce((sum, name) => sum + BigInt(columnBytes[name] ?? 0), BigInt(fixedBytes));
}
