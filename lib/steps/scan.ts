import { issue } from '../core/contract/issue.ts';
import type { Dataset } from '../core/contract/model.ts';
import type { GateChecks } from '../core/gate/bind.ts';
import type { Statement } from '../core/gate/compile.ts';
import type { Ports } from '../core/ports.ts';
import type { Scalar } from '../core/values/scalar.ts';
import { StepFailure } from './failure.ts';
import type { Bodies, MeasuringTable, RunningStatement, ScanStats } from './state.ts';
import { metricsFor, readResult, statementsFor } from './statements.ts';

type Measuring = Bodies['measuring'];

export type ScanPorts = Pick<Ports, 'engine'>;

const NO_STATS: ScanStats = { queries: 0, scans: 0, rowsScanned: '0', bytesScanned: '0' };

/** Starts every statement that the tables need: one fused scan each, and the listed extra ones. */
export async function startScans(
  tables: readonly MeasuringTable[],
  checks: GateChecks,
  dataset: Dataset,
  runId: string,
  ports: ScanPorts,
): Promise<Measuring> {
  const running: RunningStatement[] = [];
  for (const table of tables) {
    const statements = statementsFor(dataset, metricsFor(checks, table), table, ports);
    for (const statement of statements) running.push(await startOne(statement, table, runId, ports));
  }
  return { tables, running, values: [], failures: {}, stats: NO_STATS };
}

/**
 * Collects what has ended. A fused statement that failed on its SQL is run again in halves, until the metric at
 * fault stands alone and is named; an engine that failed ends the run without any verdict.
 */
export async function advanceScans(
  measuring: Measuring,
  checks: GateChecks,
  dataset: Dataset,
  runId: string,
  ports: ScanPorts,
): Promise<Measuring> {
  const values = new Map(measuring.values.map((v) => [v.key, { ...v.values }]));
  const failures: Record<string, string> = { ...measuring.failures };
  const running: RunningStatement[] = [];
  let stats = measuring.stats;
  for (const one of measuring.running) {
    const state = await ports.engine.poll(one.query);
    if (state.state === 'running') {
      running.push(one);
    } else if (state.state === 'succeeded') {
      stats = addStats(stats, state.stats);
      for await (const row of ports.engine.rows(one.query)) merge(values, one.statement, row);
    } else if (state.cause === 'platform') {
      throw new StepFailure([issue('SLU-444', { message: state.message })], 3);
    } else {
      stats = addStats(stats, { rowsScanned: '0', bytesScanned: '0' });
      running.push(
        ...(await isolate(one, state.message, { measuring, checks, dataset, runId, ports, failures })),
      );
    }
  }
  const list = [...values].map(([key, of]) => ({ key, values: of }));
  return { ...measuring, running, values: list, failures, stats };
}

interface Isolation {
  readonly measuring: Measuring;
  readonly checks: GateChecks;
  readonly dataset: Dataset;
  readonly runId: string;
  readonly ports: ScanPorts;
  readonly failures: Record<string, string>;
}

async function isolate(
  one: RunningStatement,
  message: string,
  context: Isolation,
): Promise<RunningStatement[]> {
  const { measuring, checks, dataset, runId, ports, failures } = context;
  const ids = Object.values(one.statement.metrics);
  const [only] = ids;
  const table = measuring.tables.find((t) => t.table.table === one.table.table);
  if (ids.length <= 1 || table === undefined) {
    if (only !== undefined) failures[only] = message;
    return [];
  }
  const half = Math.ceil(ids.length / 2);
  const metrics = metricsFor(checks, table);
  const started: RunningStatement[] = [];
  for (const part of [ids.slice(0, half), ids.slice(half)]) {
    const some = metrics.filter((m) => part.includes(m.id));
    for (const statement of statementsFor(dataset, some, table, ports)) {
      started.push(await startOne(statement, table, runId, ports));
    }
  }
  return started;
}

async function startOne(
  statement: Statement,
  { table }: MeasuringTable,
  runId: string,
  ports: ScanPorts,
): Promise<RunningStatement> {
  const query = { id: statement.id, table, sql: statement.sql };
  return {
    statement,
    table,
    query: await ports.engine.start(query, `${runId}/${table.table}/${statement.sql}`),
  };
}

function merge(
  values: Map<string, Record<string, Scalar>>,
  statement: Statement,
  row: Readonly<Record<string, Scalar>>,
): void {
  const read = readResult(statement, row);
  values.set(read.key, { ...values.get(read.key), ...read.values });
}

const addStats = (stats: ScanStats, more: Pick<ScanStats, 'rowsScanned' | 'bytesScanned'>): ScanStats => ({
  queries: stats.queries + 1,
  scans: stats.scans + 1,
  rowsScanned: (BigInt(stats.rowsScanned) + BigInt(more.rowsScanned)).toString(),
  bytesScanned: (BigInt(stats.bytesScanned) + BigInt(more.bytesScanned)).toString(),
});
