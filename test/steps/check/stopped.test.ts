import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Ports } from '../../../lib/core/ports.ts';
import { localLake } from '../../../lib/platform/local/lake.ts';
import { type Interruptible, inspectData } from '../../../lib/steps/check/check-data.ts';
import { HEAD } from '../../contract-head.ts';
import { FakeEngine } from '../fake-engine.ts';
import { datasetIn } from './judge-files.ts';

const TEXT = `${HEAD}    properties: [{ name: a, logicalType: integer, unique: true, logicalTypeOptions: { maximum: 0 } }]
    quality:
      - { id: q, type: sql, query: "SELECT max(d.v) FROM (SELECT a AS v FROM {object}) d", mustBeLessThan: 5 }
`;
const NOW = '2030-01-01T00:00:00Z';

let root: string;
let ports: Pick<Ports, 'lake'>;
let fake: FakeEngine;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'sluice-stopped-'));
  ports = { lake: localLake(root) };
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT 1 + range AS a FROM range(2)) TO '${join(root, 'a.parquet')}' (FORMAT parquet)`,
  );
  instance.closeSync();
});
beforeEach(() => {
  fake = new FakeEngine();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const check = (interruptible?: Interruptible, samples = false) =>
  inspectData(
    { ...datasetIn(TEXT), path: join(root, 'a.parquet'), format: 'parquet', now: NOW, samples },
    { ...fake, ...ports },
    () => NOW,
    interruptible,
  );
const TWO = ['q1', 'q2'];

test('a check whose engine fails stops its other queries, and leaves no table', async () => {
  fake.stateOf = (id) =>
    id === 'q1' ? { state: 'failed', cause: 'platform', message: 'no memory' } : { state: 'running' };
  await expect(check()).rejects.toMatchObject({ issues: [{ code: 'SLU-444' }] });
  expect(fake.started).toHaveLength(2);
  expect(fake.stopped.sort()).toEqual(TWO);
  expect(fake.dropped).toEqual(fake.staged);
});

test('a check that somebody interrupts stops its queries, and leaves no table', async () => {
  const controller = new AbortController();
  fake.stateOf = () => {
    controller.abort(new Error('Ctrl-C'));
    return { state: 'running' };
  };
  await expect(check((work) => work(controller.signal))).rejects.toThrow('Ctrl-C');
  expect(fake.stopped.sort()).toEqual(TWO);
  expect(fake.dropped).toEqual(fake.staged);
});

test('interrupted while it looks for failing rows, it does the same', async () => {
  const controller = new AbortController();
  fake.stateOf = (id) => {
    if (id === 'q3') {
      controller.abort(new Error('Ctrl-C'));
      return { state: 'running' };
    }
    return { state: 'succeeded', stats: { rowsScanned: '1', bytesScanned: '1' } };
  };
  // that no value is above 0 is proven false by the footer: its rows are looked for
  await expect(check((work) => work(controller.signal), true)).rejects.toThrow('Ctrl-C');
  expect(fake.stopped).toEqual(['q3']);
  expect(fake.dropped).toEqual(fake.staged);
});

test('a check that ends by itself stops nothing that has ended', async () => {
  fake.stateOf = () => ({ state: 'succeeded', stats: { rowsScanned: '1', bytesScanned: '1' } });
  await check();
  expect(fake.stopped).toEqual([]);
  expect(fake.dropped).toEqual(fake.staged);
});
