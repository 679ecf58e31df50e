import type { Statement } from './classify.ts';
import type { Column } from './columns.ts';

/** Why a query failed, as `AthenaError` says it. */
export interface Failure {
  /** 1 system, 2 user, 3 other. */
  readonly category: number;
  readonly type: number;
  readonly retryable: boolean;
  readonly reason: string;
  /** Where the short sentence is not the reason. */
  readonly message?: string;
}

/** What a query left behind: rendered values, null where there is none. */
export interface Results {
  readonly columns: readonly Column[];
  /** Header row included where the statement has one. */
  readonly rows: readonly (readonly (string | null)[])[];
  readonly updateCount?: number;
  /** The engine's name of what was done, where it says so: INSERT, CREATE TABLE. */
  readonly updateType?: string;
  readonly engineId?: string;
}

export type State = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

export interface QueryRequest {
  readonly sql: string;
  readonly catalog?: string;
  readonly database?: string;
  readonly workGroup: string;
  readonly parameters: readonly string[];
  /** The folder that results go to. */
  readonly outputLocation: string;
}

/** A query's life. Fields that change are changed by the runner and by `stop`, nowhere else. */
export interface Execution {
  readonly id: string;
  readonly request: QueryRequest;
  readonly statement: Statement;
  readonly submittedMs: number;
  state: State;
  reason?: string;
  failure?: Failure;
  results?: Results;
  startedMs?: number;
  completedMs?: number;
  bytesScanned: number;
  planningMs: number;
  /** Where the engine is to be told to stop. */
  nextUri?: string;
  /** Resolves when the state is final. */
  readonly done: Promise<void>;
  readonly settle: () => void;
}

export function newExecution(
  id: string,
  request: QueryRequest,
  statement: Statement,
  nowMs: number,
): Execution {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    id,
    request,
    statement,
    submittedMs: nowMs,
    state: 'QUEUED',
    bytesScanned: 0,
    planningMs: 0,
    done: promise,
    settle: resolve,
  };
}

export const isFinal = (execution: Execution): boolean =>
  execution.state === 'SUCCEEDED' || execution.state === 'FAILED' || execution.state === 'CANCELLED';

/** Ends a query once; a second end is not heard. */
export function end(execution: Execution, state: State, reason?: string): void {
  if (isFinal(execution)) return;
  execution.state = state;
  if (reason !== undefined) execution.reason = reason;
  execution.completedMs = Date.now();
  execution.settle();
}

export function fail(execution: Execution, failure: Failure): void {
  if (isFinal(execution)) return;
  execution.failure = failure;
  end(execution, 'FAILED', failure.reason);
}

/** The file that holds the results, or would. */
export function resultLocation(execution: Execution): string {
  const folder = execution.request.outputLocation.replace(/\/*$/, '');
  switch (execution.statement.file) {
    case 'csv':
      return `${folder}/${execution.id}.csv`;
    case 'txt':
      return `${folder}/${execution.id}.txt`;
    case 'table':
      return `${folder}/tables/${execution.id}`;
    case 'companion':
      return `${folder}/${execution.id}`;
  }
}
