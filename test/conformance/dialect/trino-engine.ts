import { inject } from 'vitest';
import type { PhysicalColumn, PhysicalType } from '../../../lib/core/sql/physical.ts';
import { quoteIdentifier } from '../../../lib/core/sql/print.ts';
import { queryTrino, type TrinoOptions, type TrinoResult } from '../stack/trino-client.ts';

/** Where a service answers: of the stack that the suite started, or `TRINO_URL`, `S3_URL`, `GLUE_URL` while developing. */
export function addressOf(name: 'trino' | 's3' | 'glue'): string {
  const stack: unknown = inject('stack' as never);
  if (typeof stack === 'object' && stack !== null && 'endpoints' in stack) {
    const found = Object.entries(Object(stack.endpoints)).find(([key]) => key === name);
    if (found !== undefined) return String(found[1]);
  }
  const variable = `${name.toUpperCase()}_URL`;
  const url = process.env[variable];
  if (url === undefined) throw new Error(`no ${name}: run npm run test:conformance, or set ${variable}`);
  return url;
}

export const onTrino = (sql: string, options: Partial<TrinoOptions> = {}): Promise<TrinoResult> =>
  queryTrino(sql, { url: addressOf('trino'), catalog: 'hive', schema: 'default', ...options });

const INTEGERS: Readonly<Record<number, string>> = {
  8: 'TINYINT',
  16: 'SMALLINT',
  32: 'INTEGER',
  64: 'BIGINT',
};
const UNSIGNED: Readonly<Record<number, string>> = { 8: 'SMALLINT', 16: 'INTEGER' };

/** The type as which Trino reads a column of a staged table; undefined where a catalog of Hive's types has none. */
export function trinoType(type: PhysicalType): string | undefined {
  switch (type.kind) {
    case 'integer':
      return (type.signed ? INTEGERS : UNSIGNED)[type.bits];
    case 'decimal':
      return type.precision > 38 ? undefined : `DECIMAL(${type.precision}, ${type.scale})`;
    case 'floating':
      return type.bits === 64 ? 'DOUBLE' : 'REAL';
    case 'string':
    case 'json':
      return 'VARCHAR';
    case 'boolean':
    case 'date':
      return type.kind.toUpperCase();
    case 'timestamp':
      return 'TIMESTAMP(6)';
    case 'binary':
    case 'uuid':
      return 'VARBINARY';
    case 'list': {
      const item = type.item === undefined ? undefined : trinoType(type.item);
      return item === undefined ? undefined : `ARRAY(${item})`;
    }
    default:
      return undefined;
  }
}

/** Columns that a staged table has on Trino: the others are left out, and rules about them are not evaluated. */
export const readable = (columns: readonly PhysicalColumn[]): readonly PhysicalColumn[] =>
  columns.filter((c) => trinoType(c.type) !== undefined);

/** `sql` over a table `candidate` without rows, in one statement: names that no catalog takes can be tried as well. */
export function overEmptyTable(sql: string, columns: readonly { name: string; type: string }[]): string {
  const items = columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quoteIdentifier(name)}`);
  const list = items.length === 0 ? 'NULL AS "empty"' : items.join(', ');
  return `WITH "candidate" AS (SELECT ${list} WHERE FALSE) SELECT * FROM (${sql})`;
}
