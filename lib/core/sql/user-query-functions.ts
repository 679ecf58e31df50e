import { QueryRefusal } from './user-query-refusal.ts';
import type { Call, Expr } from './user-query-syntax.ts';

/**
 * Meant the same by DuckDB and Trino 483, or said to Trino in other words (`dialects/trino-user-sql.ts`): the
 * conformance suite asks both. Least and greatest number of arguments.
 */
const SHARED: Readonly<Record<string, readonly [least: number, most: number]>> = {
  abs: [1, 1],
  ceil: [1, 1],
  coalesce: [1, 100],
  day: [1, 1],
  exp: [1, 1],
  floor: [1, 1],
  hour: [1, 1],
  length: [1, 1],
  ln: [1, 1],
  lower: [1, 1],
  lpad: [3, 3],
  ltrim: [1, 1],
  minute: [1, 1],
  month: [1, 1],
  nullif: [2, 2],
  power: [2, 2],
  quarter: [1, 1],
  replace: [3, 3],
  round: [1, 2],
  rpad: [3, 3],
  rtrim: [1, 1],
  second: [1, 1],
  sign: [1, 1],
  sqrt: [1, 1],
  starts_with: [2, 2],
  strpos: [2, 2],
  substr: [2, 3],
  substring: [2, 3],
  trim: [1, 1],
  upper: [1, 1],
  week: [1, 1],
  year: [1, 1],
  date_trunc: [2, 2],
};

export const AGGREGATES: ReadonlySet<string> = new Set([
  'count',
  'count_if',
  'sum',
  'avg',
  'mean',
  'min',
  'max',
  'bool_and',
  'bool_or',
  'stddev',
  'stddev_samp',
  'stddev_pop',
  'variance',
  'var_samp',
  'var_pop',
]);

const WINDOW_ONLY: ReadonlySet<string> = new Set([
  'row_number',
  'rank',
  'dense_rank',
  'lag',
  'lead',
  'first_value',
  'last_value',
]);

/** Another answer each time, or the machine's own affairs: no rule may rest on them, on any engine. */
const NEVER =
  /^(random|rand|uuid|gen_random_uuid|uuidv[0-9]|setseed|now|today|current_.*|localtime.*|get_current_.*|transaction_timestamp|statement_timestamp|clock_timestamp|getenv|getvariable|set_config|nextval|currval|txid_.*|version|pg_.*|duckdb_.*|pragma_.*|query|query_table|glob|read_.*|parquet_.*|sniff_.*|sql_auto_complete|json_execute_.*|json_serialize_.*|json_deserialize_.*|write_log|parse_.*log.*|error|fail|which_secret|in_search_path|.*_scan|copy_.*|add_parquet_key|sleep.*)$/;

const INSTEAD: Readonly<Record<string, string>> = {
  concat: 'use || (concat skips nulls on one engine and not on the other)',
  greatest: 'use CASE (nulls are skipped on one engine only)',
  least: 'use CASE (nulls are skipped on one engine only)',
  date_diff: 'compare with a date or timestamp and an INTERVAL (engines count differently)',
  datediff: 'compare with a date or timestamp and an INTERVAL (engines count differently)',
  regexp_like: 'use a pattern rule',
  regexp_matches: 'use a pattern rule',
  mod: 'use % with a number on its right',
  if: 'use CASE',
  ifnull: 'use coalesce',
  nvl: 'use coalesce',
  reverse: 'name the engine (one reverses what readers see as characters, the other code points)',
  median: 'use min, max or avg, or name the engine',
};

/** Refuses a call that must not run, or (without an engine) that engines understand differently. */
export function checkCall(call: Call, engine: string | undefined): void {
  const { name, args } = call;
  if (NEVER.test(name)) throw new QueryRefusal('SLU-328', { function: name });
  if (engine !== undefined) return;
  if (AGGREGATES.has(name)) return;
  if (WINDOW_ONLY.has(name)) {
    if (call.over === undefined) throw new QueryRefusal('SLU-320', { why: `${name} needs OVER (…)` });
    return;
  }
  const shared = Object.hasOwn(SHARED, name) ? SHARED[name] : undefined;
  if (shared === undefined) {
    const instead = Object.hasOwn(INSTEAD, name) ? INSTEAD[name] : undefined;
    throw new QueryRefusal('SLU-327', { function: name, instead: instead ?? '' });
  }
  const [least, most] = shared;
  if (args.length < least || args.length > most || call.distinct || call.star) {
    throw new QueryRefusal('SLU-320', {
      why: `${name} takes ${least === most ? least : `${least} to ${most}`} arguments`,
    });
  }
  checkWritten(name, args);
  if (name === 'date_trunc') checkUnit(args[0]);
}

const isWhole = (expr: Expr | undefined): boolean => expr?.node === 'number' && /^\d{1,9}$/.test(expr.text);
const isSomeText = (expr: Expr | undefined): boolean => expr?.node === 'string' && expr.text !== '';

/** Arguments that mean the same only within bounds have to be written, so that they can be seen here. */
function checkWritten(name: string, args: readonly Expr[]): void {
  const [, second, third] = args;
  const demand = (holds: boolean, what: string, instead: string): void => {
    if (!holds) throw new QueryRefusal('SLU-329', { what: `${name} ${what}`, instead });
  };
  switch (name) {
    case 'substr':
    case 'substring':
      demand(
        isWhole(second) && second?.node === 'number' && Number(second.text) > 0,
        'that does not start at a written position',
        'start at a whole number from 1 on',
      );
      demand(args.length < 3 || isWhole(third), 'of a length that is not written', 'write the length');
      break;
    case 'replace':
      demand(isSomeText(second), 'of a text that is not written, or empty', 'write the text to replace');
      break;
    case 'lpad':
    case 'rpad':
      demand(isWhole(second) && isSomeText(third), 'that is not written out', `write ${name}(x, 5, '0')`);
      break;
    case 'round':
      demand(args.length < 2 || isWhole(second), 'to digits that are not written', 'write round(x, 2)');
      break;
    default:
      break;
  }
}

/** A pattern of LIKE with an escape: engines disagree on an escape before an ordinary character. */
export function checkEscape(pattern: Expr, mark: Expr): void {
  if (pattern.node === 'string' && mark.node === 'string' && [...mark.text].length === 1) {
    const chars = [...pattern.text];
    let plain = true;
    for (let at = 0; at < chars.length; at += 1) {
      if (chars[at] !== mark.text) continue;
      at += 1;
      plain &&= ['%', '_', mark.text].includes(chars[at] ?? '');
    }
    if (plain) return;
  }
  throw new QueryRefusal('SLU-329', {
    what: 'LIKE with an ESCAPE that is not written out, or stands before an ordinary character',
    instead: "write it before %, _ or itself: LIKE '10!%' ESCAPE '!'",
  });
}

const UNITS = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];

function checkUnit(unit: Expr | undefined): void {
  if (unit?.node === 'string' && UNITS.includes(unit.text.toLowerCase())) return;
  throw new QueryRefusal('SLU-329', {
    what: 'date_trunc without a written unit',
    instead: `give one of ${UNITS.join(', ')} in quotes`,
  });
}

/** Fields of EXTRACT that count alike everywhere. */
export const EXTRACT_FIELDS: ReadonlySet<string> = new Set([
  'YEAR',
  'QUARTER',
  'MONTH',
  'WEEK',
  'DAY',
  'DOY',
  'HOUR',
  'MINUTE',
  'SECOND',
]);
