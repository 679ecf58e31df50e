import type { Ports } from '../../core/ports.ts';
import type { RunningStatement, WaitingStatement } from '../state/measuring.ts';
import type { Bodies } from '../state/state.ts';

export type ScanPorts = Pick<Ports, 'engine'>;

/** An account may have some twenty queries at once, and they are not all ours. */
export const MAX_RUNNING = 10;

/**
 * Starts what waits, as far as there is room: here, and in an account whose limit others share. A start that fails is
 * tried again by the next call as long as anything runs, which keeps on record what somebody may have to stop; with
 * nothing left to wait for, the failure is thrown.
 */
export async function startWaiting(
  { running, waiting }: Pick<Bodies['measuring'], 'running' | 'waiting'>,
  runId: string,
  ports: ScanPorts,
): Promise<Pick<Bodies['measuring'], 'running' | 'waiting'>> {
  const started: RunningStatement[] = [];
  for (const one of waiting.slice(0, Math.max(0, MAX_RUNNING - running.length))) {
    try {
      started.push(await startStatement(one, runId, ports));
    } catch (cause) {
      if (running.length + started.length === 0) throw cause;
      break;
    }
  }
  return { running: [...running, ...started], waiting: waiting.slice(started.length) };
}

/** The same statement of the same run is one query, however often it is started. */
async function startStatement(
  { statement, table }: WaitingStatement,
  runId: string,
  { engine }: ScanPorts,
): Promise<RunningStatement> {
  const groupedBy = Object.values(statement.partitionColumns);
  const query = {
    id: statement.id,
    table,
    sql: statement.sql,
    ...(statement.kind === 'fused' && groupedBy.length > 0 ? { groupedBy } : {}),
  };
  return {
    statement,
    table,
    query: await engine.start(query, `${runId}/${table.table}/${statement.sql}`),
  };
}
