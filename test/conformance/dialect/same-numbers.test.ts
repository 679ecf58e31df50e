import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHECK_KINDS } from '../../../lib/core/contract/model.ts';
import { askBoth, differing, openDuckDb } from './both-engines.ts';
import { nastyRows } from './nasty-table.ts';
import {
  CONDITIONS,
  contractOf,
  KEYS,
  NUMBERS,
  nastyContract,
  OPAQUE,
  PLAIN_PROPERTIES,
} from './random-rules.ts';

const RUNS = Number(process.env.SLUICE_SAME ?? 60);
let connection: DuckDBConnection;
let close = (): void => undefined;
beforeAll(async () => {
  ({ connection, close } = await openDuckDb());
});
afterAll(() => close());

/** Some eighty rows, others in each run. */
const manyRows = () => fc.sample(nastyRows, 20).flat();

test.each([
  ['condition', CONDITIONS.map((c) => `SELECT count(*) FROM {object} WHERE ${c}`)],
  [
    'aggregate',
    NUMBERS.flatMap((n) =>
      ['sum', 'avg', 'min', 'max', 'count'].map((fn) => `SELECT ${fn}(${n}) FROM {object}`),
    ),
  ],
  ['distinct key', KEYS.map((key) => `SELECT count(DISTINCT ${key}) FROM {object}`)],
  ['query of its own', OPAQUE],
] as const)(
  'every %s of the shared subset gives the same number on both engines',
  async (_, queries) => {
    const dataset = contractOf(PLAIN_PROPERTIES, queries);
    const asked = await askBoth(connection, dataset, manyRows());
    expect(differing(asked)).toEqual([]);
    // errors are counted, not raised: no statement fails as a whole
    expect(Object.values(asked.duckdb).filter((v) => v === 'failed')).toEqual([]);
    expect(Object.keys(asked.duckdb).length).toBeGreaterThan(queries.length / 2);
  },
  300_000,
);

test('rules of every kind over values at the edges of their types give the same numbers on both engines', async () => {
  const kinds = new Set<string>();
  let numbers = 0;
  await fc.assert(
    fc.asyncProperty(nastyContract, nastyRows, async (dataset, rows) => {
      const asked = await askBoth(connection, dataset, rows);
      for (const kind of asked.kinds) kinds.add(kind);
      numbers += Object.keys(asked.duckdb).length;
      expect(differing(asked)).toEqual([]);
    }),
    // shrinking would ask a real engine for hours
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(numbers).toBeGreaterThan(RUNS * 20);
  // of what two words for the same promise share the numbers, one is asked
  expect(CHECK_KINDS.filter((kind) => !kinds.has(kind))).toEqual(['latency']);
}, 900_000);
