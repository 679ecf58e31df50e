import type { Cell, CheckCase } from './case.ts';

/** The table of a case as one SELECT of DuckDB, which writes its file. */
export function selectOf({ columns, rows }: Pick<CheckCase, 'columns' | 'rows'>): string {
  const names = Object.keys(columns).map((n) => `"${n.replaceAll('"', '""')}"`);
  const types = Object.values(columns);
  const cell = (value: Cell, type: string): string =>
    value === null ? `CAST(NULL AS ${type})` : `CAST('${String(value).replaceAll("'", "''")}' AS ${type})`;
  const selects = rows.map(
    (row) => `SELECT ${names.map((n, i) => `${cell(row[i] ?? null, types[i] ?? '')} AS ${n}`).join(', ')}`,
  );
  const empty = `SELECT ${names.map((n, i) => `CAST(NULL AS ${types[i]}) AS ${n}`).join(', ')} WHERE false`;
  return rows.length === 0 ? empty : selects.join(' UNION ALL ');
}
