import type { Catalog, Engine, PlannedQuery, QueryState } from '../../lib/core/ports.ts';
import type { Scalar } from '../../lib/core/values/scalar.ts';

export type FakeRow = Readonly<Record<string, Scalar>>;

/** An engine and a catalog that only remember what they were asked; queries run until the test ends them. */
export class FakeEngine {
  readonly started: PlannedQuery[] = [];
  readonly stopped: string[] = [];
  readonly staged: string[] = [];
  readonly dropped: string[] = [];
  /** How a query stands: running unless the test says so. */
  stateOf: (queryId: string, sql: string) => QueryState = () => ({ state: 'running' });
  rowsOf: (sql: string) => readonly FakeRow[] = () => [];
  /** Called before a query starts; may throw. */
  beforeStart: (query: PlannedQuery) => void = () => {};
  /** The most that ran at once. */
  mostAtOnce = 0;
  readonly #running = new Set<string>();

  get atOnce(): number {
    return this.#running.size;
  }

  readonly engine: Engine = {
    name: 'fake-1',
    dialect: 'trino',
    start: async (query) => {
      this.beforeStart(query);
      this.started.push(query);
      const queryId = `q${this.started.length}`;
      this.#running.add(queryId);
      this.mostAtOnce = Math.max(this.mostAtOnce, this.#running.size);
      return { queryId };
    },
    write: () => Promise.reject(new Error('nothing is written here')),
    poll: async ({ queryId }) => {
      if (this.stopped.includes(queryId)) return { state: 'failed', cause: 'platform', message: 'stopped' };
      const state = this.stateOf(queryId, this.#sqlOf(queryId));
      if (state.state !== 'running') this.#running.delete(queryId);
      return state;
    },
    rows: ({ queryId }) => rowsIn(this.rowsOf(this.#sqlOf(queryId))),
    stop: async ({ queryId }) => {
      this.#running.delete(queryId);
      this.stopped.push(queryId);
    },
  };

  readonly catalog: Catalog = {
    stage: async () => {
      const table = `t${this.staged.length + 1}`;
      this.staged.push(table);
      return { table };
    },
    drop: async ({ table }) => void this.dropped.push(table),
  };

  #sqlOf(queryId: string): string {
    return this.started[Number(queryId.slice(1)) - 1]?.sql ?? '';
  }
}

async function* rowsIn(rows: readonly FakeRow[]): AsyncIterable<FakeRow> {
  yield* rows;
}
