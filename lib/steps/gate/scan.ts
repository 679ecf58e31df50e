import { issue } from '../../core/contract/issue.ts';
import type { Dataset } from '../../core/contract/model.ts';
import type { GateChecks } from '../../core/gate/bind.ts';
import type { Statement } from '../../core/gate/compile.ts';
import type { Scalar } from '../../core/values/scalar.ts';
import { StepFailure } from '../state/failure.ts';
import type {
  MeasuringTable,
  MetricFailure,
  RanStatement,
  RunningStatement,
  ScanStats,
  WaitingStatement,
} from '../state/measuring.ts';
import type { Bodies } from '../state/state.ts';
import { failuresOf, isolate } from './isolate.ts';
import { type ScanPorts, startWaiting } from './start-statement.ts';
import { metricsFor, readResult, statementsFor } from './statements.ts';

type Measuring = Bodies['measuring'];

const NOTHING_READ = { rowsScanned: '0', bytesScanned: '0' };
const NO_STATS: ScanStats = { queries: 0, scans: 0, ...NOTHING_READ };

/**
 * Begins with the statements that the tables need: one fused scan each, and the listed extra ones. No more than
 * `MAX_RUNNING` of them run at once; the others wait for their turn.
 */
export async function startScans(
  tables: readonly MeasuringTable[],
  checks: GateChecks,
  dataset: Dataset,
  runId: string,
  ports: ScanPorts,
): Promise<Measuring> {
  const waiting = tables.flatMap((table) =>
    statementsFor(dataset, metricsFor(checks, table), table, ports).map(
      (statement): WaitingStatement => ({ statement, table: table.table }),
    ),
  );
  const begun = await startWaiting({ running: [], waiting }, runId, ports);
  return { tables, ...begun, values: [], failures: [], stats: NO_STATS, ran: [] };
}

/**
 * Collects what has ended, and starts what waits. A statement that failed on its SQL is run again in halves, until
 * the metric and the partition at fault stand alone and are named; an engine that failed ends the run without any
 * verdict.
 */
export async function advanceScans(
  measuring: Measuring,
  checks: GateChecks,
  dataset: Dataset,
  runId: string,
  ports: ScanPorts,
): Promise<Measuring> {
  const values = new Map(measuring.values.map((v) => [v.key, { ...v.values }]));
  const failures = [...measuring.failures];
  const running: RunningStatement[] = [];
  const waiting = [...measuring.waiting];
  const ran = [...measuring.ran];
  let stats = measuring.stats;
  for (const one of measuring.running) {
    const state = await ports.engine.poll(one.query);
    if (state.state === 'running') {
      running.push(one);
    } else if (state.state === 'succeeded') {
      stats = addStats(stats, state.stats);
      ran.push(ranStatement(one.statement, state.stats));
      let rows = 0;
      for await (const row of ports.engine.rows(one.query)) {
        merge(values, one.statement, row);
        rows += 1;
      }
      if (one.statement.kind === 'opaque' && rows > 1) {
        failures.push(
          ...failuresOf(
            one.statement,
            [one.statement.partition ?? {}],
            `it returned ${rows} rows, not one number`,
          ),
        );
      }
    } else if (state.cause === 'platform') {
      throw new StepFailure([issue('SLU-444', { message: state.message })], 3);
    } else {
      stats = addStats(stats, NOTHING_READ);
      ran.push({ ...ranStatement(one.statement, NOTHING_READ), failed: state.message });
      waiting.push(
        ...isolate(one, state.message, { tables: measuring.tables, checks, dataset, ports, failures }),
      );
    }
  }
  const list = [...values].map(([key, of]) => ({ key, values: of }));
  const begun = await startWaiting({ running, waiting }, runId, ports);
  return { ...measuring, ...begun, values: list, failures, stats, ran };
}

function merge(
  values: Map<string, Record<string, Scalar>>,
  statement: Statement,
  row: Readonly<Record<string, Scalar>>,
): void {
  const read = readResult(statement, row);
  values.set(read.key, { ...values.get(read.key), ...read.values });
}

const ranStatement = (
  { kind, sql, partition }: Statement,
  { rowsScanned, bytesScanned }: Pick<ScanStats, 'rowsScanned' | 'bytesScanned'>,
): RanStatement => ({
  kind,
  sql,
  ...(partition === undefined ? {} : { partition }),
  rowsScanned,
  bytesScanned,
});

const addStats = (stats: ScanStats, more: Pick<ScanStats, 'rowsScanned' | 'bytesScanned'>): ScanStats => ({
  queries: stats.queries + 1,
  scans: stats.scans + 1,
  rowsScanned: (BigInt(stats.rowsScanned) + BigInt(more.rowsScanned)).toString(),
  bytesScanned: (BigInt(stats.bytesScanned) + BigInt(more.bytesScanned)).toString(),
});

/** Partition key → of that partition: metric → why it could not be had. */
export function failuresByPartition(
  failures: readonly MetricFailure[],
): (partition: string) => ReadonlyMap<string, string> {
  const groups = Map.groupBy(failures, (f) => f.partition);
  return (partition) => new Map((groups.get(partition) ?? []).map((f) => [f.metric, f.message]));
}
