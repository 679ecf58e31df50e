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
    return micros === INFINITY || micros === -INFINITY ? string(String(value)) : instant(micros);
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

function instant(micros: bigint): Scalar {
  const millis = floorDivide(micros, 1000n);
  const rest = (micros - millis * 1000n).toString().padStart(3, '0');
  const date = new Date(Number(millis));
  // A year outside of what JavaScript's calendar holds.
  if (Number.isNaN(date.getTime())) return string(`${micros} microseconds since 1970`);
  return timestamp(date.toISOString().replace('Z', `${rest}Z`));
}

function floorDivide(a: bigint, b: bigint): bigint {
  return a >= 0n || a % b === 0n ? a / b : a / b - 1n;
}
