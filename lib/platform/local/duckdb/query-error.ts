/**
 * Whose fault an error is. `statement`: somebody's SQL cannot run on this data, and its rule is not evaluated.
 * `platform`: no verdict may follow: the disk, the memory, or the bytes of a staged file. What is not known to be
 * the statement's fault is the platform's.
 */
export function causeOf(message: string, files: readonly string[]): 'statement' | 'platform' {
  if (!STATEMENT.test(message)) return 'platform';
  if (/CSV Error|CSV Parser|Malformed JSON|JSON transform error/.test(message)) return 'platform';
  return files.some((file) => message.includes(file)) ? 'platform' : 'statement';
}

const STATEMENT =
  /^(Parser|Syntax|Binder|Catalog|Conversion|Out of Range|Invalid Input|Invalid Type|Mismatch Type|Not implemented|Permission|Constraint|Parameter Not Allowed|Divide by Zero|Decimal|Expression|Sequence|Planner|Executor|Cardinality) ?Error/i;

/** The first line; DuckDB's hints on how to reconfigure it help nobody here. */
export const shortMessage = (message: string): string => message.split('\n')[0]?.trim() ?? message;
