/**
 * One typed value as it crosses a process, a step or an engine. The value is text, so that nothing is lost
 * beyond 2^53; `timestamp` is ISO 8601 in UTC with microseconds (`2001-01-01T00:01:00.000000Z`), a date is a
 * `string` (`2001-01-01`), `double` is the shortest text that reads back the same, or NaN, Infinity, -Infinity.
 */
export type Scalar =
  | {
      readonly type: 'integer' | 'decimal' | 'double' | 'string' | 'timestamp' | 'boolean';
      readonly value: string;
    }
  | { readonly type: 'null' };

export type NumericScalar = { readonly type: 'integer' | 'decimal' | 'double'; readonly value: string };

export const NULL: Scalar = { type: 'null' };

export const integer = (value: bigint | number): NumericScalar => ({
  type: 'integer',
  value: value.toString(),
});
export const decimal = (value: string): NumericScalar => ({ type: 'decimal', value });
export const double = (value: number): NumericScalar => ({ type: 'double', value: doubleText(value) });
export const string = (value: string): Scalar => ({ type: 'string', value });
export const timestamp = (iso: string): Scalar => ({ type: 'timestamp', value: iso });
export const boolean = (value: boolean): Scalar => ({ type: 'boolean', value: String(value) });

export const isNumeric = (s: Scalar): s is NumericScalar =>
  s.type === 'integer' || s.type === 'decimal' || s.type === 'double';

/** The text a person reads; null reads as "no value". */
export const scalarText = (s: Scalar): string => (s.type === 'null' ? 'no value' : s.value);

function doubleText(value: number): string {
  return Object.is(value, -0) ? '0' : String(value);
}
