import { randomUUID } from 'node:crypto';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalog, Engine, PlannedQuery, QueryRef, QueryState, TableRef } from '../../../core/ports.ts';
import { engineName } from './load.ts';
import type { QueryProfile } from './profile.ts';
import { causeOf, shortMessage } from './query-error.ts';
import { type QueryOutcome, type Row, runQuery } from './run-query.ts';
import { runSliced } from './run-sliced.ts';
import { slicesOf } from './slices.ts';
import { cellIn } from './source-sql.ts';
import { type StagedTable, stageTable } from './staged-table.ts';
import { StatementRefused } from './statement-refused.ts';
import { writeFiles } from './write-files.ts';

export interface DuckDbOptions {
  /** The lake's root: relative paths of files and targets are below it. */
  readonly root: string;
  readonly threads?: number;
  /** Keeps DuckDB's own profile of every query; they then run one after another. */
  readonly profile?: boolean;
}

export interface DuckDb {
  readonly engine: Engine;
  readonly catalog: Catalog;
  /** What DuckDB says that a query did; only with `profile`, once the query has ended. */
  readonly profileOf: (ref: QueryRef) => QueryProfile | undefined;
  readonly close: () => Promise<void>;
}

const INTERRUPT_EVERY_MS = 20;

interface Job {
  state: QueryState;
  rows: readonly Row[];
  profile?: QueryProfile;
  stopped: boolean;
  interrupt?: () => void;
  ended: Promise<void>;
}

/** DuckDB in this process, as Engine and Catalog: an instance of its own for every staged table. */
export function createDuckDb(options: DuckDbOptions): DuckDb {
  const tables = new Map<string, StagedTable | 'opening'>();
  const jobs = new Map<string, Job>();
  /** Table → token → query: a token means the same query only while its table stands. */
  const tokens = new Map<string, Map<string, QueryRef>>();
  let lastProfiled: Promise<unknown> = Promise.resolve();
  const lanes = options.threads ?? availableParallelism();

  const tableOf = ({ table }: TableRef): StagedTable => {
    const found = tables.get(table);
    if (found === undefined || found === 'opening') throw new Error(`no staged table is called ${table}`);
    return found;
  };

  const startJob = (
    token: string,
    { table: name }: TableRef,
    run: (job: Job, table: StagedTable) => Promise<QueryOutcome>,
  ): QueryRef => {
    const table = tableOf({ table: name });
    const byToken = tokens.get(name) ?? new Map<string, QueryRef>();
    tokens.set(name, byToken);
    const known = byToken.get(token);
    if (known !== undefined) return known;
    const ref: QueryRef = { queryId: `q${jobs.size + 1}` };
    const job: Job = { state: { state: 'running' }, rows: [], stopped: false, ended: Promise.resolve() };
    const before = options.profile === true ? lastProfiled : Promise.resolve();
    job.ended = before.then(() => finish(job, table, (j) => run(j, table)));
    lastProfiled = job.ended;
    jobs.set(ref.queryId, job);
    byToken.set(token, ref);
    return ref;
  };

  const jobOf = ({ queryId }: QueryRef): Job => {
    const job = jobs.get(queryId);
    if (job === undefined) throw new Error(`no query has the id ${queryId}`);
    return job;
  };

  const engine: Engine = {
    name: engineName(),
    dialect: 'duckdb',
    start: async (query, token) =>
      startJob(token, query.table, (job, table) =>
        answer(query, table, lanes, (interrupt) => listen(job, interrupt)),
      ),
    write: async (spec, token) =>
      startJob(token, spec.source, async (job, source) => {
        await writeFiles(spec, source, options.root, (interrupt) => listen(job, interrupt));
        return { rows: [], rowsScanned: await source.rows(), bytesScanned: source.bytes };
      }),
    poll: async (ref) => {
      const job = jobOf(ref);
      // Lets a query that has ended meanwhile say so.
      await Promise.race([job.ended, new Promise((resolve) => setImmediate(resolve))]);
      return job.state;
    },
    rows: async function* rows(ref) {
      const job = jobOf(ref);
      await job.ended;
      if (job.state.state === 'failed') throw new Error(job.state.message);
      yield* job.rows;
    },
    stop: async (ref) => {
      await stopJob(jobOf(ref));
    },
  };

  const catalog: Catalog = {
    stage: async (spec) => {
      const name = freeName(tables);
      tables.set(name, 'opening');
      try {
        const profilePath =
          options.profile === true ? join(tmpdir(), `sluice-profile-${randomUUID()}.json`) : undefined;
        const staged = await stageTable(name, spec, {
          root: options.root,
          lanes,
          ...(options.threads === undefined ? {} : { threads: options.threads }),
          ...(profilePath === undefined ? {} : { profilePath }),
        });
        tables.set(name, staged);
        return { table: name };
      } catch (error) {
        tables.delete(name);
        throw error;
      }
    },
    drop: async ({ table }) => {
      const found = tables.get(table);
      if (found === undefined || found === 'opening') return;
      tables.delete(table);
      tokens.delete(table);
      await found.close();
    },
  };

  return {
    engine,
    catalog,
    profileOf: (ref) => jobOf(ref).profile,
    close: async () => {
      await Promise.allSettled([...jobs.values()].map(stopJob));
      for (const table of [...tables.keys()]) await catalog.drop({ table });
    },
  };
}

function answer(
  { sql, groupedBy }: PlannedQuery,
  table: StagedTable,
  lanes: number,
  onStart: (interrupt: () => void) => void,
): Promise<QueryOutcome> {
  const slices = groupedBy === undefined ? undefined : slicesOf(table.spec, groupedBy, lanes);
  if (slices === undefined) return runQuery(sql, table, onStart);
  return runSliced(sql, table, slices, lanes, onStart);
}

/** `candidate`, so that plans read alike everywhere; with a number while another table has the name. */
function freeName(tables: ReadonlyMap<string, unknown>): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? 'candidate' : `candidate_${n}`;
    if (!tables.has(name)) return name;
  }
}

/** DuckDB forgets an interruption that comes between two statements of a job: it is said again until the job has ended. */
async function stopJob(job: Job): Promise<void> {
  job.stopped = true;
  const again = setInterval(() => job.interrupt?.(), INTERRUPT_EVERY_MS);
  job.interrupt?.();
  try {
    await job.ended;
  } finally {
    clearInterval(again);
  }
}

function listen(job: Job, interrupt: () => void): void {
  job.interrupt = interrupt;
  if (job.stopped) throw new Error('INTERRUPT Error: stopped before it began');
}

async function finish(job: Job, table: StagedTable, run: (job: Job) => Promise<QueryOutcome>): Promise<void> {
  try {
    const { rows, rowsScanned, bytesScanned, profile } = await run(job);
    job.rows = rows;
    if (profile !== undefined) job.profile = profile;
    const stats = { rowsScanned: rowsScanned.toString(), bytesScanned: bytesScanned.toString() };
    job.state = { state: 'succeeded', stats };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const files = table.spec.files.map((f) => f.path);
    const cause = job.stopped
      ? 'platform'
      : error instanceof StatementRefused
        ? 'statement'
        : causeOf(message, files);
    const cell = cellIn(message);
    job.state = {
      state: 'failed',
      cause: cell === undefined ? cause : 'statement',
      message: shortMessage(message),
      ...(cell === undefined ? {} : { cell }),
    };
  } finally {
    delete job.interrupt;
  }
}
