import { issue } from '../../core/contract/issue.ts';
import { partitionsPerRun } from '../../core/environment/partitions-per-run.ts';
import { scheduledWindow } from '../../core/pipeline/scheduled-window.ts';
import { splitWindow } from '../../core/pipeline/split-window.ts';
import { readWindow, type Window } from '../../core/pipeline/window.ts';
import type { Ports } from '../../core/ports.ts';
import { type RunInputs, resolveDefinitions } from '../request/resolve-run.ts';
import { orFail, StepFailure } from '../state/failure.ts';
import { saveExecution } from './execution.ts';

/**
 * An execution has 25,000 events, and all its windows share them: one has about 60, and nine for each look at a query that
 * still runs. So many windows may each look fifty times.
 */
const MOST_WINDOWS = 50;

/** How an execution was started: for an instant, by a schedule; or over a span of time, by somebody. */
export interface ExecutionInput {
  readonly scheduledTime?: string | undefined;
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  readonly mode?: 'enforce' | 'shadow' | undefined;
}

export interface PlannedExecution
  extends Pick<RunInputs, 'pipeline' | 'registry' | 'environment' | 'locate'> {
  /** Name of the execution. */
  readonly execution: string;
  /** When it was started, ISO 8601. */
  readonly startedAt: string;
  readonly input: ExecutionInput;
}

/** Puts down the windows that an execution goes through; gives how many. Throws StepFailure (2). */
export async function planWindows(planned: PlannedExecution, ports: Pick<Ports, 'lake'>): Promise<number> {
  const { pipeline, execution, startedAt, input } = planned;
  const { dataset } = orFail(resolveDefinitions(planned));
  const now = input.scheduledTime ?? startedAt;
  const { candidate } = pipeline;
  const location = 'location' in candidate ? candidate.location : undefined;
  const atMost = partitionsPerRun(planned.environment.platform);
  const split = splitWindow(windowOf(planned, now), dataset, { atMost, location });
  const windows = orFail(split);
  if (windows.length > MOST_WINDOWS) {
    const params = { count: String(windows.length), limit: String(MOST_WINDOWS) };
    throw new StepFailure([issue('SLU-207', params)], 2);
  }
  await saveExecution(ports, execution, 'plan', {
    pipeline: pipeline.name,
    now,
    mode: input.mode ?? pipeline.mode,
    windows,
  });
  return windows.length;
}

function windowOf({ pipeline, input }: PlannedExecution, now: string): Window {
  const { start, end } = input;
  if (start !== undefined && end !== undefined) {
    return orFail(readWindow({ start, end }, { start: 'start', end: 'end' }));
  }
  const given = start === undefined ? end : start;
  if (given !== undefined || pipeline.schedule === undefined) {
    throw new StepFailure([issue('SLU-208', { pipeline: pipeline.name })], 2);
  }
  return orFail(scheduledWindow(pipeline.schedule, now));
}
