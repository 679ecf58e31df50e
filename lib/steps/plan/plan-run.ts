import type { Issue } from '../../core/contract/issue.ts';
import type { Budget, Dataset } from '../../core/contract/model.ts';
import { type GateChecks, prepareChecks } from '../../core/gate/bind.ts';
import { isWithinBudget } from '../../core/gate/budget.ts';
import { type CostLine, type Estimate, estimateOf } from '../../core/gate/estimate.ts';
import { judgedPartOf } from '../../core/gate/keys.ts';
import type { Plan } from '../../core/gate/plan.ts';
import { newestFact } from '../../core/publish/query-facts.ts';
import { decimalText } from '../../core/values/decimal.ts';
import { ok, type Result } from '../../core/values/result.ts';
import { planOfDeclared } from '../candidate/estimate-writing.ts';
import type { SearchPorts } from '../candidate/find-partition.ts';
import { findPartitions, originOf, wholeSnapshots } from '../candidate/prepare.ts';
import { createBinder } from '../gate/binder.ts';
import { billingFor } from '../gate/budget.ts';
import type { MetricPorts } from '../gate/known-metrics.ts';
import { datasetOf } from '../state/dataset.ts';
import type { RunRequest } from '../state/request.ts';
import type { PartitionState } from '../state/state.ts';
import { scansOfNew } from './new-scans.ts';
import { type PlannedScan, scansOfKnown } from './planned-scans.ts';
import { describeSource, type SourceSize } from './source-size.ts';

export interface RunPlan {
  readonly plan: Plan;
  readonly dataset: string;
  readonly window: RunRequest['window'];
  readonly partitions: number;
  /** What writing the candidates would read at most. */
  readonly source: SourceSize;
  /** How many partitions have come how far. */
  readonly standing: Standing;
  readonly scans: readonly PlannedScan[];
  /**
   * What this run does not read, and a judgement that needs every number would: partitions that known numbers, of
   * footers above all, reject already.
   */
  readonly laterScans: readonly PlannedScan[];
  readonly cost: PlannedCost;
}

/** What the run costs at most, and whether it may. */
export interface PlannedCost {
  /** With one line for each query, or for the same query over each partition. */
  readonly estimate: Estimate;
  readonly usdPerTb: string;
  readonly budget?: Budget;
  readonly isWithinBudget: boolean;
}

/**
 * What a run would do, against the columns that the contract declares; nothing is read but footers and the ledger.
 * Numbers on record are not asked for again.
 */
export async function planRun(
  request: RunRequest,
  ports: SearchPorts,
): Promise<Result<RunPlan, readonly Issue[]>> {
  const dataset = datasetOf(request);
  const checks = prepareChecks(dataset);
  if (!checks.ok) return checks;
  const source = await describeSource(request, ports.lake);
  if (!source.ok) return source;
  const plan = planOfDeclared(
    request,
    request.partitions.map((p) => p.id),
    ports,
  );
  const states = await statesOf(request, checks.value, ports);
  const written = states?.filter((s) => s.status === 'new') ?? request.partitions;
  const listed = (some: readonly PartitionState[] = []) => scansOfKnown(some, request, checks.value, ports);
  const fresh = await scansOfNew(written, plan, request, source.value, ports);
  const known = await listed(states?.filter((s) => s.status === 'candidate'));
  const { footprints: _, ...size } = source.value;
  return ok({
    plan,
    dataset: request.dataset,
    window: request.window,
    partitions: request.partitions.length,
    standing: states === undefined ? { new: written.length } : count(states),
    source: size,
    scans: [...fresh.scans, ...known.scans],
    laterScans: (await listed(states?.filter(isUnread))).scans,
    cost: costOf([...fresh.lines, ...known.lines], dataset, ports),
  });
}

function costOf(lines: readonly CostLine[], dataset: Dataset, ports: MetricPorts): PlannedCost {
  const { budget } = dataset.settings;
  const estimate = estimateOf(lines);
  return {
    estimate,
    usdPerTb: decimalText(billingFor(dataset, ports).usdPerTb),
    ...(budget === undefined ? {} : { budget }),
    isWithinBudget: isWithinBudget(dataset, estimate),
  };
}

type Standing = Partial<Record<PartitionState['status'], number>>;

/** By what the ledger has; where it has no candidate of the dataset, every partition is to be written. */
async function statesOf(
  request: RunRequest,
  checks: GateChecks,
  ports: SearchPorts,
): Promise<readonly PartitionState[] | undefined> {
  const { dataset } = request;
  if ((await newestFact(ports, { kind: 'manifest', dataset, limit: 1 })) === undefined) return undefined;
  // a plan puts nothing on record
  const silent = { ...ports, ledger: { ...ports.ledger, append: async () => {} } };
  const origin = await originOf(request, silent, () => request.window.end);
  const judgedPart = judgedPartOf(datasetOf(request));
  const visible = await wholeSnapshots(request, undefined, ports);
  return findPartitions({ request, bind: createBinder(checks), judgedPart, visible }, origin, ports);
}

/** Rejected by what was known, and never read: some of its rules were not asked for. */
const isUnread = ({ status, judgedBy }: PartitionState): boolean =>
  status === 'refuted' || judgedBy?.verdict.checks.some((c) => c.reason === 'notAsked') === true;

const count = (states: readonly PartitionState[]): Standing =>
  Object.fromEntries([...Map.groupBy(states, (s) => s.status)].map(([status, of]) => [status, of.length]));
