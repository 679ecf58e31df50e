import { canonicalJson } from './canonical.ts';
import type { Scalar } from './scalar.ts';

/** The decoded, typed values that identify a partition; `{}` is the one partition of an unpartitioned table. */
export type PartitionId = Readonly<Record<string, Scalar>>;

/** The Hive folder name of a null or empty partition value. */
export const HIVE_NULL = '__HIVE_DEFAULT_PARTITION__';

/** The partition as plain text values, in the order of its columns: the form in verdicts and manifests. */
export type PartitionValues = Readonly<Record<string, string | null>>;

export function partitionValues(id: PartitionId): PartitionValues {
  return Object.fromEntries(Object.entries(id).map(([k, s]) => [k, s.type === 'null' ? null : s.value]));
}

/** One text per partition, equal exactly when the decoded values are: the key in the ledger and in maps. */
export function partitionKey(id: PartitionId | PartitionValues): string {
  const values = Object.entries(id).map(([k, v]) => [k, plain(v)]);
  return canonicalJson(Object.fromEntries(values));
}

/** What a person reads: `flight_date=2001-02-27`, or `(unpartitioned)`. */
export function partitionLabel(id: PartitionId | PartitionValues): string {
  const parts = Object.entries(id).map(([k, v]) => `${k}=${plain(v) ?? 'null'}`);
  return parts.length === 0 ? '(unpartitioned)' : parts.join(', ');
}

/** The Hive path below the table's root, values percent-encoded as Hive, Spark and DuckDB do. */
export function hivePath(id: PartitionId): string {
  return Object.entries(id)
    .map(
      ([k, s]) => `${hiveEscape(k)}=${s.type === 'null' || s.value === '' ? HIVE_NULL : hiveEscape(s.value)}`,
    )
    .join('/');
}

/** Hive escapes control characters and the characters that a path or a pattern could read otherwise. */
export function hiveEscape(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what has to be escaped
  return text.replace(/[\u0000-\u001f\u007f"#%'*/:=?\\{}[\]^ ]/g, percent);
}

const percent = (c: string): string => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

function plain(v: Scalar | string | null): string | null {
  if (v === null || typeof v === 'string') return v;
  return v.type === 'null' ? null : v.value;
}
