import type { Statement } from '../../core/gate/compile.ts';
import type { Ports } from '../../core/ports.ts';
import type { MeasuringTable, RunningStatement } from '../state/measuring.ts';

export type ScanPorts = Pick<Ports, 'engine'>;

/** The same statement of the same run is one query, however often it is started. */
export async function startStatement(
  statement: Statement,
  { table }: Pick<MeasuringTable, 'table'>,
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
