import type { FailingRows } from '../checks/failing.ts';
import type { Dataset } from '../contract/model.ts';
import type { Dialect } from '../sql/dialect.ts';
import type { PhysicalColumn, PhysicalSchema } from '../sql/physical.ts';
import { printExpr, quoteIdentifier } from '../sql/print.ts';
import { textColumnName } from '../sql/text-column.ts';

/** Rows shown of one rule in one partition. */
export const ROWS_EACH = 5;
/** Characters of a cell that leave the engine; one more says that there were more. */
export const CELL_CHARACTERS = 200;

/** A failed rule that single rows break. */
export interface SampleRule {
  readonly id: string;
  readonly failing: FailingRows;
}

export interface SampleColumn {
  readonly name: string;
  /** Its cells are replaced before they leave the engine. */
  readonly masked: boolean;
}

export interface SampleRequest {
  readonly rules: readonly SampleRule[];
  /** Everything that the table has. */
  readonly columns: readonly PhysicalColumn[];
  readonly partitionColumns: readonly PhysicalColumn[];
  readonly shown: readonly (SampleColumn & { readonly column: PhysicalColumn })[];
  readonly table: string;
  readonly dialect: Dialect;
}

/** One statement for all rules; its result is read by alias: `rule` the index, `p0…` partition, `c0…` cells as text. */
export interface SampleStatement {
  readonly sql: string;
  readonly rules: readonly string[];
  readonly partitionColumns: Readonly<Record<string, string>>;
  readonly columns: readonly SampleColumn[];
}

type Own = (name: string) => string;

/** Names for what is computed, behind a mark with which no column of the data begins. */
function ownNames(columns: readonly PhysicalColumn[]): Own {
  let mark = '$';
  while (columns.some((c) => c.name.startsWith(mark))) mark += '$';
  return (name) => quoteIdentifier(`${mark}${name}`);
}

/**
 * The worst few rows of every rule and partition, in one scan: each row is asked every rule's own condition, is there
 * once for each that it breaks, and takes its place among those.
 */
export function compileSample(request: SampleRequest): SampleStatement {
  const { rules, partitionColumns, shown, dialect, columns } = request;
  const own = ownNames(columns);
  const rule = own('rule');
  const place = own('place');
  const keys = partitionColumns.map((c) => quoteIdentifier(c.name));
  const places = [rule, ...keys];
  const order = [
    ...rules.flatMap((r, i) => worstFirst(r, `${rule} = ${i}`, dialect)),
    ...shown.map((_, i) => own(`c${i}`)),
  ];
  const isBroken = rules.map((_, i) => `(${rule} = ${i} AND ${own(`fails${i}`)})`).join(' OR ');
  const results = [
    `${rule} AS rule`,
    ...keys.map((k, i) => `${k} AS p${i}`),
    ...shown.map((_, i) => `${own(`c${i}`)} AS c${i}`),
  ];
  const by = order.length === 0 ? rule : order.join(', ');
  const sql = [
    `SELECT ${results.join(', ')}`,
    'FROM (',
    `  SELECT *, row_number() OVER (PARTITION BY ${places.join(', ')} ORDER BY ${by}) AS ${place}`,
    '  FROM (',
    `    SELECT ${['*', ...shown.map((s, i) => `${cellOf(s, dialect)} AS ${own(`c${i}`)}`)].join(',\n      ')}`,
    '    FROM (',
    ...judgedRows(request, keys, own).map((line) => `      ${line}`),
    '    ) AS judged',
    `    CROSS JOIN (VALUES ${rules.map((_, i) => `(${i})`).join(', ')}) AS rules(${rule})`,
    `    WHERE ${isBroken}`,
    '  ) AS failing',
    ') AS ranked',
    `WHERE ${place} <= ${ROWS_EACH}`,
    `ORDER BY ${[...places, place].join(', ')}`,
  ].join('\n');
  return {
    sql,
    rules: rules.map((r) => r.id),
    partitionColumns: Object.fromEntries(partitionColumns.map((c, i) => [`p${i}`, c.name])),
    columns: shown.map(({ name, masked }) => ({ name, masked })),
  };
}

/** Every row with what each rule says of it. A key that repeats is seen only where all rows are. */
function judgedRows(request: SampleRequest, keys: readonly string[], own: Own): readonly string[] {
  const { rules, table, dialect } = request;
  const conditions = rules.map(({ failing: { where, repeats } }) => {
    const alone = where === undefined ? [] : [printExpr(where, dialect)];
    const together = repeats === undefined ? [] : [isTwice(repeats, keys, dialect)];
    return [...alone, ...together].join(' OR ');
  });
  const repeats = rules.some((r) => r.failing.repeats !== undefined);
  return [
    `SELECT *,\n        ${conditions.map((c, i) => `(${c}) AS ${own(`fails${i}`)}`).join(',\n        ')}`,
    `FROM ${quoteIdentifier(table)}`,
    ...(repeats ? [] : [`WHERE ${conditions.map((c) => `(${c})`).join(' OR ')}`]),
  ];
}

function isTwice(
  { key, among }: NonNullable<FailingRows['repeats']>,
  partition: readonly string[],
  dialect: Dialect,
): string {
  const by = [...partition, ...key.map(quoteIdentifier)].join(', ');
  return `(${printExpr(among, dialect)} AND count(*) OVER (PARTITION BY ${by}) > 1)`;
}

function worstFirst(
  { failing: { worst, repeats } }: SampleRule,
  isIt: string,
  dialect: Dialect,
): readonly string[] {
  const of = (sql: string): string => `CASE WHEN ${isIt} THEN ${sql} END`;
  if (worst !== undefined) {
    return [`${of(printExpr(worst.term, dialect))} ${worst.end === 'min' ? 'ASC' : 'DESC'} NULLS LAST`];
  }
  return repeats === undefined ? [] : repeats.key.map((k) => `${of(quoteIdentifier(k))} NULLS LAST`);
}

function cellOf({ column, masked }: SampleRequest['shown'][number], dialect: Dialect): string {
  const isText = column.from === 'text';
  const name = quoteIdentifier(isText ? textColumnName(column.name) : column.name);
  if (masked) return `CASE WHEN ${name} IS NOT NULL THEN 'masked' END`;
  const text = (isText ? undefined : dialect.text?.(name, column.type)) ?? `CAST(${name} AS VARCHAR)`;
  return `substr(${text}, 1, ${CELL_CHARACTERS + 1})`;
}

/**
 * What is shown of a failing row: its partition, what the contract says identifies a row, what the failed rules look
 * at. A column that the contract does not name may hold anything, so it is masked.
 */
export function shownColumns(
  dataset: Dataset,
  schema: PhysicalSchema,
  rules: readonly SampleRule[],
): SampleRequest['shown'] {
  const wanted = [...keyColumns(dataset), ...rules.flatMap((r) => r.failing.columns)];
  return [...new Set(wanted)].flatMap((name) => {
    const column = schema.columns.find((c) => c.name === name);
    if (column === undefined || dataset.partitionedBy.includes(name)) return [];
    const declared = dataset.columns.find((c) => c.physicalName === name);
    return [{ name, column, masked: declared?.sensitive ?? true }];
  });
}

/** The primary key; else unique columns; else the keys that must not repeat much. */
function keyColumns({ rules }: Dataset): readonly string[] {
  for (const kind of ['primaryKey', 'unique', 'duplicateValues']) {
    const names = rules
      .filter((r) => r.kind === kind)
      .flatMap((r) => {
        const listed = r.arguments.columns ?? r.arguments.properties;
        return Array.isArray(listed) ? listed.map(String) : r.column === undefined ? [] : [r.column];
      });
    if (names.length > 0) return names;
  }
  return [];
}
