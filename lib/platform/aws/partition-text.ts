import { instantText, parseInstant } from '../../core/values/instant.ts';
import { HIVE_NULL, type PartitionId, type PartitionValues } from '../../core/values/partition.ts';
import type { Scalar } from '../../core/values/scalar.ts';

/** A column by which a Glue table is partitioned, with its Hive type. */
export interface PartitionKey {
  readonly name: string;
  readonly type: string;
}

/** A partition's value as Glue keeps it: text, not percent-encoded; null and the empty text look alike, as in Hive. */
export function toGlueValue(value: Scalar | string | null | undefined, { type }: PartitionKey): string {
  const text = value === null || value === undefined ? '' : typeof value === 'string' ? value : textOf(value);
  if (text === '') return HIVE_NULL;
  if (type !== 'timestamp') return text;
  const micros = parseInstant(text);
  // Hive's form: a space, no zone, no more digits than needed
  return micros === undefined
    ? text
    : instantText(micros)
        .replace('T', ' ')
        .replace(/(\.\d*?)0*Z$/, '$1')
        .replace(/\.$/, '');
}

/** The same, of all columns of a partition. */
export const toGlueValues = (
  partition: PartitionId | PartitionValues,
  keys: readonly PartitionKey[],
): readonly string[] => keys.map((key) => toGlueValue(partition[key.name], key));

/** Two partitions that one entry in Glue would stand for. */
export function sameInGlue<P extends PartitionId | PartitionValues>(
  partitions: readonly P[],
  keys: readonly PartitionKey[],
): readonly [P, P] | undefined {
  const found = new Map<string, P>();
  for (const partition of partitions) {
    const values = JSON.stringify(toGlueValues(partition, keys));
    const other = found.get(values);
    if (other !== undefined) return [other, partition];
    found.set(values, partition);
  }
  return undefined;
}

const textOf = (value: Scalar): string => (value.type === 'null' ? '' : value.value);

/** The values of a Glue partition, as they stand in ledgers and verdicts. */
export function fromGlueValues(values: readonly string[], keys: readonly PartitionKey[]): PartitionValues {
  return Object.fromEntries(keys.map((key, i) => [key.name, fromGlueValue(values[i] ?? HIVE_NULL, key)]));
}

function fromGlueValue(text: string, { type }: PartitionKey): string | null {
  if (text === HIVE_NULL) return null;
  if (type !== 'timestamp') return text;
  const micros = parseInstant(text);
  return micros === undefined ? text : instantText(micros);
}
