import { instantText, parseInstant } from '../../../core/values/instant.ts';
import { double, NULL, type Scalar, string, timestamp } from '../../../core/values/scalar.ts';

/**
 * One cell of a result, which Athena gives as text, by its column's type. Absent text is NULL; empty text is empty text.
 * Integers and decimals stay text, so that nothing is lost beyond 2^53.
 */
export function toScalar(text: string | undefined, type: string): Scalar {
  if (text === undefined) return NULL;
  const value = CONVERSIONS[type.toLowerCase().replace(/\(.*\)/, '')]?.(text);
  return value ?? string(text);
}

type Conversion = (text: string) => Scalar | undefined;

const integer: Conversion = (text) => (/^-?\d+$/.test(text) ? { type: 'integer', value: text } : undefined);
const decimal: Conversion = (text) =>
  /^-?\d+(\.\d+)?$/.test(text) ? { type: 'decimal', value: text } : undefined;

const instant: Conversion = (text) => {
  // years of five digits come without the sign that ISO 8601 gives them
  const micros = parseInstant(text.replace(/^(?=\d{5})/, '+').replace(/ UTC$/, 'Z'));
  return micros === undefined ? undefined : timestamp(instantText(micros));
};

/** `1.0E10`, `NaN`, `Infinity`; a text that is no number at all stays a text, which no threshold compares with. */
const floating =
  (narrow: boolean): Conversion =>
  (text) => {
    const value = Number(text);
    if (text.trim() === '' || (Number.isNaN(value) && text !== 'NaN')) return undefined;
    // the number that is stored, as other engines give it: 0.1 of four bytes is 0.10000000149011612
    return double(narrow ? Math.fround(value) : value);
  };

const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  tinyint: integer,
  smallint: integer,
  integer,
  int: integer,
  bigint: integer,
  decimal,
  double: floating(false),
  float: floating(true),
  real: floating(true),
  boolean: (text) => (text === 'true' || text === 'false' ? { type: 'boolean', value: text } : undefined),
  timestamp: instant,
  'timestamp with time zone': instant,
};
