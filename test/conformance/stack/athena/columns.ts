import type { EngineColumn, TypeSignature } from './trino-client.ts';

/** A column of a result, as `ColumnInfo` describes it. Absent digits are absent in the `.metadata` file too. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly precision?: number;
  readonly scale?: number;
  readonly caseSensitive?: boolean;
}

const numeric = (precision: number): Omit<Column, 'name' | 'type'> => ({
  precision,
  scale: 0,
  caseSensitive: false,
});

/** What Athena was measured to say of each type. */
const KNOWN: Readonly<Record<string, Omit<Column, 'name' | 'type'>>> = {
  tinyint: numeric(3),
  smallint: numeric(5),
  integer: numeric(10),
  bigint: numeric(19),
  double: numeric(17),
  float: numeric(17),
  varbinary: numeric(1_073_741_824),
  timestamp: numeric(3),
  'timestamp with time zone': numeric(3),
  time: numeric(3),
  'time with time zone': numeric(3),
  boolean: { caseSensitive: false },
  date: { scale: 0, caseSensitive: false },
  'interval day to second': { caseSensitive: false },
  'interval year to month': { caseSensitive: false },
};

const argument = (signature: TypeSignature, index: number): number =>
  Number(signature.arguments[index]?.value ?? 0);

/** The engine's column in Athena's words. */
export function columnOf(column: EngineColumn): Column {
  const signature = column.typeSignature;
  const raw = signature.rawType.toLowerCase();
  const type = raw === 'real' ? 'float' : raw;
  if (type === 'decimal') {
    const digits = { precision: argument(signature, 0), scale: argument(signature, 1) };
    return { name: column.name, type, ...digits, caseSensitive: false };
  }
  if (type === 'varchar' || type === 'char') {
    return { name: column.name, type, precision: argument(signature, 0), scale: 0, caseSensitive: true };
  }
  return { name: column.name, type, ...KNOWN[type] };
}

/** A column of a utility statement. */
export const textColumn = (name: string): Column => ({ name, type: 'string' });

/** The one column of a write: how many rows. */
export const rowsColumn: Column = { name: 'rows', type: 'bigint', ...numeric(19) };

/** The shape of `ColumnInfo` on the wire. */
export const columnInfo = (column: Column): Readonly<Record<string, unknown>> => ({
  CatalogName: 'hive',
  SchemaName: '',
  TableName: '',
  Name: column.name,
  Label: column.name,
  Type: column.type,
  Precision: column.precision ?? 0,
  Scale: column.scale ?? 0,
  Nullable: 'UNKNOWN',
  CaseSensitive: column.caseSensitive ?? false,
});
