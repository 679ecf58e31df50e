import { bytesOfColumns, type Footprint } from '../sql/footprint.ts';
import type { TableRead } from '../sql/table-read.ts';
import { addCosts, type Billing, type Cost, costOf } from './cost.ts';
import type { Plan, PlannedMetric } from './plan.ts';

/** What one query costs at most, or the same query over each partition. */
export interface CostLine extends Cost {
  /** The query that writes the candidate, the scan that rules share, or a rule's own query. */
  readonly kind: 'write' | 'fused' | 'opaque';
  readonly times: number;
  /** Rules that it answers, those first that need most of what it reads. */
  readonly rules: readonly string[];
  /** Of files that nobody has written yet. */
  readonly isGuess?: true;
}

/** All of them together. */
export interface Estimate extends Cost {
  readonly lines: readonly CostLine[];
}

export const estimateOf = (lines: readonly CostLine[]): Estimate => ({ ...addCosts(lines), lines });

/** Statements that are the same but for the partition that they look at, together. */
export function groupStatements({ statements }: Pick<Plan, 'statements'>) {
  const groups = Map.groupBy(statements, (s) => (s.kind === 'fused' ? s.id : `opaque ${s.metrics['']}`));
  return [...groups.values()];
}

type Statements = ReturnType<typeof groupStatements>[number];

/** The statements of a plan over files: one line of each group, in their order. */
export const estimateScans = (
  plan: Pick<Plan, 'statements' | 'metrics'>,
  files: Footprint,
  billing: Billing,
): readonly CostLine[] =>
  groupStatements(plan).map((same) => {
    const ids = new Set(same.flatMap((s) => Object.values(s.metrics)));
    const metrics = plan.metrics.filter((m) => ids.has(m.id));
    const kind = same[0]?.kind ?? 'fused';
    const bytes = bytesOf(same, metrics, files, billing);
    return {
      kind,
      times: same.length,
      rules: rulesOf(metrics, files),
      ...costOf(same.length, bytes, billing),
    };
  });

/** The query that writes candidates, over the files of its source. */
export function estimateWrite({ times, columns }: TableRead, files: Footprint, billing: Billing): CostLine {
  const bytes = BigInt(times) * readOnce(files, columns, billing);
  const cost = addCosts([costOf(1, bytes, billing), costOf(billing.besideWrite, 0n, billing)]);
  return { kind: 'write', times: 1, rules: [], ...cost };
}

function bytesOf(
  same: Statements,
  metrics: readonly PlannedMetric[],
  files: Footprint,
  billing: Billing,
): bigint {
  const reads = metrics.flatMap((m) => (m.read === undefined ? [] : [m.read]));
  if (same[0]?.kind === 'fused') return readOnce(files, columnsOf(metrics, same), billing);
  const all = reads.reduce(
    (sum, { times, columns }) => sum + BigInt(times) * readOnce(files, withKeys(columns, same), billing),
    0n,
  );
  // Athena reads of each partition its own files; DuckDB is said to read all of them each time
  return billing.reads === 'columns' ? all : all * BigInt(same.length);
}

const readOnce = (files: Footprint, columns: TableRead['columns'], { reads }: Billing): bigint =>
  reads === 'files' ? BigInt(files.sizeBytes) : bytesOfColumns(files, columns);

const columnsOf = (metrics: readonly PlannedMetric[], same: Statements): readonly string[] => [
  ...keysOf(same),
  ...metrics.flatMap((m) => m.columns),
];

const keysOf = (same: Statements): readonly string[] =>
  same.flatMap((s) => [...Object.values(s.partitionColumns), ...Object.keys(s.partition ?? {})]);

const withKeys = (columns: TableRead['columns'], same: Statements): TableRead['columns'] =>
  columns === 'all' ? 'all' : [...columns, ...keysOf(same)];

function rulesOf(metrics: readonly PlannedMetric[], files: Footprint): readonly string[] {
  const columns = new Map<string, Set<string>>();
  for (const { usedBy, columns: of } of metrics) {
    for (const rule of usedBy) columns.set(rule, new Set([...(columns.get(rule) ?? []), ...of]));
  }
  const weighed = [...columns].map(([rule, of]) => ({ rule, bytes: bytesOfColumns(files, [...of]) }));
  return weighed.sort((a, b) => Number(b.bytes - a.bytes)).map((w) => w.rule);
}
