import type { PhysicalType } from '../../../core/sql/physical.ts';
import { quoteText } from './quote.ts';
import { typeSql } from './type-sql.ts';

/**
 * A cell's text as a value of the type, null where it is none. DuckDB's own casts are generous (1.5 becomes the
 * integer 2, 1_0 becomes 10, a time of day is cut off a date), so the form of the text is checked first. White space
 * around anything but a text is allowed, as is `5.0` for a whole number.
 */
export function convertText(text: string, type: PhysicalType): string {
  const form = formOf(type);
  if (form === undefined) return text;
  // Casts to numbers and dates skip white space by themselves, and trimming takes as long as they do.
  const trimmed = TRIMMED.has(type.kind) ? `trim(${text}, E' \\t')` : text;
  // A cast straight to TIMESTAMP drops the offset; without one the session's zone holds, which is UTC.
  const cast =
    type.kind === 'timestamp' && !type.zoned
      ? `CAST(TRY_CAST(${trimmed} AS TIMESTAMP WITH TIME ZONE) AS TIMESTAMP)`
      : `TRY_CAST(${trimmed} AS ${typeSql(type)})`;
  return form === ''
    ? cast
    : `CASE WHEN regexp_matches(${text}, ${quoteText(`\\A[ \\t]*(?:${form})[ \\t]*\\z`)}) THEN ${cast} END`;
}

const TRIMMED = new Set<PhysicalType['kind']>(['boolean', 'uuid', 'time', 'timestamp']);

const NUMBER = '[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)';
const TIME = '[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?';
const DATE = '[0-9]{4}-[0-9]{2}-[0-9]{2}';

/** Undefined: the text itself is the value. Empty: whatever the cast accepts. */
function formOf(type: PhysicalType): string | undefined {
  switch (type.kind) {
    case 'integer':
      return '[+-]?[0-9]+(?:\\.0*)?';
    case 'decimal':
      return `[+-]?(?:[0-9]+(?:\\.[0-9]{0,${type.scale}}0*)?|\\.[0-9]{1,${Math.max(1, type.scale)}}0*)`;
    case 'floating':
      return `${NUMBER}(?:[eE][+-]?[0-9]{1,3})?|NaN|[+-]?Infinity`;
    case 'boolean':
      return '(?i:true|false|t|f|yes|no|y|n|1|0)';
    case 'date':
      return DATE;
    case 'time':
      return TIME;
    case 'timestamp':
      return `${DATE}(?:[ T]${TIME}(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?`;
    case 'list':
      return '\\[(?s:.*)\\]';
    case 'struct':
    case 'map':
      return '\\{(?s:.*)\\}';
    case 'uuid':
    case 'json':
      return '';
    case 'string':
    case 'binary':
    case 'unknown':
      return undefined;
  }
}
