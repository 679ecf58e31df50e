import { dateText } from '../../../core/values/calendar.ts';
import { instantText } from '../../../core/values/instant.ts';
import {
  boolean,
  double,
  integer,
  NULL,
  type Scalar,
  string,
  timestamp,
} from '../../../core/values/scalar.ts';

/** Microseconds since 1970 of DuckDB's `infinity` and `-infinity`. */
const INFINITY = 9223372036854775807n;
/** The same of a DATE. */
const INFINITE_DAY = 2 ** 31 - 1;

/** One value of a result, by what its DuckDB type is called (`DECIMAL(38,0)`, `TIMESTAMP_NS`). */
export function toScalar(value: unknown, typeName: string): Scalar {
  if (value === null || value === undefined) return NULL;
  if (typeof value === 'boolean') return boolean(value);
  if (typeof value === 'bigint') return integer(value);
  if (typeof value === 'number') return /^(FLOAT|DOUBLE)$/.test(typeName) ? double(value) : integer(value);
  if (typeof value === 'string') return string(value);
  if (typeName.startsWith('DECIMAL')) return { type: 'decimal', value: String(value) };
  const micros = microsOf(value);
  if (micros !== undefined)
    return micros === INFINITY || micros === -INFINITY
      ? endless(micros < 0n)
      : timestamp(instantText(micros));
  if (typeName === 'DATE' && typeof value === 'object' && 'days' in value) {
    const days = Number(value.days);
    return Math.abs(days) === INFINITE_DAY ? endless(days < 0) : string(dateText(days));
  }
  return string(String(value));
}

/** Nanoseconds are cut off: a Scalar has microseconds. */
function microsOf(value: unknown): bigint | undefined {
  if (typeof value !== 'object' || value === null || !value.constructor.name.includes('Timestamp'))
    return undefined;
  if ('micros' in value && typeof value.micros === 'bigint') return value.micros;
  if ('millis' in value && typeof value.millis === 'bigint') return value.millis * 1000n;
  if ('seconds' in value && typeof value.seconds === 'bigint') return value.seconds * 1_000_000n;
  if ('nanos' in value && typeof value.nanos === 'bigint') return floorDivide(value.nanos, 1000n);
  return undefined;
}

const endless = (begins: boolean): Scalar => string(begins ? '-infinity' : 'infinity');

function floorDivide(a: bigint, b: bigint): bigint {
  return a >= 0n || a % b === 0n ? a / b : a / b - 1n;
}
