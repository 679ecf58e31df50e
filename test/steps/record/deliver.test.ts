import { beforeEach, expect, test } from 'vitest';
import type { Notice } from '../../../lib/core/notify/message.ts';
import type { Notifier } from '../../../lib/core/ports.ts';
import { type DeliveryPorts, deliver, leave } from '../../../lib/steps/record/deliver.ts';
import { about, rejectedDay, told } from '../../core/notify/scene.ts';
import { type MemoryLake, memoryLake } from './memory-lake.ts';

const DATASET = 'aviation/t';
const notice = (id: string, time = `2026-11-21T18:00:0${id}.000Z`): Notice =>
  told([rejectedDay(0)], { ...about(), id, time });

let lake: MemoryLake;
let warnings: string[];
beforeEach(() => {
  lake = memoryLake();
  warnings = [];
});

/** A channel that notes what it got; `fails` says whether it does at that moment. */
function channel(name: string, fails: () => Promise<boolean> | boolean = () => false) {
  const got: string[] = [];
  const notifier: Notifier = {
    name,
    notify: async ({ message }) => {
      if (await fails()) throw new Error(`${name} is down.`);
      got.push(message.id);
    },
  };
  return { got, notifier };
}

const ports = (...notifiers: readonly Notifier[]): DeliveryPorts => ({
  lake,
  notifiers,
  warn: (line) => void warnings.push(line),
});

test('what every channel took is gone', async () => {
  const [a, b] = [channel('a'), channel('b')];
  const all = ports(a.notifier, b.notifier);
  expect(await leave(notice('1'), all)).toBe(true);
  expect(lake.files.size).toBe(1);
  await deliver(DATASET, all);
  expect([a.got, b.got]).toEqual([['1'], ['1']]);
  expect([lake.files.size, warnings]).toEqual([0, []]);
});

test('what a channel did not take is kept for that channel alone, and sent by the next run before its own', async () => {
  let down = true;
  const [a, b] = [channel('a'), channel('b', () => down)];
  const all = ports(a.notifier, b.notifier);
  for (const id of ['1', '2']) {
    await leave(notice(id), all);
    await deliver(DATASET, all);
  }
  expect(warnings).toEqual(
    Array(2).fill(`b was not told: b is down. The message is kept, the next run of ${DATASET} sends it.`),
  );
  down = false;
  await leave(notice('3'), all);
  await deliver(DATASET, all);
  expect([a.got, b.got]).toEqual([
    ['1', '2', '3'],
    ['1', '2', '3'],
  ]);
  expect(lake.files.size).toBe(0);
});

test('a message that a channel refuses holds up no other; a channel that takes none is asked three times', async () => {
  const refusing = (ids: readonly string[]): readonly [string[], Notifier] => {
    const asked: string[] = [];
    const notify: Notifier['notify'] = async ({ message }) => {
      asked.push(message.id);
      if (ids.includes(message.id)) throw new Error('invalid_blocks');
    };
    return [asked, { name: 'a', notify }];
  };
  const ids = ['1', '2', '3', '4', '5'];
  const [all, none] = refusing(ids);
  for (const id of ids) await leave(notice(id), ports(none));
  await deliver(DATASET, ports(none));
  expect([all, lake.files.size, warnings.length]).toEqual([['1', '2', '3'], 5, 1]);
  const [asked, one] = refusing(['1']);
  await deliver(DATASET, ports(one));
  expect([asked, lake.files.size]).toEqual([ids, 1]);
});

test('a channel that hangs is waited for so long and no longer, and holds up no other', async () => {
  const never = new Promise<boolean>(() => {});
  const [a, b] = [channel('a', () => never), channel('b')];
  const all = ports(a.notifier, b.notifier);
  await leave(notice('1'), all);
  const startedMs = performance.now();
  await deliver(DATASET, all, [], 50);
  expect(performance.now() - startedMs).toBeLessThan(5_000);
  expect(b.got).toEqual(['1']);
  expect(warnings).toEqual([expect.stringContaining('a was not told: no answer within 50 ms.')]);
  expect(lake.files.size).toBe(1);
});

test('the signal that a channel is given ends with the time', async () => {
  const signals: AbortSignal[] = [];
  const hanging: Notifier = {
    name: 'a',
    notify: async (_, signal) => {
      signals.push(signal);
      await new Promise(() => {});
    },
  };
  await leave(notice('1'), ports(hanging));
  await deliver(DATASET, ports(hanging), [], 20);
  expect(signals.map((s) => s.aborted)).toEqual([true]);
});

test('a channel that nobody configured this time keeps what waits for it', async () => {
  const [a, b] = [channel('a'), channel('b')];
  await leave(notice('1'), ports(a.notifier, b.notifier));
  await deliver(DATASET, ports(a.notifier));
  expect(lake.files.size).toBe(1);
  await deliver(DATASET, ports(a.notifier, b.notifier));
  expect([a.got, b.got, lake.files.size]).toEqual([['1'], ['1'], 0]);
});

test('where nothing can be put down it is sent all the same', async () => {
  const a = channel('a');
  const full: DeliveryPorts = {
    ...ports(a.notifier),
    lake: {
      ...lake,
      put: async () => {
        throw new Error('the disk is full');
      },
      list: async () => {
        throw new Error('the disk is gone');
      },
    },
  };
  expect(await leave(notice('1'), full)).toBe(false);
  await deliver(DATASET, full, [notice('1')]);
  expect(a.got).toEqual(['1']);
  expect(warnings).toEqual([
    'a message could not be kept for sending: the disk is full',
    'messages that wait to be sent could not be read: the disk is gone',
  ]);
});

test('the same message put down twice is sent once; a file of nobody is left alone', async () => {
  const a = channel('a');
  for (const _ of [1, 2]) await leave(notice('1'), ports(a.notifier));
  await lake.put(`.sluice/outbox/${DATASET}/other.json`, new TextEncoder().encode('{'));
  await deliver(DATASET, ports(a.notifier));
  expect([a.got, [...lake.files.keys()]]).toEqual([['1'], [`.sluice/outbox/${DATASET}/other.json`]]);
});

test('of more than a hundred that wait the oldest are given up, with a word', async () => {
  const a = channel('a');
  const ids = Array.from({ length: 103 }, (_, i) => String(i).padStart(3, '0'));
  for (const id of ids) await leave(notice(id, `2026-11-21T18:00:00.${id}Z`), ports(a.notifier));
  await deliver(DATASET, ports(a.notifier));
  expect(a.got).toEqual(ids.slice(3));
  expect(lake.files.size).toBe(0);
  expect(warnings).toEqual([`${DATASET}: 3 old messages were given up, nobody took them`]);
});
