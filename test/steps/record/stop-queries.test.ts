import { beforeEach, describe, expect, test } from 'vitest';
import type { Lake } from '../../../lib/core/ports.ts';
import { stopQueries } from '../../../lib/steps/record/stop-queries.ts';
import { FakeEngine } from '../fake-engine.ts';

const REF = '.sluice/runs/aviation/flights/r1';
const RAN = { kind: 'write', sql: 'SELECT 1', rowsScanned: '0', bytesScanned: '0' };

let bodies: Map<string, string>;
let fake: FakeEngine;
/** Reads bodies; anything else would touch files. */
const lake = {
  get: async (ref: string) => {
    const text = bodies.get(ref);
    return text === undefined ? undefined : new TextEncoder().encode(text);
  },
} as Lake;

beforeEach(() => {
  bodies = new Map();
  fake = new FakeEngine();
});

const record = (name: string, body: unknown): void =>
  void bodies.set(`${REF}/state/${name}.json`, JSON.stringify(body));
const stop = () => stopQueries(REF, { ...fake, lake });

const WRITING = { queries: [{ queryId: 'w1' }], source: { table: 'stg_source' }, sql: 'SELECT 1' };
const MEASURING = {
  tables: [{ table: { table: 'stg_a' } }, { table: { table: 'stg_b' } }],
  running: [{ query: { queryId: 'm1' } }, { query: { queryId: 'm2' } }],
  waiting: [{ table: { table: 'stg_a' } }],
};
const SAMPLING = { queries: [{ query: { queryId: 's1' }, table: { table: 'stg_s' } }] };

describe('of a run that failed', () => {
  test.each([
    ['writing', WRITING, ['w1'], ['stg_source']],
    ['measuring', MEASURING, ['m1', 'm2'], ['stg_a', 'stg_b']],
    ['sampling', SAMPLING, ['s1'], ['stg_s']],
  ])('what it was %s is stopped, and its tables are dropped', async (name, body, queries, tables) => {
    record(name, body);
    await stop();
    expect([fake.stopped, fake.dropped]).toEqual([queries, tables]);
  });

  test('a candidate that was written is left alone', async () => {
    record('writing', { ...WRITING, ran: RAN });
    await stop();
    expect([fake.stopped, fake.dropped]).toEqual([[], []]);
  });

  test('nothing is done where nothing was begun', async () => {
    await stop();
    expect([fake.stopped, fake.dropped]).toEqual([[], []]);
  });

  test('a table is dropped only once no query reads it any more', async () => {
    record('measuring', MEASURING);
    const order: string[] = [];
    const { engine, catalog } = fake;
    await stopQueries(REF, {
      lake,
      engine: { ...engine, stop: async (q) => void order.push(`stop ${q.queryId}`) },
      catalog: { ...catalog, drop: async ({ table }) => void order.push(`drop ${table}`) },
    });
    expect(order).toEqual(['stop m1', 'stop m2', 'drop stg_a', 'drop stg_b']);
  });

  test('a query is looked at until its end shows, and not for ever', async () => {
    record('writing', WRITING);
    const looks: string[] = [];
    const { engine, catalog } = fake;
    const poll: typeof engine.poll = async ({ queryId }) => {
      looks.push(queryId);
      return { state: 'running' };
    };
    await stopQueries(REF, { lake, catalog, engine: { ...engine, poll } });
    expect(looks).toEqual(['w1', 'w1', 'w1']);
    expect(fake.dropped).toEqual(['stg_source']);
  });

  test('what cannot be read, stopped or dropped does not keep the rest from it', async () => {
    for (const [name, body] of Object.entries({ measuring: MEASURING, sampling: SAMPLING }))
      record(name, body);
    bodies.set(`${REF}/state/writing.json`, '{half');
    const { engine, catalog } = fake;
    await stopQueries(REF, {
      lake,
      engine: {
        ...engine,
        stop: (q) => (q.queryId === 'm1' ? Promise.reject(new Error('throttled')) : engine.stop(q)),
      },
      catalog: {
        ...catalog,
        drop: (t) => (t.table === 'stg_a' ? Promise.reject(new Error('denied')) : catalog.drop(t)),
      },
    });
    expect(fake.stopped.sort()).toEqual(['m2', 's1']);
    expect(fake.dropped.sort()).toEqual(['stg_b', 'stg_s']);
  });

  test('nothing is thrown where the lake answers nothing', async () => {
    const get = () => Promise.reject(new Error('no network'));
    await expect(stopQueries(REF, { ...fake, lake: { ...lake, get } })).resolves.toBeUndefined();
  });
});
