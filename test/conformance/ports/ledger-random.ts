import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FactQuery, Ledger } from '../../../lib/core/ports.ts';
import type { Intent } from '../../../lib/core/publish/facts.ts';
import { receiptsOf } from '../../../lib/core/publish/receipt.ts';
import { clock, DATASET, move, snapshot } from '../../core/publish/world.ts';
import { factsOf, intentAt, run, source } from './ledger-facts.ts';
import { modelLedger } from './ledger-model.ts';
import type { LedgerPlatform, LedgerWorld } from './world.ts';

/** What is done to the model and to two connections of the ledger; its answer has to be the same. */
interface Act {
  readonly what: string;
  readonly on: (ledger: Ledger) => Promise<unknown>;
}

type Acts = fc.Arbitrary<Act>;

const dataset = fc.constantFrom(DATASET, 'x/y');
const time = fc.constantFrom(
  '2001-01-01T00:00:00.000Z',
  '2001-01-02T00:00:00.000Z',
  '2001-01-02T00:00:00.001Z',
);
const partition = fc.constantFrom('', '{"day":"1"}', '{"day":"2"}');
const fact = fc.oneof(
  fc
    .tuple(dataset, partition, fc.constantFrom('a', 'b', 'c'), time)
    .map(([d, p, id, t]) => ({ ...source(id, t, p), dataset: d })),
  fc.tuple(dataset, fc.constantFrom('started' as const, 'finished' as const), time).map(([d, state, t]) => ({
    ...run(state, t),
    dataset: d,
  })),
);

/** Intents of a small world, so that many of them meet: equal ids have equal contents. */
const intent = fc.tuple(dataset, fc.nat({ max: 3 }), fc.nat({ max: 7 })).map(([d, epoch, kind]): Intent => {
  const days = ['1', '2', '3'].filter((_, i) => (kind & (1 << i)) !== 0);
  const moves = days.map((day, i) => move(null, i === epoch % 3 ? null : snapshot(day, `at-${epoch}`)));
  const full = moves.map((m, i) => ({ ...m, partition: { day: days[i] ?? '' } }));
  return intentAt(`${d}-${epoch}-${kind}`, String(epoch), full, d);
});

const append: Acts = fc.array(fact, { maxLength: 4 }).map((facts) => ({
  what: `append ${facts.map((f) => `${f.kind} ${f.id}`).join(', ')}`,
  on: (ledger) => ledger.append(facts),
}));

const query: Acts = fc
  .record(
    {
      kind: fc.constantFrom('source' as const, 'run' as const, 'intent' as const, 'receipt' as const),
      dataset,
      partition,
      id: fc.constantFrom('a', 'b', 'r1', `${DATASET}-0-1/open`),
      order: fc.constantFrom('oldest' as const, 'newest' as const),
      limit: fc.integer({ min: 1, max: 3 }),
    },
    { requiredKeys: ['kind'] },
  )
  .map((asked: FactQuery) => ({
    what: `query ${JSON.stringify(asked)}`,
    on: (ledger) => factsOf(ledger, asked),
  }));

const moving: Acts = fc
  .tuple(intent, fc.constantFrom('open', 'open', 'commit', 'commit', 'abandon'))
  .map(([i, how]) => ({
    what: `${how} ${i.intentId}`,
    on: (ledger) => {
      if (how === 'open') return ledger.open(i);
      if (how === 'abandon') return ledger.abandon(i, 'why');
      return ledger.commit(i, receiptsOf(i, clock()));
    },
  }));

/** Opens what can be opened and ends it, so that random histories get somewhere. */
const publishing: Acts = fc.tuple(intent, fc.boolean()).map(([i, commits]) => ({
  what: `publish ${i.intentId}${commits ? '' : ' in vain'}`,
  on: async (ledger) => {
    const { epoch } = await ledger.state(i.dataset);
    const now = { ...i, expectedEpoch: epoch, intentId: `${i.intentId}@${epoch}` };
    const opened = await ledger.open(now);
    if (opened !== 'opened') return opened;
    return commits ? ledger.commit(now, receiptsOf(now, clock())) : ledger.abandon(now, 'why');
  },
}));

const owner = fc.constantFrom('one', 'two');
const leasing: Acts = fc
  .tuple(fc.constantFrom('k', 'l'), owner, fc.constantFrom('lease', 'renew', 'release'))
  .map(([key, o, how]) => ({
    what: `${how} ${key} for ${o}`,
    on: (ledger) => {
      if (how === 'lease') return ledger.lease(key, o, 100);
      return how === 'renew'
        ? ledger.renew({ key, owner: o, until: '' }, 100)
        : ledger.release({ key, owner: o, until: '' });
    },
  }));

const looking: Acts = fc.constant({
  what: 'look',
  on: async (ledger) => ({
    datasets: await ledger.datasets(),
    states: [await ledger.state(DATASET), await ledger.state('x/y')],
    open: [...(await ledger.openIntents(DATASET)), ...(await ledger.openIntents('x/y'))],
  }),
});

interface Real {
  readonly world: LedgerWorld;
  readonly ledgers: readonly [Ledger, Ledger];
}

const commands = fc.commands(
  [
    fc
      .tuple(fc.oneof(append, query, moving, publishing, leasing, looking), fc.boolean())
      .map(([act, other]) => ({
        check: () => true,
        run: async (model: Ledger, { ledgers }: Real) => {
          const expected = plain(await act.on(model));
          expect(plain(await act.on(ledgers[other ? 1 : 0]))).toEqual(expected);
        },
        toString: () => act.what,
      })),
    fc.constantFrom(1, 60, 100).map((ms) => ({
      check: () => true,
      run: async (_: Ledger, { world }: Real) => {
        world.nowMs += ms;
      },
      toString: () => `wait ${ms}`,
    })),
  ],
  { maxCommands: 60 },
);

/** A conflict's sentence is the platform's own. */
const plain = (answer: unknown): unknown =>
  typeof answer === 'object' && answer !== null && 'conflict' in answer
    ? { conflict: answer.conflict }
    : answer;

export function ledgerEqualsModel(platform: LedgerPlatform): void {
  it(`answers as a ledger in memory does, over ${platform.runs} random histories`, async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (history) => {
        const world = await platform.make();
        const model = modelLedger(() => world.nowMs);
        try {
          const real = { world, ledgers: [world.connect(), world.connect()] as const };
          await fc.asyncModelRun(() => ({ model, real }), history);
        } finally {
          await world.dispose();
        }
      }),
      { numRuns: platform.runs },
    );
  });
}
