import {
  type ColumnChunk,
  type FileMetaData,
  parquetSchema,
  type RowGroup,
  type SchemaElement,
} from 'hyparquet';
import type { PhysicalColumn, PhysicalType } from '../sql/physical.ts';
import { dateText } from '../values/calendar.ts';
import { instantText } from '../values/instant.ts';
import { boolean, decimal, integer, type Scalar, string, timestamp } from '../values/scalar.ts';
import { combineStatistics } from './combine-statistics.ts';
import { compareScalars } from './compare-scalars.ts';
import type { ColumnStatistics, Statistics } from './statistics.ts';
import { trustsNulls } from './trust-nulls.ts';

/**
 * How the decoder hands over statistics: as they stand in the file, so that what a value means is decided here. None
 * of them throws: odd statistics are unknown, they do not make a file unreadable.
 */
export const RAW_STATISTICS = {
  timestampFromMilliseconds: (ms: bigint) => ({ micros: ms * 1000n }),
  timestampFromMicroseconds: (micros: bigint) => ({ micros }),
  // an instant between two microseconds would be cut: unknown
  timestampFromNanoseconds: (nanos: bigint) => (nanos % 1000n === 0n ? { micros: nanos / 1000n } : undefined),
  dateFromDays: (days: number) => ({ days }),
  stringFromBytes: (bytes: Uint8Array) => ({ text: Buffer.from(bytes) }),
  jsonFromBytes: () => undefined,
  uuidFromBytes: () => undefined,
};

/** What a footer says for certain of its file's top-level columns. */
export function statisticsOf(metadata: FileMetaData, columns: readonly PhysicalColumn[]): Statistics {
  const leaves = parquetSchema(metadata).children.filter((node) => node.children.length === 0);
  const elements = new Map(leaves.map(({ element }) => [element.name, element]));
  // a file without row groups has every column all the same
  const none = { rows: '0', columns: Object.fromEntries(columns.map(({ name }) => [name, {}])) };
  return combineStatistics([
    none,
    ...metadata.row_groups.map((group) => ofRowGroup(group, metadata, columns, elements)),
  ]);
}

function ofRowGroup(
  group: RowGroup,
  metadata: FileMetaData,
  columns: readonly PhysicalColumn[],
  elements: ReadonlyMap<string, SchemaElement>,
): Statistics {
  const found = columns.map(({ name, type }): [string, ColumnStatistics] => {
    const chunks = group.columns.filter((c) => c.meta_data?.path_in_schema[0] === name);
    const [only, ...others] = chunks;
    const element = elements.get(name);
    const isFlat = only?.meta_data?.path_in_schema.length === 1 && others.length === 0;
    if (!isFlat || element === undefined) return [name, {}];
    const trusts = (nulls: bigint): boolean => trustsNulls(metadata, element, nulls);
    return [name, ofChunk(only, element, type, group.num_rows, trusts)];
  });
  return { rows: group.num_rows.toString(), columns: Object.fromEntries(found) };
}

function ofChunk(
  { meta_data }: ColumnChunk,
  element: SchemaElement,
  type: PhysicalType,
  rows: bigint,
  trusts: (nulls: bigint) => boolean,
): ColumnStatistics {
  const given = meta_data?.statistics;
  const stated = given?.null_count !== undefined && trusts(given.null_count) ? given.null_count : undefined;
  const nulls = element.repetition_type === 'REQUIRED' ? 0n : stated;
  // a repeated leaf holds other than one value a row; a count beyond the rows is damage
  if (element.repetition_type === 'REPEATED' || (nulls !== undefined && (nulls < 0n || nulls > rows)))
    return {};
  const counted = nulls === undefined ? {} : { nulls: nulls.toString() };
  // `min` and `max`, which `min_value` and `max_value` replaced, were ordered differently by different writers
  const min = exact(given?.min_value, given?.is_min_value_exact, element, type);
  const max = exact(given?.max_value, given?.is_max_value_exact, element, type);
  if (min === undefined || max === undefined) return counted;
  const order = compareScalars(min, max);
  return order === -1 || order === 0 ? { ...counted, min, max } : counted;
}

function exact(
  value: unknown,
  isExact: boolean | undefined,
  element: SchemaElement,
  type: PhysicalType,
): Scalar | undefined {
  if (value === undefined || value === null || isExact === false) return undefined;
  switch (type.kind) {
    case 'integer':
      return typeof value === 'bigint' || Number.isSafeInteger(value)
        ? integer(BigInt(value as bigint))
        : undefined;
    case 'decimal':
      return decimalOf(value, element, type);
    case 'boolean':
      return typeof value === 'boolean' ? boolean(value) : undefined;
    case 'date':
      return dayOf(value);
    case 'timestamp':
      return element.type === 'INT64' && hasKey(value, 'micros') && typeof value.micros === 'bigint'
        ? instantOf(value.micros)
        : undefined;
    case 'string':
      // writers cut long texts; only what says of itself that it is whole is taken for whole
      return isExact === true && hasKey(value, 'text') ? textOf(value.text) : undefined;
    // of doubles no statistic says whether there are NaNs; of the rest none is needed
    default:
      return undefined;
  }
}

/** The decoder hands annotated decimals over as doubles: up to 15 digits they lead back to the exact value. */
function decimalOf(
  value: unknown,
  element: SchemaElement,
  { precision, scale }: { readonly precision: number; readonly scale: number },
): Scalar | undefined {
  if (precision > 15 || (element.type !== 'INT32' && element.type !== 'INT64')) return undefined;
  if (element.converted_type !== 'DECIMAL' || typeof value !== 'number') return undefined;
  const digits = Math.round(value * 10 ** scale);
  if (!Number.isSafeInteger(digits)) return undefined;
  const text = Math.abs(digits)
    .toString()
    .padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  const sign = digits < 0 ? '-' : '';
  return decimal(scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${text.slice(-scale)}`);
}

const FIRST_DAY = -719_162; // 0001-01-01
const LAST_DAY = 2_932_896; // 9999-12-31
const DAY_MICROS = 86_400_000_000n;

function dayOf(value: unknown): Scalar | undefined {
  if (!hasKey(value, 'days') || typeof value.days !== 'number') return undefined;
  if (value.days < FIRST_DAY || value.days > LAST_DAY) return undefined;
  return string(dateText(value.days));
}

function instantOf(micros: bigint): Scalar | undefined {
  if (micros < BigInt(FIRST_DAY) * DAY_MICROS || micros > BigInt(LAST_DAY) * DAY_MICROS) return undefined;
  return timestamp(instantText(micros));
}

function textOf(bytes: unknown): Scalar | undefined {
  if (!Buffer.isBuffer(bytes)) return undefined;
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? string(text) : undefined;
}

const hasKey = <K extends string>(value: unknown, key: K): value is Record<K, unknown> =>
  typeof value === 'object' && value !== null && key in value;
