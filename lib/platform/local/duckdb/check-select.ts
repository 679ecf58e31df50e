import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteText } from './quote.ts';

/**
 * The last line of the guard: DuckDB's own parser must see exactly one SELECT. Returns how many times its FROM
 * clauses name the table, or why the statement is refused.
 */
export async function checkSelect(
  connection: DuckDBConnection,
  sql: string,
  table: string,
): Promise<{ readonly scans: number } | { readonly refused: string }> {
  const reader = await connection.runAndReadAll(
    `SELECT CAST(json_serialize_sql(${quoteText(sql)}) AS VARCHAR)`,
  );
  const tree = parseTree(String(reader.getRows()[0]?.[0]));
  if (
    typeof tree !== 'object' ||
    tree === null ||
    !('statements' in tree) ||
    !Array.isArray(tree.statements)
  ) {
    const why =
      typeof tree === 'object' && tree !== null && 'error_message' in tree ? String(tree.error_message) : '';
    return { refused: `not one SELECT: ${why}` };
  }
  if (tree.statements.length !== 1) return { refused: `${tree.statements.length} statements instead of one` };
  const found: Found = { scans: 0, functions: [] };
  visit(tree.statements, table, found);
  const [other] = found.functions;
  return other === undefined ? { scans: found.scans } : { refused: `it reads from the function ${other}` };
}

/** DuckDB writes a number that no double holds (1e999) as a bare `Infinity`, which is no JSON. */
const parseTree = (json: string): unknown =>
  JSON.parse(json.replaceAll(/:(?:-?Infinity|NaN)(?=[,}\]])/g, ':null'));

interface Found {
  scans: number;
  readonly functions: string[];
}

/** Functions in FROM read files or the catalog; these make rows out of a value only. */
const HARMLESS = new Set(['unnest', 'range', 'generate_series']);

function visit(node: unknown, table: string, found: Found): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, table, found);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  if ('type' in node && node.type === 'BASE_TABLE' && 'table_name' in node && node.table_name === table)
    found.scans += 1;
  if ('type' in node && node.type === 'TABLE_FUNCTION') {
    const name = nameOf(node);
    if (!HARMLESS.has(name)) found.functions.push(name);
  }
  for (const value of Object.values(node)) visit(value, table, found);
}

function nameOf(node: object): string {
  const call: unknown = 'function' in node ? node.function : undefined;
  return typeof call === 'object' && call !== null && 'function_name' in call
    ? String(call.function_name)
    : 'unknown';
}
