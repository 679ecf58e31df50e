import { beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../../lib/core/ports.ts';
import { receiptsOf } from '../../../lib/core/publish/receipt.ts';
import { type DynamoLedgerOptions, dynamoLedger } from '../../../lib/platform/aws/ledger.ts';
import { type Pace, realPace } from '../../../lib/platform/aws/pace.ts';
import {
  factsOf,
  hardText,
  idsOf,
  intentAt,
  source,
  sourceOf,
} from '../../conformance/ports/ledger-facts.ts';
import { clock, DATASET, move, snapshot } from '../../core/publish/world.ts';
import { memoryClient, type Way } from './memory-dynamo.ts';
import { cancelled, MemoryTable, named } from './memory-table.ts';

let table: MemoryTable;
beforeEach(() => {
  table = new MemoryTable();
});

const open = (way?: Way, options: DynamoLedgerOptions = {}): Ledger =>
  dynamoLedger(memoryClient(table, way), 'ledger', { pace: paceOf(), ...options });

const paceOf = (pace: Partial<Pace> = {}): Pace => ({ ...realPace, sleep: async () => undefined, ...pace });

const reset = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

/** Every request is done, and the answer to its first sending is lost. */
function losing(inputs: object[] = []): Way {
  let lose = true;
  return (_, act, input) => {
    inputs.push(input);
    const answer = act();
    lose = !lose;
    if (!lose) throw reset();
    return answer;
  };
}

const intent = intentAt('i1', '0', [move(null, snapshot('1', 'a')), move(null, snapshot('2', 'a'))]);
const receipts = receiptsOf(intent, clock());

describe('an answer that is lost', () => {
  it.each([100, 5])(
    'is asked for again, and nothing is done twice (%s actions a transaction)',
    async (maxActions) => {
      const inputs: object[] = [];
      const ledger = open(losing(inputs), { maxActions });
      await ledger.append([source('a'), source('b')]);
      expect(await ledger.open(intent)).toBe('opened');
      expect(await ledger.commit(intent, receipts)).toBe('moved');
      const other = intentAt('i2', '1', []);
      expect(await ledger.open(other)).toBe('opened');
      expect(await ledger.abandon(other, 'why')).toBe('abandoned');
      const taken = await ledger.lease('k', 'one', 1000);
      expect(taken).toMatchObject({ held: false });
      expect(await ledger.renew({ key: 'k', owner: 'one', until: '' }, 1000)).toBe(true);
      await ledger.release({ key: 'k', owner: 'one', until: '' });

      const reader = open();
      expect(await idsOf(reader, { kind: 'source', dataset: DATASET })).toEqual(['a', 'b']);
      const state = await reader.state(DATASET);
      expect([state.epoch, state.pointers.length]).toEqual(['2', 2]);
      expect(await idsOf(reader, { kind: 'receipt', dataset: DATASET })).toHaveLength(2);
      expect(await idsOf(reader, { kind: 'intent', dataset: DATASET })).toHaveLength(4);
      expect(await reader.lease('k', 'two', 1000)).toMatchObject({ held: false });
      // the same request, token and all, was sent twice
      for (let i = 0; i < inputs.length; i += 2) expect(inputs[i + 1]).toEqual(inputs[i]);
      expect(inputs.some((i) => 'ClientRequestToken' in i)).toBe(true);
    },
  );

  it.each([100, 5])('is read back where the service forgot the token (%s actions)', async (maxActions) => {
    let lose = true;
    const ledger = open(
      (_, act, input) => {
        const answer = act();
        if ('ClientRequestToken' in input) table.forgetTokens();
        lose = !lose;
        if (!lose) throw reset();
        return answer;
      },
      { maxActions },
    );
    await ledger.append([source('a'), source('b')]);
    expect(await ledger.open(intent)).toBe('opened');
    expect(await ledger.commit(intent, receipts)).toBe('moved');
    const other = intentAt('i2', '1', []);
    expect(await ledger.open(other)).toBe('opened');
    expect(await ledger.abandon(other, 'why')).toBe('abandoned');
    expect(await idsOf(open(), { kind: 'source' })).toEqual(['a', 'b']);
    expect((await open().state(DATASET)).epoch).toBe('2');
    expect(await idsOf(open(), { kind: 'intent', dataset: DATASET })).toHaveLength(4);
  });

  it('of a commit is not taken for ours where another run committed the same intent', async () => {
    await open().open(intent);
    let refusals = 0;
    const ledger = open((request, act) => {
      if (request !== 'transact' || refusals++ > 0) return act();
      // while this one is refused for now, another closes the intent
      return open()
        .commit(intent, receipts)
        .then(() => {
          throw cancelled(['TransactionConflict', 'None']);
        });
    });
    expect(await ledger.commit(intent, receipts)).toMatchObject({ conflict: 'notOpen' });
    expect((await open().state(DATASET)).epoch).toBe('1');
  });
});

describe('what is refused for now', () => {
  it.each([
    'ProvisionedThroughputExceededException',
    'ThrottlingException',
    'RequestLimitExceeded',
    'TransactionConflictException',
    'TransactionInProgressException',
    'InternalServerError',
    'TimeoutError',
  ])('%s is asked for again, each time after a pause of up to twice the last', async (name) => {
    let left = 8;
    const pauses: number[] = [];
    const ledger = open(
      (_, act) => {
        if (left-- > 0) throw named(name);
        return act();
      },
      { pace: paceOf({ random: () => 1, sleep: async (ms) => void pauses.push(ms) }) },
    );
    expect(await ledger.lease('k', 'one', 1000)).toMatchObject({ held: false });
    expect(pauses).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  });

  it('has no pause at all with luck: those who failed together do not come back together', async () => {
    let left = 3;
    const pauses: number[] = [];
    const ledger = open(
      (_, act) => {
        if (left-- > 0) throw named('ThrottlingException');
        return act();
      },
      { pace: paceOf({ random: () => 0, sleep: async (ms) => void pauses.push(ms) }) },
    );
    await ledger.datasets();
    expect(pauses).toEqual([0, 0, 0]);
  });

  it('a transaction that met another one, or too much at once, is sent again as it was', async () => {
    const inputs: object[] = [];
    const reasons = [
      ['TransactionConflict', 'None', 'None', 'None'],
      ['None', 'ThrottlingError', 'None', 'ProvisionedThroughputExceeded'],
    ];
    const ledger = open((request, act, input) => {
      if (request !== 'transact') return act();
      inputs.push(input);
      const codes = reasons.shift();
      if (codes) throw cancelled(codes);
      return act();
    });
    expect(await ledger.open(intent)).toBe('opened');
    expect(inputs).toHaveLength(3);
    expect(inputs[2]).toEqual(inputs[0]);
  });

  it('for too long is a failure of the platform', async () => {
    let sent = 0;
    const ledger = open(() => {
      sent += 1;
      throw named('ThrottlingException', 'Rate exceeded.');
    });
    await expect(ledger.state(DATASET)).rejects.toMatchObject({
      issue: { code: 'SLU-561' },
      exitCode: 3,
      message: 'AWS failed at reading or writing the ledger (table ledger): Rate exceeded.',
    });
    expect(sent).toBe(9);
  });
});

describe('what no repetition mends is said at once', () => {
  it.each([
    ['ResourceNotFoundException', 'SLU-516', 2],
    ['AccessDeniedException', 'SLU-560', 2],
    ['ExpiredTokenException', 'SLU-560', 2],
    ['ValidationException', 'SLU-561', 3],
  ])('%s', async (name, code, exitCode) => {
    let sent = 0;
    const ledger = open(() => {
      sent += 1;
      throw named(name);
    });
    await expect(ledger.append([source('a')])).rejects.toMatchObject({ issue: { code }, exitCode });
    expect(sent).toBe(1);
  });

  it('a transaction of which one action is not allowed', async () => {
    const ledger = open((request, act) => {
      if (request === 'transact') throw cancelled(['TransactionConflict', 'ValidationError']);
      return act();
    });
    await expect(ledger.open(intent)).rejects.toMatchObject({ issue: { code: 'SLU-561' } });
  });
});

describe('rows', () => {
  const large = sourceOf('large', hardText(700_000));

  it('of a body that is too large are pieces under its hash, each far below 400 KB', async () => {
    await open().append([large]);
    const sizes = [...table.items]
      .filter(([key]) => key.startsWith('BODY#'))
      .map(([, i]) => i.bytes?.B?.length);
    expect(sizes.length).toBeGreaterThan(1);
    for (const size of sizes) expect(size).toBeLessThanOrEqual(256 * 1024);
  });

  it('of a ledger that was changed from outside are noticed', async () => {
    await open().append([large, source('a')]);
    const read = (id: string) => factsOf(open(), { kind: 'source', dataset: DATASET, id });
    const [piece = ''] = [...table.items.keys()].filter((key) => key.startsWith('BODY#'));
    const item = table.items.get(piece) ?? {};
    table.items.set(piece, { ...item, bytes: { B: Buffer.from('other') } });
    await expect(read('large')).rejects.toMatchObject({ issue: { code: 'SLU-517' }, exitCode: 2 });
    table.items.delete(piece);
    await expect(read('large')).rejects.toMatchObject({ issue: { code: 'SLU-517' } });
    const [fact = ''] = [...table.items.keys()].filter((key) => /\nSOURCE#.*#a$/.test(key));
    table.items.delete(fact);
    await expect(read('a')).rejects.toMatchObject({ issue: { code: 'SLU-517' } });
  });

  it('of a later version are refused, and not touched', async () => {
    await open().open(intent);
    for (const key of ['DS#aviation/flights\nSTATE', 'DATASETS\naviation/flights']) {
      table.items.set(key, { ...table.items.get(key), v: { N: '2' } });
    }
    const before = new Map(table.items);
    const ledger = open();
    const refused = { issue: { code: 'SLU-510' }, exitCode: 2 };
    await expect(ledger.state(DATASET)).rejects.toMatchObject(refused);
    await expect(ledger.commit(intent, receipts)).rejects.toMatchObject(refused);
    await expect(ledger.append([source('a')])).rejects.toMatchObject(refused);
    await expect(ledger.datasets()).rejects.toMatchObject(refused);
    expect(new Map(table.items)).toEqual(before);
  });
});

describe('what is read', () => {
  it('as a state is of one moment, also where a commit comes while it is read', async () => {
    const before = intentAt('i0', '0', [move(null, snapshot('1', 'old')), move(null, snapshot('2', 'old'))]);
    await open().open(before);
    await open().commit(before, receiptsOf(before, clock()));
    let came = false;
    const ledger = open(async (request, act) => {
      if (request !== 'query' || came) return act();
      came = true;
      const answer = act();
      const next = intentAt('i1', '1', [move(null, snapshot('2', 'new')), move(null, snapshot('3', 'new'))]);
      await open().open(next);
      await open().commit(next, receiptsOf(next, clock()));
      return answer;
    });
    const state = await ledger.state(DATASET);
    expect([state.epoch, state.pointers.map((p) => p.epoch)]).toEqual(['2', ['1', '2', '2']]);
    expect(came).toBe(true);
  });

  it('by many keys is asked for again as long as the service leaves some unread', async () => {
    const facts = Array.from({ length: 90 }, (_, i) => sourceOf(`f${i}`, hardText(300_000, i)));
    const ledger = open();
    for (let i = 0; i < facts.length; i += 10) await ledger.append(facts.slice(i, i + 10));
    expect(await factsOf(ledger, { kind: 'source', dataset: DATASET })).toEqual(facts);
  });
});

describe('a lease', () => {
  it("of another owner is free only when no machine's clock can still call it held", async () => {
    let nowMs = 0;
    const ledger = open(undefined, { pace: paceOf({ now: () => nowMs }), clockSkewMs: 500 });
    await ledger.lease('k', 'one', 1000);
    nowMs = 1499;
    expect(await ledger.lease('k', 'two', 1000)).toMatchObject({ held: true, by: 'one' });
    nowMs = 1500;
    expect(await ledger.lease('k', 'two', 1000)).toMatchObject({ held: false });
  });

  it('that is given back between a refusal and the look at its holder is taken', async () => {
    await open().lease('k', 'one', 1000);
    const ledger = open(async (request, act) => {
      if (request === 'get') await open().release({ key: 'k', owner: 'one', until: '' });
      return act();
    });
    expect(await ledger.lease('k', 'two', 1000)).toMatchObject({ held: false, lease: { owner: 'two' } });
  });

  it('of facts and pointers too, one by one: what a row means may change while the head stays', async () => {
    await open().append([source('a')]);
    await open().open(intent);
    await open().commit(intent, receipts);
    const refused = { issue: { code: 'SLU-510' }, exitCode: 2 };
    const newer = (key: RegExp): void => {
      const [name = ''] = [...table.items.keys()].filter((k) => key.test(k));
      table.items.set(name, { ...table.items.get(name), v: { N: '2' } });
    };
    newer(/\nSOURCE#/);
    await expect(factsOf(open(), { kind: 'source', dataset: DATASET })).rejects.toMatchObject(refused);
    expect((await open().state(DATASET)).pointers).toHaveLength(2);
    newer(/\nPOINTER#/);
    await expect(open().state(DATASET)).rejects.toMatchObject(refused);
    newer(/\nRECEIPT#/);
    await expect(factsOf(open(), { kind: 'receipt', dataset: DATASET })).rejects.toMatchObject(refused);
  });
});

describe('a reader of receipts', () => {
  /** A commit of nine partitions whose maker dies once so many of its rows have been written. */
  async function commitAndDie(transactions: number): Promise<void> {
    const moves = Array.from({ length: 9 }, (_, i) => move(null, snapshot(`day ${i}`, 'a')));
    const large = intentAt('large', '0', moves);
    await open().open(large);
    let left = transactions;
    const dead = open(
      (request, act) => {
        if (request === 'transact' && left-- <= 0) throw new Error('killed');
        return act();
      },
      { maxActions: 5 },
    );
    await dead.commit(large, receiptsOf(large, clock())).catch(() => undefined);
  }

  it('is never given a part of a commit that comes between its requests', async () => {
    const counts = new Set<number>();
    for (let transactions = 0; transactions < 7; transactions++) {
      for (const moment of [1, 2, 3]) {
        for (const query of [
          {},
          { dataset: DATASET },
          { dataset: DATASET, order: 'newest', limit: 100 },
        ] as const) {
          table = new MemoryTable();
          await open().append([source('a')]);
          let requests = 0;
          const reader = open(async (_, act) => {
            if (++requests === moment) await commitAndDie(transactions);
            return act();
          });
          const found = await idsOf(reader, { kind: 'receipt', ...query });
          expect([0, 9], `${transactions} at ${moment}`).toContain(found.length);
          counts.add(found.length);
        }
      }
    }
    expect([...counts].sort()).toEqual([0, 9]);
  });
});
