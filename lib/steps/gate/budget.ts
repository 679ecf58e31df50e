import type { Dataset } from '../../core/contract/model.ts';
import type { GateChecks } from '../../core/gate/bind.ts';
import { isWithinBudget, overBudget } from '../../core/gate/budget.ts';
import { actualCost, addCosts, type Billing, billingOf, type Cost, costOf } from '../../core/gate/cost.ts';
import { type CostLine, type Estimate, estimateOf, estimateScans } from '../../core/gate/estimate.ts';
import { planGate } from '../../core/gate/plan.ts';
import type { Engine } from '../../core/ports.ts';
import { addFootprints, type Footprint, wholeFile } from '../../core/sql/footprint.ts';
import type { PartitionId } from '../../core/values/partition.ts';
import { checksOf, datasetOf } from '../state/dataset.ts';
import { StepFailure } from '../state/failure.ts';
import type { RunRequest } from '../state/request.ts';
import type { Bodies, PartitionState } from '../state/state.ts';
import { DIALECTS } from './statements.ts';
import type { TableGroup } from './table-groups.ts';

type EnginePort = { readonly engine: Pick<Engine, 'dialect'> };

export const billingFor = ({ settings }: Dataset, { engine }: EnginePort): Billing =>
  billingOf(engine.dialect, settings.budget);

/** What these queries cost at most; beyond the dataset's budget the run ends before it sends them. */
export function afford(dataset: Dataset, lines: readonly CostLine[]): Estimate {
  const estimate = estimateOf(lines);
  const over = overBudget(dataset, estimate);
  if (over !== undefined) throw new StepFailure([over], 2);
  return estimate;
}

export interface TableToMeasure extends Pick<TableGroup, 'columns' | 'known'> {
  readonly dataset: Dataset;
  readonly checks: GateChecks;
  readonly partitions: readonly PartitionId[];
  readonly files: Footprint;
}

/** What measuring one table costs at most. */
export function estimateTable(
  { dataset, checks, partitions, columns, known, files }: TableToMeasure,
  ports: EnginePort,
): readonly CostLine[] {
  const plan = planGate({
    dataset,
    checks,
    schema: { columns },
    partitions,
    table: 'candidate',
    dialect: DIALECTS[ports.engine.dialect],
    known: new Set(known),
  });
  return estimateScans(plan, files, billingFor(dataset, ports));
}

/** What measuring candidates costs at most, by the footers of their files, or by their sizes. */
export function estimateTables(
  groups: readonly TableGroup[],
  request: Pick<RunRequest, 'contract' | 'schemaName'>,
  ports: EnginePort,
): readonly CostLine[] {
  const about = { dataset: datasetOf(request), checks: checksOf(request) };
  return groups.flatMap(({ partitions, columns, known }) => {
    const files = addFootprints(partitions.map(footprintOfPartition));
    return estimateTable({ ...about, partitions: partitions.map((p) => p.id), columns, known, files }, ports);
  });
}

/**
 * What writing and measuring candidates costs at most; beyond the budget of what is left after writing them, the run
 * ends before it sends the first statement.
 */
export function affordTables(
  groups: readonly TableGroup[],
  request: Pick<RunRequest, 'contract' | 'schemaName'>,
  writing: Bodies['writing'] | undefined,
  ports: EnginePort,
): Cost {
  const dataset = datasetOf(request);
  const scans = estimateTables(groups, request, ports);
  if (scans.length > 0) afford(dataset, [...writtenLine(writing, billingFor(dataset, ports)), ...scans]);
  return addCosts([...(writing?.estimate === undefined ? [] : [writing.estimate]), ...scans]);
}

/** What writing did read. */
const writtenLine = (writing: Bodies['writing'] | undefined, billing: Billing): readonly CostLine[] =>
  writing?.ran === undefined
    ? []
    : [{ kind: 'write', times: 1, rules: [], ...actualCost([writing.ran], billing) }];

/** Of a candidate that an earlier run pinned the sizes of its files are known. */
export const footprintOfPartition = ({
  footprint,
  manifest,
}: Pick<PartitionState, 'footprint' | 'manifest'>): Footprint =>
  footprint ?? wholeFile((manifest?.files ?? []).reduce((sum, f) => sum + f.sizeBytes, 0));

/** Why failing rows are not looked at: they are no reason to refuse a run, and none to go beyond its budget. */
export const NO_ROOM = 'sluice.budget leaves no room for one more query';

/** Whether so many more queries over so many bytes, beside what was spent, stay within the budget. */
export function leavesRoom(
  dataset: Dataset,
  spent: Cost,
  { queries, bytes }: { readonly queries: number; readonly bytes: number },
  ports: EnginePort,
): boolean {
  const more = costOf(queries, BigInt(bytes), billingFor(dataset, ports));
  return queries === 0 || isWithinBudget(dataset, addCosts([spent, more]));
}
