import type { TypeSignature } from './trino-client.ts';

const hex = (base64: string): string =>
  [...Buffer.from(base64, 'base64')].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

/** Java's way to print bytes inside an array: an address that says nothing. Equal bytes read equal here. */
const address = (base64: string): string => {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(base64, 'base64')) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return `[B@${hash.toString(16)}`;
};

const NUMBERS = new Set(['tinyint', 'smallint', 'integer', 'bigint', 'decimal', 'double', 'real']);

const inner = (signature: TypeSignature, index: number): TypeSignature => {
  const value = signature.arguments[index]?.value;
  if (typeof value === 'object' && 'rawType' in value) return value;
  return { rawType: 'unknown', arguments: [] };
};

const element = (value: unknown, signature: TypeSignature): string => {
  if (value === null || value === undefined) return 'null';
  if (signature.rawType === 'varbinary') return address(String(value));
  return rendered(value, signature);
};

const map = (value: object, signature: TypeSignature): string => {
  const [key, item] = [inner(signature, 0), inner(signature, 1)];
  const byNumber = NUMBERS.has(key.rawType);
  const entries = Object.entries(value).sort(([a], [b]) =>
    byNumber ? Number(a) - Number(b) : a < b ? -1 : 1,
  );
  return `{${entries.map(([k, v]) => `${element(k, key)}=${element(v, item)}`).join(', ')}}`;
};

const row = (value: readonly unknown[], signature: TypeSignature): string => {
  const fields = signature.arguments.map(({ value: field }, i) => {
    if (typeof field !== 'object' || !('typeSignature' in field)) return String(value[i]);
    const text = element(value[i], field.typeSignature);
    return field.fieldName ? `${field.fieldName.name}=${text}` : text;
  });
  return `{${fields.join(', ')}}`;
};

function rendered(value: unknown, signature: TypeSignature): string {
  switch (signature.rawType) {
    case 'varbinary':
      return hex(String(value));
    case 'array':
      return `[${(value as readonly unknown[]).map((each) => element(each, inner(signature, 0))).join(', ')}]`;
    case 'map':
      return map(value as object, signature);
    case 'row':
      return row(value as readonly unknown[], signature);
    default:
      return String(value);
  }
}

/** A value as Athena writes it, null for NULL. Numbers come in as their own text. */
export const render = (value: unknown, signature: TypeSignature): string | null =>
  value === null || value === undefined ? null : rendered(value, signature);

/** A table's rows to rendered texts. */
export const renderRows = (
  rows: readonly (readonly unknown[])[],
  signatures: readonly TypeSignature[],
): readonly (readonly (string | null)[])[] =>
  rows.map((each) => signatures.map((signature, i) => render(each[i], signature)));

/**
 * A plan's rows: Athena gives one for each line, after a line break of its own.
 */
export const planRows = (plan: string): readonly (readonly string[])[] =>
  `${plan}\n`.split('\n').map((line) => [line]);
