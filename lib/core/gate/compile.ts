import type { Dialect } from '../sql/dialect.ts';
import type { Metric } from '../sql/metric.ts';
import type { PhysicalColumn } from '../sql/physical.ts';
import { printExpr, printLiteral, quoteIdentifier } from '../sql/print.ts';
import { type PartitionId, partitionKey } from '../values/partition.ts';
import type { Scalar } from '../values/scalar.ts';

/** Athena refuses longer statements; the same limit splits the fused query everywhere. */
export const MAX_STATEMENT_BYTES = 262_144;

/** One statement of a plan. Its result is read by alias: `p0…` partition columns, `m0…` metrics. */
export interface Statement {
  readonly id: string;
  readonly kind: 'fused' | 'opaque';
  readonly sql: string;
  /** alias → metric id */
  readonly metrics: Readonly<Record<string, string>>;
  /** alias → partition column; empty for an unpartitioned table and for opaque statements. */
  readonly partitionColumns: Readonly<Record<string, string>>;
  /** The one partition that an opaque statement looks at. */
  readonly partition?: PartitionId;
  /** The only partitions that a fused statement looks at, where it is not all of them. */
  readonly only?: readonly PartitionId[];
}

export interface CompileRequest {
  readonly metrics: readonly Metric[];
  readonly partitionColumns: readonly PhysicalColumn[];
  readonly partitions: readonly PartitionId[];
  readonly table: string;
  readonly dialect: Dialect;
  readonly maxBytes?: number;
  /** Looks at these partitions only: how a statement that failed is narrowed down. */
  readonly only?: readonly PartitionId[];
}

/** All row metrics in one scan grouped by partition; each opaque query is a scan of its own per partition. */
export function compileStatements(request: CompileRequest): readonly Statement[] {
  const row = request.metrics.filter((m) => m.class === 'row');
  const opaque = request.metrics.filter((m) => m.class === 'opaque');
  return [...fuse(row, request), ...opaque.flatMap((m) => perPartition(m, request))];
}

function fuse(metrics: readonly Metric[], request: CompileRequest): readonly Statement[] {
  if (metrics.length === 0) return [];
  const limit = request.maxBytes ?? MAX_STATEMENT_BYTES;
  const statement = fusedStatement(metrics, request);
  if (Buffer.byteLength(statement.sql) <= limit || metrics.length === 1) return [statement];
  const half = Math.ceil(metrics.length / 2);
  return [...fuse(metrics.slice(0, half), request), ...fuse(metrics.slice(half), request)];
}

function fusedStatement(metrics: readonly Metric[], request: CompileRequest): Statement {
  const { dialect, partitionColumns, table } = request;
  const keys = partitionColumns.map((c, i) => `${quoteIdentifier(c.name)} AS p${i}`);
  const values = metrics.flatMap((m, i) => (m.expr ? [`${printExpr(m.expr, dialect)} AS m${i}`] : []));
  const group = partitionColumns.map((c) => quoteIdentifier(c.name)).join(', ');
  const sql = [
    `SELECT\n  ${[...keys, ...values].join(',\n  ')}`,
    `FROM ${quoteIdentifier(table)}`,
    ...(request.only === undefined ? [] : [`WHERE ${anyOf(request.only, partitionColumns, dialect)}`]),
    ...(group === '' ? [] : [`GROUP BY ${group}`]),
  ].join('\n');
  const ids = metrics.map((m) => m.id);
  return {
    id: `fused-${ids[0] ?? ''}`,
    kind: 'fused',
    sql,
    metrics: Object.fromEntries(ids.map((id, i) => [`m${i}`, id])),
    partitionColumns: Object.fromEntries(partitionColumns.map((c, i) => [`p${i}`, c.name])),
    ...(request.only === undefined ? {} : { only: request.only }),
  };
}

function perPartition(metric: Metric, request: CompileRequest): readonly Statement[] {
  const { tree, kinds = {} } = metric;
  const query = (tree && request.dialect.query?.(tree, kinds)) ?? metric.query ?? '';
  return request.partitions.map((partition) => {
    const where =
      request.partitionColumns.length === 0
        ? ''
        : ` WHERE ${isIn(partition, request.partitionColumns, request.dialect)}`;
    const object = `(SELECT * FROM ${quoteIdentifier(request.table)}${where})`;
    return {
      id: `opaque-${metric.id}-${partitionKey(partition)}`,
      kind: 'opaque',
      sql: query.replaceAll('{object}', () => object),
      metrics: { '': metric.id },
      partitionColumns: {},
      partition,
    };
  });
}

const isIn = (partition: PartitionId, columns: readonly PhysicalColumn[], dialect: Dialect): string =>
  columns.map((c) => partitionCondition(c, partition[c.name], dialect)).join(' AND ');

const anyOf = (
  partitions: readonly PartitionId[],
  columns: readonly PhysicalColumn[],
  dialect: Dialect,
): string => partitions.map((p) => `(${isIn(p, columns, dialect)})`).join(' OR ');

function partitionCondition(column: PhysicalColumn, value: Scalar | undefined, dialect: Dialect): string {
  const name = quoteIdentifier(column.name);
  if (value === undefined || value.type === 'null') return `${name} IS NULL`;
  const literal = printLiteral(value);
  const term = value.type === 'string' ? (dialect.partition?.(name, value.value) ?? name) : name;
  return `${term} = ${column.type.kind === 'date' ? `CAST(${literal} AS DATE)` : literal}`;
}
