import { createHash } from 'node:crypto';
import type { Ports } from '../../core/ports.ts';
import { type RunInputs, resolveRun } from '../request/resolve-run.ts';
import { beginRun } from '../state/begin-run.ts';
import { findBody, runFolder } from '../state/bodies.ts';
import { orFail } from '../state/failure.ts';
import type { LeasePorts } from '../state/lease.ts';
import type { StepState } from '../state/state.ts';
import { type CurrentRun, type ExecutionPlan, findCurrent, saveExecution } from './execution.ts';

export interface WindowToBegin
  extends Pick<RunInputs, 'pipeline' | 'sql' | 'registry' | 'environment' | 'locate'> {
  readonly execution: string;
  /** When the execution was started, ISO 8601. */
  readonly startedAt: string;
  readonly index: number;
  readonly plan: ExecutionPlan;
}

export type BeginPorts = LeasePorts & Pick<Ports, 'lake'>;

/** Ends what an earlier attempt at the same window left: its queries, its lease. Nobody is told: it is tried again. */
export type EndAttempt = (earlier: CurrentRun) => Promise<void>;

/**
 * Begins the run of one window. Undefined where it has ended already: the machine went through its windows again
 * after one of them failed. Called twice it begins one run; after that run went on and failed, another.
 */
export async function beginWindow(
  given: WindowToBegin,
  ports: BeginPorts,
  endAttempt: EndAttempt,
): Promise<StepState | undefined> {
  const { execution, index, plan, pipeline, startedAt } = given;
  const current = await findCurrent(ports, execution);
  if (current !== undefined && index < current.index) return undefined;
  const attempt = await attemptAt(index, current, ports, endAttempt);
  const runId = runIdOf(execution, startedAt, index, attempt);
  const window = plan.windows[index];
  if (window === undefined) throw new Error(`the execution ${execution} has no window ${index}`);
  const { sql, registry, environment, locate } = given;
  const { now, mode } = plan;
  const request = orFail(
    resolveRun({ pipeline, sql, registry, window, mode, runId, now, environment, locate }),
  );
  const ref = runFolder(request.dataset, runId);
  const { dataset } = request;
  // before the lease: who ends this execution has to find what it holds
  await saveExecution(ports, execution, 'current', { index, attempt, runId, ref, dataset });
  return beginRun(request, ports);
}

async function attemptAt(
  index: number,
  current: CurrentRun | undefined,
  ports: BeginPorts,
  endAttempt: EndAttempt,
): Promise<number> {
  if (current?.index !== index) return 1;
  const wentOn = await findBody(ports.lake, current.ref, 'prepared');
  if (wentOn === undefined) return current.attempt;
  await endAttempt(current);
  return current.attempt + 1;
}

/** Sortable by time like any other, and the same whenever the same attempt is begun. */
function runIdOf(execution: string, startedAt: string, index: number, attempt: number): string {
  const stamp = startedAt.slice(0, 19).replaceAll(/[-:]/g, '');
  const hash = createHash('sha256').update(`${execution}/${index}/${attempt}`).digest('hex');
  return `${stamp}-${hash.slice(0, 10)}`;
}
