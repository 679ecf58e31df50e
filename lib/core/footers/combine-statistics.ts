import type { Scalar } from '../values/scalar.ts';
import { compareScalars } from './compare-scalars.ts';
import type { ColumnStatistics, Statistics } from './statistics.ts';

/** Rows of several parts together: counts add up, extremes are those of all; what one part does not know is unknown. */
export function combineStatistics(parts: readonly Statistics[]): Statistics {
  const rows = parts.reduce((sum, p) => sum + BigInt(p.rows), 0n);
  const names = new Set(parts.flatMap((p) => Object.keys(p.columns)));
  // a part without rows holds no value: it knows everything there is to know
  const filled = parts.filter((p) => p.rows !== '0');
  const columns = [...names].map((name): [string, ColumnStatistics] => [
    name,
    filled.length === 0
      ? { nulls: '0' }
      : combineColumn(filled.map((p) => ({ rows: p.rows, of: p.columns[name] ?? {} }))),
  ]);
  return { rows: rows.toString(), columns: Object.fromEntries(columns) };
}

interface Part {
  readonly rows: string;
  readonly of: ColumnStatistics;
}

function combineColumn(parts: readonly Part[]): ColumnStatistics {
  const nulls = parts.map((p) => p.of.nulls);
  const known = nulls.filter((n) => n !== undefined);
  const total = known.reduce((sum, n) => sum + BigInt(n), 0n);
  // a part with nothing but nulls has no extreme, and needs none
  const valued = parts.filter((p) => p.of.nulls === undefined || p.of.nulls !== p.rows);
  const min = extreme(
    valued.map((p) => p.of.min),
    -1,
  );
  const max = extreme(
    valued.map((p) => p.of.max),
    1,
  );
  return {
    ...(known.length === parts.length ? { nulls: total.toString() } : {}),
    ...(min === undefined || max === undefined ? {} : { min, max }),
  };
}

function extreme(values: readonly (Scalar | undefined)[], side: -1 | 1): Scalar | undefined {
  const [first, ...rest] = values;
  return rest.reduce<Scalar | undefined>((best, value) => {
    if (best === undefined || value === undefined) return undefined;
    const order = compareScalars(value, best);
    return order === undefined ? undefined : order === side ? value : best;
  }, first);
}
