import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requestOf } from '../../lib/cli/request.ts';
import type { Ports } from '../../lib/core/ports.ts';
import { createDuckDb } from '../../lib/platform/local/duckdb/create-duckdb.ts';
import { localLake } from '../../lib/platform/local/lake.ts';
import { openLedger } from '../../lib/platform/local/ledger.ts';
import { localPublisher } from '../../lib/platform/local/publisher.ts';
import { stopQueries } from '../../lib/steps/record/stop-queries.ts';
import { runPipeline } from '../../lib/steps/run-pipeline.ts';
import { runFolder } from '../../lib/steps/state/bodies.ts';

const DATASET = 'aviation/flights';

let root: string;
let ports: Ports;
let close: () => Promise<void>;
/** What the run asks the engine for and gives back. */
let seen: { started: string[]; stopped: string[]; staged: string[]; dropped: string[] };

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-abandoned-'));
  const lake = localLake(root);
  const ledger = openLedger(join(root, 'ledger.sqlite'));
  const { engine, catalog, close: closeDuck } = createDuckDb({ root });
  seen = { started: [], stopped: [], staged: [], dropped: [] };
  ports = {
    engine: {
      ...engine,
      start: async (...given) => noted('started', await engine.start(...given), (q) => q.queryId),
      write: async (...given) => noted('started', await engine.write(...given), (q) => q.queryId),
      stop: (query) => engine.stop(noted('stopped', query, (q) => q.queryId)),
    },
    catalog: {
      stage: async (spec) => noted('staged', await catalog.stage(spec), (t) => t.table),
      drop: (table) => catalog.drop(noted('dropped', table, (t) => t.table)),
    },
    lake,
    ledger,
    publisher: localPublisher(lake),
    notifiers: [],
    warn: () => {},
    environment: 'local',
    actor: { user: 'test', commit: null, tool: 'test' },
    leaseMs: 30_000,
    newId: () => crypto.randomUUID(),
  };
  close = async () => {
    await closeDuck();
    await ledger.close();
    await lake.close();
  };
});
afterEach(async () => {
  await close();
  rmSync(root, { recursive: true, force: true });
});

function noted<T>(where: keyof typeof seen, of: T, nameOf: (of: T) => string): T {
  seen[where].push(nameOf(of));
  return of;
}

const now = (): string => new Date().toISOString();
const request = () => requestOf(DATASET, { root, start: '2001-02-26', end: '2001-02-28' });

/** Interrupted as soon as the n-th query was started, which never ends by itself. */
async function interruptAt(n: number): Promise<void> {
  const controller = new AbortController();
  const { engine } = ports;
  const poll: typeof engine.poll = (query) => {
    const number = seen.started.indexOf(query.queryId) + 1;
    if (number !== n || seen.stopped.includes(query.queryId)) return engine.poll(query);
    controller.abort(new Error('Ctrl-C'));
    return Promise.resolve({ state: 'running' });
  };
  const running = runPipeline(
    request(),
    { ...ports, engine: { ...engine, poll } },
    now,
    () => {},
    controller.signal,
  );
  await expect(running).rejects.toThrow('Ctrl-C');
}

test.each([
  [1, 'the query that writes candidates'],
  [2, 'a query that measures'],
])('query %i of a run that is interrupted, %s, is stopped, and no staged table stays', async (n) => {
  await interruptAt(n);
  expect(seen.stopped).toContain(seen.started[n - 1]);
  // locally a name is given again once its table was dropped
  expect(seen.dropped.length).toBeGreaterThanOrEqual(seen.staged.length);
  expect([...new Set(seen.dropped)].sort()).toEqual([...new Set(seen.staged)].sort());
  expect(await ports.ledger.lease(`dataset/${DATASET}`, 'somebody', 1000)).toMatchObject({ held: false });
});

test('a run whose publish ended nobody knows how keeps its candidates, also when somebody gives it up', async () => {
  const { publisher } = ports;
  const observe: typeof publisher.observe = async (dataset) => {
    if ((await ports.ledger.openIntents(dataset)).length > 0) throw new Error('no answer');
    return publisher.observe(dataset);
  };
  const of = request();
  const unknown = await runPipeline(of, { ...ports, publisher: { ...publisher, observe } }, now);
  expect(unknown.publish).toBe('unknown');
  const ref = runFolder(DATASET, of.runId);
  const files = () => readdirSync(join(root, ref), { recursive: true, encoding: 'utf8' }).sort();
  const before = files();
  expect(before.filter((f) => f.endsWith('.parquet'))).not.toEqual([]);
  await stopQueries(ref, ports);
  expect(files()).toEqual(before);
  // what readers see turns out later, with those very files
  const next = await runPipeline(request(), ports, now);
  expect(next.partitions.map((p) => p.publication)).toContain('unchanged');
});
