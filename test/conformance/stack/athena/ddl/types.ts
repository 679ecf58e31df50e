import type { TypeSignature } from '../trino-client.ts';

const SIMPLE = new Set([
  'tinyint',
  'smallint',
  'int',
  'integer',
  'bigint',
  'boolean',
  'float',
  'double',
  'decimal',
  'string',
  'char',
  'varchar',
  'date',
  'timestamp',
  'binary',
  'array',
  'map',
  'struct',
]);

/** The first name in a Hive type that is none, or undefined. Names of a struct's fields are free. */
export function strangerIn(type: string): string | undefined {
  const names = [...type.matchAll(/([\p{L}_][\p{L}\p{N}_]*)(?!\s*:)(?![\p{L}\p{N}_])/gu)].map(
    (m) => m[1] ?? '',
  );
  return names.find((name) => !SIMPLE.has(name));
}

/** Glue keeps `integer` as `int`, and a bare decimal as ten digits. */
export const hiveType = (type: string): string =>
  type.replaceAll(/\binteger\b(?!:)/g, 'int').replaceAll(/\bdecimal\b(?![(:])/g, 'decimal(10,0)');

const SAME = new Set(['tinyint', 'smallint', 'bigint', 'boolean', 'double', 'date']);
const SPELLED: Readonly<Record<string, string>> = {
  integer: 'int',
  real: 'float',
  varbinary: 'binary',
  timestamp: 'timestamp',
};
const UNBOUNDED = 2_147_483_647;

/** The engine's type in Hive's spelling, or undefined where Hive has none. */
export function hiveTypeOf(signature: TypeSignature): string | undefined {
  const { rawType: raw, arguments: args } = signature;
  if (SAME.has(raw)) return raw;
  if (raw === 'decimal') return `decimal(${args.map((a) => String(a.value)).join(',')})`;
  if (raw === 'char' || raw === 'varchar') {
    return Number(args[0]?.value) === UNBOUNDED ? 'string' : `${raw}(${String(args[0]?.value)})`;
  }
  if (raw === 'array' || raw === 'map') {
    const inner = args.map(({ value }) =>
      typeof value === 'object' && 'rawType' in value ? hiveTypeOf(value) : undefined,
    );
    return inner.includes(undefined) ? undefined : `${raw}<${inner.join(',')}>`;
  }
  if (raw === 'row') return struct(signature);
  return SPELLED[raw];
}

function struct(signature: TypeSignature): string | undefined {
  const fields = signature.arguments.map(({ value }) => {
    if (typeof value !== 'object' || !('typeSignature' in value) || !value.fieldName) return undefined;
    const type = hiveTypeOf(value.typeSignature);
    return type === undefined ? undefined : `${value.fieldName.name}:${type}`;
  });
  return fields.includes(undefined) ? undefined : `struct<${fields.join(',')}>`;
}

/** A Hive type as the engine spells it in an Iceberg table's columns. */
export function engineType(type: string): string {
  const bare: Readonly<Record<string, string>> = {
    int: 'integer',
    float: 'real',
    string: 'varchar',
    binary: 'varbinary',
    timestamp: 'timestamp(6)',
  };
  const nested = /^(array|map|struct)<(.*)>$/s.exec(type);
  if (!nested) return bare[type] ?? type;
  const parts = split(nested[2] ?? '');
  if (nested[1] !== 'struct') return `${nested[1]}(${parts.map(engineType).join(', ')})`;
  const fields = parts.map((part) => {
    const colon = part.indexOf(':');
    return `"${part.slice(0, colon)}" ${engineType(part.slice(colon + 1))}`;
  });
  return `row(${fields.join(', ')})`;
}

/** Splits at commas outside brackets. */
function split(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const [i, sign] of [...text].entries()) {
    if (sign === '<' || sign === '(') depth++;
    if (sign === '>' || sign === ')') depth--;
    if (sign === ',' && depth === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, text.slice(from)];
}
