import type { Dataset } from '../../core/contract/model.ts';
import type { GateCheck, GateChecks } from '../../core/gate/bind.ts';
import { partitionColumns } from '../../core/gate/plan.ts';
import {
  CELL_CHARACTERS,
  compileSample,
  type SampleRule,
  type SampleStatement,
  shownColumns,
} from '../../core/gate/sample.ts';
import type { CheckResult, PartitionVerdict } from '../../core/gate/verdict.ts';
import type { Ports } from '../../core/ports.ts';
import type { PhysicalColumn } from '../../core/sql/physical.ts';
import { canonicalJson } from '../../core/values/canonical.ts';
import { type PartitionId, partitionKey } from '../../core/values/partition.ts';
import { type Scalar, scalarText } from '../../core/values/scalar.ts';
import { createBinder } from '../gate/binder.ts';
import { DIALECTS } from '../gate/statements.ts';
import type { SampledRows } from '../state/samples.ts';

/** Failed partitions that are looked at; a thousand bad days are not told apart by a thousand samples. */
export const PARTITIONS_SAMPLED = 50;

/** Why a query failed, in the engine's words, which may quote a cell. */
export const wordsOf = (message: string, { columns }: Pick<Dataset, 'columns'>): string =>
  columns.some((c) => c.sensitive) ? 'the message is masked, it may quote a cell' : message;

/** A failed partition with the columns that its files have. */
export interface FailedPartition {
  readonly id: PartitionId;
  readonly columns: readonly PhysicalColumn[];
  readonly checks: readonly CheckResult[];
}

/** Whose rows are looked at: what did not pass, whether it was let in all the same or not. */
export const isFailed = ({ decision }: PartitionVerdict): boolean =>
  decision === 'reject' || decision === 'publishWithFailures';

/** What one statement is to find: partitions whose files have the same columns. */
export interface SampleTask {
  readonly columns: readonly PhysicalColumn[];
  readonly partitions: readonly PartitionId[];
  readonly rules: readonly SampleRule[];
  /** Which rule failed in which partition: others may be broken by a few rows, and hold all the same. */
  readonly failed: readonly (readonly [rule: string, partition: string])[];
}

/** Nearly always one task: a window's candidates are written by one query, with the same columns. */
export function planSamples(failed: readonly FailedPartition[], checks: GateChecks): readonly SampleTask[] {
  const bind = createBinder(checks);
  const found = failed
    .map((p) => ({ ...p, rules: failingRules(p, bind(p.columns).checks) }))
    .filter((p) => p.rules.length > 0);
  const groups = Map.groupBy(found.slice(0, PARTITIONS_SAMPLED), (p) => canonicalJson(p.columns));
  return [...groups.values()].map((group) => {
    const rules = new Map(group.flatMap((p) => p.rules.map((r) => [r.id, r])));
    return {
      columns: group[0]?.columns ?? [],
      partitions: group.map((p) => p.id),
      rules: [...rules.values()],
      failed: group.flatMap((p) => p.rules.map((r) => [r.id, partitionKey(p.id)] as const)),
    };
  });
}

function failingRules({ checks }: FailedPartition, bound: readonly GateCheck[]): readonly SampleRule[] {
  const broken = new Set(
    checks.filter((c) => c.outcome === 'failed' || c.outcome === 'warned').map((c) => c.id),
  );
  return bound.flatMap(({ prepared, bound: of }) => {
    const failing = of.ok && broken.has(prepared.rule.id) ? of.value.failing() : undefined;
    return failing === undefined ? [] : [{ id: prepared.rule.id, failing }];
  });
}

export function statementOf(
  task: SampleTask,
  dataset: Dataset,
  table: string,
  { engine }: Pick<Ports, 'engine'>,
): SampleStatement {
  const { columns, rules } = task;
  return compileSample({
    rules,
    columns,
    partitionColumns: partitionColumns(dataset, { columns }),
    shown: shownColumns(dataset, { columns }, rules),
    table,
    dialect: DIALECTS[engine.dialect],
  });
}

/** Rows of the result by rule and partition, those of rules that hold there left out. */
export function readSamples(
  { failed }: Pick<SampleTask, 'failed'>,
  statement: SampleStatement,
  rows: readonly Readonly<Record<string, Scalar>>[],
): readonly SampledRows[] {
  const wanted = new Set(failed.map(([rule, key]) => canonicalJson([rule, key])));
  const groups = new Map<string, { -readonly [K in keyof SampledRows]: SampledRows[K] }>();
  for (const row of rows) {
    const rule = statement.rules[Number(scalarText(row.rule ?? { type: 'null' }))] ?? '';
    const partition = Object.fromEntries(
      Object.entries(statement.partitionColumns).map(([alias, name]) => [name, textOf(row[alias])]),
    );
    const key = canonicalJson([rule, partitionKey(partition)]);
    if (!wanted.has(key)) continue;
    const cells = statement.columns.map((_, i) => textOf(row[`c${i}`]));
    const group = groups.get(key) ?? { rule, partition, columns: statement.columns, rows: [] };
    groups.set(key, { ...group, rows: [...group.rows, cells.map(cut)] });
  }
  return [...groups.values()];
}

const textOf = (value: Scalar | undefined): string | null =>
  value === undefined || value.type === 'null' ? null : value.value;

function cut(cell: string | null): string | null {
  const characters = cell === null ? [] : [...cell];
  return characters.length > CELL_CHARACTERS ? `${characters.slice(0, CELL_CHARACTERS).join('')}…` : cell;
}
