import { isDeepStrictEqual } from 'node:util';
import type { CanonicalCheck, Difference } from '../../../../lib/report/canonical-verdict.ts';
import { isReadable } from './column-types.ts';
import type { RandomColumn, RandomTable } from './table.ts';

/**
 * Differences that docs/engines.md lists and asserts one by one; here they may appear in a random pair. A decision
 * follows from the checks of its partition: it may differ where a listed check has another outcome or another reason there,
 * in nothing but itself. Everything else is a finding.
 */
export function withoutListed(all: readonly Difference[], table: RandomTable): readonly Difference[] {
  const listed = all.filter((d) => isListed(d, table));
  const excused = new Set(listed.filter(mayDecide).map(partitionOf));
  return all.filter((d) => !listed.includes(d) && !(excused.has(d.where) && onlyDecisionDiffers(d)));
}

const isCheck = (value: unknown): value is CanonicalCheck =>
  typeof value === 'object' && value !== null && 'measured' in value;

/** Of two rules that are notEvaluated one may be broken, which no policy lets through. */
const mayDecide = ({ one, other }: Difference): boolean =>
  isCheck(one) && isCheck(other) && (one.outcome !== other.outcome || one.reason !== other.reason);

/** The name of a check's partition, which is what its own difference is called by. */
const partitionOf = ({ where, one }: Difference): string =>
  isCheck(one) ? where.slice(0, -` ${one.id}`.length) : where;

function onlyDecisionDiffers({ one, other }: Difference): boolean {
  if (!isPartition(one) || !isPartition(other)) return false;
  return isDeepStrictEqual({ ...one, decision: '' }, { ...other, decision: '' });
}

const isPartition = (value: unknown): value is { readonly decision: string } =>
  typeof value === 'object' && value !== null && 'decision' in value;

function isListed({ one, other }: Difference, { columns }: RandomTable): boolean {
  if (!isCheck(one) || !isCheck(other)) return false;
  const column = columns.find((c) => c.name === one.column);
  if (column === undefined) return false;
  if (outOfType(column, one)) return true;
  return other.reason === 'broken' && (!isReadable(column) || overflowing(column, one));
}

/** Decimals of 38 digits beside a number that needs digits of its own: DuckDB does not evaluate it. */
const outOfType = ({ duckdb }: RandomColumn, { kind, outcome }: CanonicalCheck): boolean =>
  duckdb.startsWith('DECIMAL(38') && kind === 'sql' && outcome === 'notEvaluated';

/** Sums beyond 38 digits: DuckDB goes on until 2^127. */
const overflowing = ({ duckdb }: RandomColumn, { kind }: CanonicalCheck): boolean =>
  duckdb.startsWith('DECIMAL(38') && (kind === 'sum' || kind === 'mean');

/** Has a cell that Athena rounds: timestamps of Hive tables have milliseconds. */
export const hasMicroseconds = ({ columns, files }: RandomTable): boolean =>
  files.some((f) =>
    f.rows.some((row) => row.some((cell, i) => columns[i]?.family === 'instant' && MICROS.test(cell ?? ''))),
  );

const MICROS = /\.\d{4,}/;
