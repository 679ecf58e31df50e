/** Trino's names of types that Hive calls otherwise. */
const SCALARS: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  tinyint: 'tinyint',
  smallint: 'smallint',
  integer: 'int',
  int: 'int',
  bigint: 'bigint',
  real: 'float',
  float: 'float',
  double: 'double',
  varchar: 'string',
  char: 'string',
  string: 'string',
  varbinary: 'binary',
  date: 'date',
  timestamp: 'timestamp',
};

const MAX_DIGITS = 38;
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_ -]*$/u;

/**
 * The type of a Glue column that holds what Trino calls `type` (`row("a" integer, "b" array(varchar(3)))`); undefined where
 * there is none. Timestamps lose what is finer than a millisecond.
 */
export function glueTypeOf(type: string): string | undefined {
  const text = type.trim();
  const lower = text.toLowerCase();
  if (/ with time zone$/.test(lower)) return undefined;
  const open = text.indexOf('(');
  if (open < 0) return SCALARS[lower];
  if (!text.endsWith(')')) return undefined;
  const base = lower.slice(0, open).trim();
  const parts = splitTopLevel(text.slice(open + 1, -1));
  switch (base) {
    case 'decimal':
      return Number(parts[0]) <= MAX_DIGITS ? `decimal(${parts.map((p) => p.trim()).join(',')})` : undefined;
    case 'array':
      return wrap('array', parts.map(glueTypeOf), 1);
    case 'map':
      return wrap('map', parts.map(glueTypeOf), 2);
    case 'row':
      return wrap('struct', parts.map(fieldOf), parts.length);
    default:
      return SCALARS[base];
  }
}

function wrap(name: string, parts: readonly (string | undefined)[], count: number): string | undefined {
  const known = parts.filter((p) => p !== undefined);
  return known.length === count && parts.length === count ? `${name}<${known.join(',')}>` : undefined;
}

/** `"a" integer`; a field without a name cannot be in a table. */
function fieldOf(text: string): string | undefined {
  const quoted = /^\s*"((?:[^"]|"")*)"\s+(.+)$/s.exec(text) ?? /^\s*([^\s"(]+)\s+(.+)$/s.exec(text);
  const name = quoted?.[1]?.replaceAll('""', '"').toLowerCase();
  const type = quoted?.[2] === undefined ? undefined : glueTypeOf(quoted[2]);
  return name === undefined || type === undefined || !NAME.test(name) ? undefined : `${name}:${type}`;
}

/** At commas that stand in no parentheses and no quotes. */
function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (const [i, c] of [...text].entries()) {
    if (c === '"') quoted = !quoted;
    if (quoted) continue;
    if (c === '(') depth += 1;
    if (c === ')') depth -= 1;
    if (c === ',' && depth === 0) {
      parts.push([...text].slice(from, i).join(''));
      from = i + 1;
    }
  }
  parts.push([...text].slice(from).join(''));
  return parts;
}
