import { beforeEach, expect, test } from 'vitest';
import { prepareChecks } from '../../../lib/core/gate/bind.ts';
import type { PhysicalColumn } from '../../../lib/core/sql/physical.ts';
import { string } from '../../../lib/core/values/scalar.ts';
import { advanceScans, startScans } from '../../../lib/steps/gate/scan.ts';
import { MAX_RUNNING } from '../../../lib/steps/gate/start-statement.ts';
import { HEAD } from '../../contract-head.ts';
import { datasetIn } from '../check/judge-files.ts';
import { FakeEngine } from '../fake-engine.ts';

const DAYS = 35;
const TEXT = `${HEAD}    properties:
      - { name: day, logicalType: string, partitioned: true, partitionKeyPosition: 1 }
      - { name: n, logicalType: integer }
    quality:
      - { id: q, type: sql, query: "SELECT max(d.v) FROM (SELECT n AS v FROM {object}) d", mustBeLessThan: 5 }
`;
const { dataset } = datasetIn(TEXT);
const prepared = prepareChecks(dataset);
if (!prepared.ok) throw new Error(JSON.stringify(prepared.error));
const checks = prepared.value;
const columns: readonly PhysicalColumn[] = [
  { name: 'n', type: { kind: 'integer', bits: 64, signed: true }, typeName: 'INT64', from: 'file' },
  { name: 'day', type: { kind: 'string' }, typeName: 'VARCHAR', from: 'path' },
];
const partitions = Array.from({ length: DAYS }, (_, i) => ({ day: string(`d${i}`) }));

let fake: FakeEngine;
beforeEach(() => {
  fake = new FakeEngine();
});
const start = () => startScans([{ table: { table: 't' }, partitions, columns }], checks, dataset, 'r', fake);
const advance = (scans: Awaited<ReturnType<typeof start>>) => advanceScans(scans, checks, dataset, 'r', fake);
const ENDED = { state: 'succeeded', stats: { rowsScanned: '1', bytesScanned: '1' } } as const;

test('no more than a few queries run at once, and every one has its turn', async () => {
  let scans = await start();
  expect(scans.running).toHaveLength(MAX_RUNNING);
  fake.stateOf = () => ENDED;
  let calls = 0;
  while (scans.running.length > 0) {
    scans = await advance(scans);
    calls += 1;
  }
  expect(fake.mostAtOnce).toBe(MAX_RUNNING);
  expect(scans.waiting).toEqual([]);
  // one for every day, and the fused one
  expect(scans.stats.queries).toBe(DAYS + 1);
  expect(calls).toBe(Math.ceil((DAYS + 1) / MAX_RUNNING));
});

test('a query that ends makes room for one, while others run on', async () => {
  const first = await start();
  fake.stateOf = (queryId) => (queryId === 'q3' ? ENDED : { state: 'running' });
  const next = await advance(first);
  expect(next.running).toHaveLength(MAX_RUNNING);
  expect(fake.started).toHaveLength(MAX_RUNNING + 1);
});

test('where no more can be started, the others wait for those that run', async () => {
  fake.beforeStart = () => {
    if (fake.atOnce === 4) throw new Error('too many queries');
  };
  let scans = await start();
  expect(scans.running.map((r) => r.query.queryId)).toEqual(['q1', 'q2', 'q3', 'q4']);
  expect(scans.waiting).toHaveLength(DAYS + 1 - 4);
  scans = await advance(scans);
  expect(scans.running).toHaveLength(4);
  fake.stateOf = () => ENDED;
  while (scans.running.length > 0) scans = await advance(scans);
  expect([fake.mostAtOnce, scans.stats.queries]).toEqual([4, DAYS + 1]);
});

test('a start that fails is thrown once nothing runs any more', async () => {
  fake.beforeStart = () => {
    if (fake.started.length === 4) throw new Error('access denied');
  };
  const first = await start();
  fake.stateOf = (queryId) => (queryId === 'q1' ? { state: 'running' } : ENDED);
  const second = await advance(first);
  expect(second.running.map((r) => r.query.queryId)).toEqual(['q1']);
  fake.stateOf = () => ENDED;
  await expect(advance(second)).rejects.toThrow('access denied');
});

test('the first start that fails is thrown at once', async () => {
  fake.beforeStart = () => {
    throw new Error('no workgroup');
  };
  await expect(start()).rejects.toThrow('no workgroup');
});
