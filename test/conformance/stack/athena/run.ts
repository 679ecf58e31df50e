import { type Column, columnOf, rowsColumn, textColumn } from './columns.ts';
import { DdlError } from './ddl/hive-failure.ts';
import { readDdl } from './ddl/read.ts';
import { type DdlAnswer, runDdl } from './ddl/run.ts';
import { engineFailure, serviceFailure } from './engine-failure.ts';
import { type Execution, end, type Failure, fail, isFinal, type Results } from './execution.ts';
import type { ExecutionFaults } from './faults/board.ts';
import { withoutSemicolon } from './lex.ts';
import { bound, withParameters } from './parameters.ts';
import { planRows, renderRows } from './render.ts';
import { writeReason, writeResults } from './result-files.ts';
import { runCtas } from './run-ctas.ts';
import { type EngineResult, type EngineRun, QueryError, runEngine } from './run-engine.ts';
import { sessionOf } from './session.ts';
import { shifted, toEngine } from './to-engine.ts';
import { runShort } from './trino-client.ts';
import type { World } from './world.ts';

/** Runs a query to its final state. Never throws: what goes wrong is the query's failure. */
export async function runExecution(
  world: World,
  execution: Execution,
  faults: ExecutionFaults,
): Promise<void> {
  try {
    await hold(execution, faults.queuedMs);
    if (faults.failBefore) throw new QueryError(faults.failBefore);
    const results = await work(world, execution);
    await hold(execution, faults.runningMs);
    if (faults.failAfter) throw new QueryError(faults.failAfter);
    if (!results || isFinal(execution)) return;
    await written(world, execution, results);
    execution.results = results;
    end(execution, 'SUCCEEDED');
  } catch (error) {
    await failed(world, execution, error);
  }
}

async function written(world: World, execution: Execution, results: Results): Promise<void> {
  try {
    await writeResults(world, execution, results);
  } catch (error) {
    const reason = `FAILED to write query results to S3: ${error instanceof Error ? error.message : String(error)}`;
    throw new QueryError({ category: 1, type: 401, retryable: false, reason });
  }
}

/** Stays in its state for a while, unless it is stopped. */
async function hold(execution: Execution, ms: number): Promise<void> {
  if (ms > 0) await Promise.race([execution.done, new Promise((resolve) => setTimeout(resolve, ms))]);
}

async function failed(world: World, execution: Execution, error: unknown): Promise<void> {
  if (isFinal(execution)) return;
  const failure: Failure =
    error instanceof QueryError || error instanceof DdlError ? error.failure : serviceFailure(error);
  if (execution.statement.grammar === 'hive') {
    await writeReason(world, execution, failure.reason).catch(() => undefined);
  }
  fail(execution, failure);
}

const work = (world: World, execution: Execution): Promise<Results | undefined> => {
  if (isFinal(execution)) return Promise.resolve(undefined);
  return execution.statement.grammar === 'hive' ? hive(world, execution) : engine(world, execution);
};

async function hive(world: World, execution: Execution): Promise<Results> {
  execution.state = 'RUNNING';
  execution.startedMs = Date.now();
  const answer = await runDdl(
    {
      glue: world.glue,
      s3: world.s3,
      database: (execution.request.database ?? 'default').toLowerCase(),
      engine: (sql) => runIceberg(world, execution, sql),
      nowMs: () => Date.now(),
    },
    readDdl(execution.request.sql),
  );
  return ddlResults(execution, answer);
}

/** A statement of the engine's grammar that DDL on an Iceberg table becomes. */
async function runIceberg(world: World, execution: Execution, sql: string): Promise<void> {
  const session = { ...sessionOf(world, execution, undefined), catalog: world.icebergCatalog };
  const { error } = await runShort(world.trinoUrl, sql, session);
  if (error) throw new QueryError(engineFailure(error));
}

const ddlResults = (execution: Execution, answer: DdlAnswer): Results => ({
  columns: answer.columns,
  rows: answer.lines.map((line) => [line]),
  ...(execution.statement.substatement?.startsWith('SHOW') ? { updateCount: 0 } : {}),
});

/** The statement as the engine gets it, parameters bound. */
async function engineRun(world: World, execution: Execution): Promise<EngineRun> {
  const { sql, parameters, workGroup } = execution.request;
  const cutoff = world.workGroups.get(workGroup)?.bytesScannedCutoff;
  const session = sessionOf(world, execution, cutoff);
  const text = toEngine(withoutSemicolon(sql), world.catalogs);
  const common = { session, writes: execution.statement.counts, ...(cutoff === undefined ? {} : { cutoff }) };
  if (parameters.length === 0) return { ...common, ...text };
  const values = await Promise.all(parameters.map((each) => bound(world.trinoUrl, each, session)));
  const whole = withParameters(text.sql, values);
  const restore = (message: string): string => text.restore(shifted(message, { columns: whole.columns }));
  return { ...common, sql: whole.sql, restore };
}

async function engine(world: World, execution: Execution): Promise<Results | undefined> {
  const run = await engineRun(world, execution);
  const ctas = execution.statement.substatement === 'CREATE_TABLE_AS_SELECT';
  const result = await (ctas ? runCtas : runEngine)(world, execution, run);
  return result && engineResults(execution, result);
}

function engineResults(execution: Execution, result: EngineResult): Results {
  const { statement } = execution;
  const about = {
    ...(result.id === '' ? {} : { engineId: result.id }),
    ...(result.updateType === undefined ? {} : { updateType: result.updateType }),
  };
  if (statement.counts)
    return { ...about, columns: [rowsColumn], rows: [], updateCount: result.updateCount ?? 0 };
  if (statement.type === 'DDL') return { ...about, columns: [], rows: [] };
  const columns = result.columns.map(columnOf);
  if (statement.substatement === 'EXPLAIN')
    return { ...about, columns, rows: [header(columns), ...plan(result)] };
  if (statement.substatement === 'SHOW_CREATE_VIEW')
    return { columns: [textColumn('create view')], rows: lines(result), updateCount: 0 };
  const signatures = result.columns.map((column) => column.typeSignature);
  const rows = renderRows(result.rows, signatures);
  return { ...about, columns, rows: statement.header ? [header(columns), ...rows] : rows, updateCount: 0 };
}

const header = (columns: readonly Column[]): readonly string[] => columns.map((column) => column.name);
const plan = (result: EngineResult): Results['rows'] =>
  result.rows.flatMap((row) => planRows(String(row[0])));
const lines = (result: EngineResult): Results['rows'] =>
  result.rows.flatMap((row) =>
    String(row[0])
      .split('\n')
      .map((line) => [line]),
  );
