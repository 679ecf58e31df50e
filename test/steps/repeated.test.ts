import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requestOf } from '../../lib/cli/request.ts';
import type { Notice } from '../../lib/core/notify/message.ts';
import type { Ports } from '../../lib/core/ports.ts';
import { factsOf } from '../../lib/core/publish/query-facts.ts';
import { createDuckDb } from '../../lib/platform/local/duckdb/create-duckdb.ts';
import { localLake } from '../../lib/platform/local/lake.ts';
import { openLedger } from '../../lib/platform/local/ledger.ts';
import { localPublisher } from '../../lib/platform/local/publisher.ts';
import { outcomeOf } from '../../lib/steps/record/summary.ts';
import { beginRun } from '../../lib/steps/state/begin-run.ts';
import type { RunOutcome } from '../../lib/steps/state/outcome.ts';
import type { Step, StepState } from '../../lib/steps/state/state.ts';
import { STEPS, type StepName } from '../../lib/steps/step-list.ts';
import { STEP_TABLE } from '../../lib/steps/step-table.ts';

const DATASET = 'aviation/flights';

let root: string;
let ports: Ports;
let told: Notice[];
let close: () => Promise<void>;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-repeated-'));
  const lake = localLake(root);
  const ledger = openLedger(join(root, 'ledger.sqlite'));
  const duck = createDuckDb({ root });
  told = [];
  ports = {
    ...duck,
    lake,
    ledger,
    publisher: localPublisher(lake),
    notifiers: [{ name: 'test', notify: async (notice) => void told.push(notice) }],
    warn: (line) => expect.fail(line),
    environment: 'local',
    actor: { user: 'test', commit: null, tool: 'test' },
    leaseMs: 30_000,
    newId: () => crypto.randomUUID(),
  };
  close = async () => {
    await duck.close();
    await ledger.close();
    await lake.close();
  };
});
afterEach(async () => {
  await close();
  rmSync(root, { recursive: true, force: true });
});

type Call = (run: Step, state: StepState, name: string) => Promise<StepState>;

const now = (): string => new Date().toISOString();
const once: Call = (run, state) => run(state, ports, now);

/** As a state machine does: whatever a step answers is JSON, and it is called again while it waits. */
async function drive(call: Call): Promise<RunOutcome> {
  const request = requestOf(DATASET, { root, start: '2001-02-26', end: '2001-03-01' });
  let state = await beginRun(request, ports);
  for (const { name, run } of STEP_TABLE) {
    do state = JSON.parse(JSON.stringify(await call(run, state, name)));
    while (state.next === 'wait');
  }
  return outcomeOf(state.ref, ports, now);
}

const publications = (outcome: RunOutcome): unknown =>
  outcome.partitions.map((p) => [Object.values(p.partition)[0], p.publication]);

const PUBLISHED = [
  ['2001-02-26', 'published'],
  ['2001-02-27', 'rejected'],
  ['2001-02-28', 'published'],
];

test.each(STEPS.map((s) => s.name))('the answer of %s is lost, and it is called again', async (lost) => {
  const outcome = await drive(async (run, state, name) => {
    const answer = await once(run, state, name);
    return name === lost && answer.next === 'go' ? once(run, state, name) : answer;
  });
  await expectOnce(outcome);
});

/** Where a step dies: at this call of a port, after it had its effect. */
const DEATHS: readonly (readonly [StepName, string, (ports: Ports, die: () => never) => Ports])[] = [
  ['publish', 'its commit', (p, die) => ({ ...p, ledger: after(p.ledger, 'commit', die) })],
  ['publish', 'opening its intent', (p, die) => ({ ...p, ledger: after(p.ledger, 'open', die) })],
  [
    'publish',
    'what readers see has changed',
    (p, die) => ({ ...p, publisher: after(p.publisher, 'apply', die) }),
  ],
  ['judge', 'its judgements are on record', (p, die) => ({ ...p, ledger: after(p.ledger, 'append', die) })],
  ['pin', 'its manifests are on record', (p, die) => ({ ...p, ledger: after(p.ledger, 'append', die) })],
  ['measure', 'its numbers are on record', (p, die) => ({ ...p, ledger: after(p.ledger, 'append', die) })],
];

class Died extends Error {}

/** The same port, whose method never answers: what it did is done. */
function after<T extends object, K extends keyof T>(port: T, method: K, die: () => never): T {
  const act = port[method];
  if (typeof act !== 'function') throw new Error(`${String(method)} is no method`);
  return {
    ...port,
    [method]: async (...given: unknown[]) => {
      await act.apply(port, given);
      die();
    },
  };
}

test.each(DEATHS)('%s dies after %s, and is called again', async (dying, _, dies) => {
  let deaths = 0;
  const dead = new Promise<never>(() => {});
  const outcome = await drive(async (run, state, name) => {
    if (name !== dying || deaths > 0) return once(run, state, name);
    const death = Promise.withResolvers<void>();
    const die = (): never => {
      deaths += 1;
      death.resolve();
      throw new Died();
    };
    // a process that died does nothing more: what it would do after that call never happens
    const last = dies(
      silentAfter(ports, () => deaths > 0, dead),
      die,
    );
    const answer = await Promise.race([death.promise, run(state, last, now).catch(() => {})]);
    if (answer !== undefined) return answer;
    return once(run, state, name);
  });
  expect(deaths).toBe(1);
  await expectOnce(outcome);
});

/** Ports that answer nothing any more once `isDead`. */
function silentAfter(all: Ports, isDead: () => boolean, never: Promise<never>): Ports {
  const silence = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, key, self) {
        const found: unknown = Reflect.get(target, key, self);
        if (typeof found !== 'function') return found;
        return (...given: unknown[]) => (isDead() ? never : found.apply(target, given));
      },
    });
  return {
    ...all,
    lake: silence(all.lake),
    ledger: { ...silence(all.ledger), ...bound(silence(all.ledger)) },
    publisher: bound(silence(all.publisher)),
  };
}

/** A plain object of a port's methods, so that one of them can be replaced. */
function bound<T extends object>(port: T): T {
  return Object.fromEntries(Object.keys(port).map((key) => [key, Reflect.get(port, key)])) as T;
}

async function expectOnce(outcome: RunOutcome): Promise<void> {
  expect(publications(outcome)).toEqual(PUBLISHED);
  expect(outcome.publish).toBe('committed');
  const receipts = await factsOf(ports.ledger, { kind: 'receipt', dataset: DATASET });
  expect(receipts.map((r) => Object.values(r.body.partition)[0]).sort()).toEqual([
    '2001-02-26',
    '2001-02-28',
  ]);
  expect(await ports.ledger.openIntents(DATASET)).toEqual([]);
  const judgements = await factsOf(ports.ledger, { kind: 'judgement', dataset: DATASET });
  expect(judgements).toHaveLength(3);
  const seen = await ports.publisher.observe(DATASET);
  expect(seen.partitions.filter((p) => p.snapshotId !== null)).toHaveLength(2);
  expect(told.map((t) => [t.message.counts, t.events.length])).toEqual([[{ rejected: 1, published: 2 }, 3]]);
}
