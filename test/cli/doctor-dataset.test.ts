import { expect, test } from 'vitest';
import { type DatasetQuestion, probeDataset } from '../../lib/cli/doctor-dataset.ts';
import { issue } from '../../lib/core/contract/issue.ts';
import type { Ledger } from '../../lib/core/ports.ts';
import type { RunRecord } from '../../lib/core/publish/facts.ts';
import { intentOf } from '../../lib/core/publish/intent.ts';
import { publish } from '../../lib/core/publish/law.ts';
import { dynamoLedger } from '../../lib/platform/aws/ledger.ts';
import { leaseKey } from '../../lib/steps/state/lease.ts';
import { actor, clock, DATASET, move, request, snapshot, World } from '../core/publish/world.ts';
import { memoryClient } from '../platform/aws/memory-dynamo.ts';
import { MemoryTable } from '../platform/aws/memory-table.ts';

const START_MS = Date.parse('2001-07-02T12:00:00.000Z');

/** A published day over a ledger of DynamoDB in memory, with readers that a test may mislead. */
async function scene() {
  const world = new World();
  const ids: string[] = [];
  const pace = { now: () => START_MS, random: () => 0.5, sleep: async () => {} };
  const ledger: Ledger = dynamoLedger(memoryClient(new MemoryTable()), 'ledger', { pace });
  const { publisher } = world.process();
  const ports = { ledger, publisher, actor, leaseMs: 30_000, newId: () => `id-${ids.push('')}` };
  const first = snapshot('2001-07-01', 'good');
  const published = await publish(request('one', [move(null, first)]), ports, clock);
  if (published.end !== 'committed') throw new Error(published.why);
  const asked: DatasetQuestion = {
    dataset: DATASET,
    published: 'table db.flights',
    lease: undefined,
    nowMs: START_MS,
    repair: false,
    repairing: 'sluice doctor --repair',
  };
  const look = async (question: Partial<DatasetQuestion> = {}) =>
    (await probeDataset({ ...asked, ...question }, ports)).map((p) => `${p.state}: ${p.says}`);
  const record = async (runId: string, state: RunRecord['state'], time: string) => {
    const window = { start: '2001-07-01T00:00:00Z', end: '2001-07-02T00:00:00Z' };
    const body = { runId, pipeline: DATASET, dataset: DATASET, window, mode: 'enforce', by: actor } as const;
    const row = { kind: 'run', dataset: DATASET, partition: '', id: `${runId}/${state}`, time } as const;
    await ledger.append([{ ...row, body: { ...body, at: time, state } }]);
  };
  return { world, ports, look, record, first };
}

const HEALTHY = 'ok: table db.flights shows 1 partition, as published';

test('what is closed and shown as published is one line', async () => {
  const { look } = await scene();
  expect(await look()).toEqual([HEALTHY]);
});

test('a publish that nobody closed is a problem, and closed when told to', async () => {
  const { look, ports, first } = await scene();
  const { epoch, projection } = await ports.ledger.state(DATASET);
  const from = { publisher: 'model', epoch, projection: { before: projection, after: '9' } };
  await ports.ledger.open(
    intentOf(request('dead', [move(first, snapshot('2001-07-01', 'new'))]), from, clock()),
  );
  expect(await look()).toEqual([
    'problem: run run-dead began to publish 1 partitions at 2001-07-02T00:00:00.000Z, and nobody closed it',
  ]);
  expect(await look({ repair: true })).toEqual([
    'ok: repaired: 1 open publish closed, back: readers saw nothing of it',
    HEALTHY,
  ]);
  expect(await look()).toEqual([HEALTHY]);
});

test('readers that see something else are a problem, and see again what was published when told to', async () => {
  const { look, world, first } = await scene();
  world.versions.set('by hand', new Map());
  world.link = 'by hand';
  const [found] = await look();
  expect(found).toMatch(/^problem: readers see something else than was published/);
  expect(await look({ repair: true })).toEqual([
    'ok: repaired: readers see again what was published',
    HEALTHY,
  ]);
  expect([...world.visible().values()]).toEqual([first.sha256]);
  expect(await look()).toEqual([HEALTHY]);
});

test('a repair waits for nobody: a run that holds the lease is left at work', async () => {
  const { look, world, ports } = await scene();
  world.link = null;
  await ports.ledger.lease(leaseKey(DATASET), 'alive', 30_000);
  await expect(look({ repair: true })).rejects.toThrow('SLU-501');
  expect(world.link).toBeNull();
});

test('a table that cannot be published to is a problem with its own remedy', async () => {
  const { ports } = await scene();
  const refusal = issue('SLU-570', { dataset: DATASET, table: 'db.flights' });
  const publisher = { ...ports.publisher, refuse: async () => [refusal] };
  const question = { dataset: DATASET, published: 'table db.flights', lease: undefined, nowMs: START_MS };
  const found = await probeDataset({ ...question, repair: false, repairing: '' }, { ...ports, publisher });
  expect(found).toMatchObject([
    {
      state: 'problem',
      says: expect.stringMatching(/uses partition projection \(SLU-570\)$/),
      remedy: expect.stringContaining('projection.*'),
    },
  ]);
});

test('a run is at work while it holds its lease, and told no end once that has run out', async () => {
  const { look, record } = await scene();
  await record('r1', 'started', '2001-07-02T11:00:00.000Z');
  expect(await look({ lease: { owner: 'r1', untilMs: START_MS + 1_000 } })).toEqual([
    HEALTHY,
    'ok: run r1 is at work, its lease lasts until 2001-07-02T12:00:01.000Z',
  ]);
  expect(await look({ lease: { owner: 'r1', untilMs: START_MS - 1_000 } })).toEqual([
    HEALTHY,
    'warning: run r1 began at 2001-07-02T11:00:00.000Z, and told no end',
  ]);
});

test('a run that died is forgotten once a later one has finished; one that failed told its end', async () => {
  const { look, record } = await scene();
  await record('r1', 'started', '2001-07-02T09:00:00.000Z');
  await record('r2', 'started', '2001-07-02T10:00:00.000Z');
  await record('r2', 'failed', '2001-07-02T10:01:00.000Z');
  expect(await look()).toEqual([
    HEALTHY,
    'warning: run r1 began at 2001-07-02T09:00:00.000Z, and told no end',
  ]);
  await record('r3', 'started', '2001-07-02T11:00:00.000Z');
  await record('r3', 'finished', '2001-07-02T11:01:00.000Z');
  expect(await look()).toEqual([HEALTHY]);
});

test('a lease that nobody gave back is told, and takes nobody to mend', async () => {
  const { look } = await scene();
  expect(await look({ lease: { owner: 'r0', untilMs: START_MS - 1 } })).toEqual([
    HEALTHY,
    'warning: r0 held the lease until 2001-07-02T11:59:59.999Z, and did not give it back',
  ]);
});
