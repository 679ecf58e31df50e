import { engineFailure } from './engine-failure.ts';
import { type Execution, end, type Failure, isFinal } from './execution.ts';
import { cancel, type EngineColumn, type EnginePage, type EngineSession, pagesOf } from './trino-client.ts';
import type { World } from './world.ts';

/** A query that failed after it had started. */
export class QueryError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.reason);
    this.failure = failure;
  }
}

/** What the engine gave. */
export interface EngineResult {
  readonly id: string;
  readonly columns: readonly EngineColumn[];
  readonly rows: readonly (readonly unknown[])[];
  readonly updateType?: string;
  readonly updateCount?: number;
}

export interface EngineRun {
  readonly sql: string;
  readonly session: EngineSession;
  readonly restore: (message: string) => string;
  /** More bytes than this cancel the query. */
  readonly cutoff?: number;
  readonly writes: boolean;
}

const OVER_CUTOFF = 'Bytes scanned limit was exceeded';

function note(execution: Execution, page: EnginePage, bytesBefore: number): void {
  execution.bytesScanned = bytesBefore + Number(page.stats.physicalInputBytes ?? 0);
  execution.planningMs = Number(page.stats.planningTimeMillis ?? 0);
  if (page.nextUri === undefined) delete execution.nextUri;
  else execution.nextUri = page.nextUri;
  if (page.stats.state !== 'QUEUED' && execution.state === 'QUEUED') {
    execution.state = 'RUNNING';
    execution.startedMs = Date.now();
  }
}

function refuse(execution: Execution, page: EnginePage, run: EngineRun): void {
  if (!page.error) return;
  if (page.error.errorName === 'EXCEEDED_SCAN_LIMIT') {
    end(execution, 'CANCELLED', OVER_CUTOFF);
    return;
  }
  throw new QueryError(engineFailure({ ...page.error, message: run.restore(page.error.message) }));
}

/** A write whose last page has come is done: cancelling it would say what is not so. */
const overCutoff = (execution: Execution, page: EnginePage, run: EngineRun): boolean =>
  run.cutoff !== undefined &&
  execution.bytesScanned > run.cutoff &&
  !(run.writes && page.nextUri === undefined);

/** Drives a statement to its end, or until somebody stopped it: then undefined. */
export async function runEngine(
  world: World,
  execution: Execution,
  run: EngineRun,
): Promise<EngineResult | undefined> {
  const rows: (readonly unknown[])[] = [];
  const bytesBefore = execution.bytesScanned;
  let columns: readonly EngineColumn[] = [];
  for await (const page of pagesOf(world.trinoUrl, run.sql, run.session)) {
    if (isFinal(execution)) {
      if (page.nextUri !== undefined) await cancel(page.nextUri);
      return undefined;
    }
    note(execution, page, bytesBefore);
    refuse(execution, page, run);
    if (overCutoff(execution, page, run)) end(execution, 'CANCELLED', OVER_CUTOFF);
    if (isFinal(execution)) return undefined;
    columns = page.columns ?? columns;
    for (const row of page.data ?? []) rows.push(row);
    if (page.nextUri === undefined) return { ...outcome(page), columns, rows };
  }
  return undefined;
}

const outcome = (page: EnginePage): Pick<EngineResult, 'id' | 'updateType' | 'updateCount'> => ({
  id: page.id,
  ...(page.updateType === undefined ? {} : { updateType: page.updateType }),
  ...(page.updateCount === undefined ? {} : { updateCount: Number(page.updateCount) }),
});
