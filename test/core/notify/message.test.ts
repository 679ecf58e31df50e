import { expect, test } from 'vitest';
import { plainText } from '../../../lib/core/notify/plain-text.ts';
import { about, CONTRACT, dayOf, failed, open, receipt, rejectedDay, TIME, told } from './scene.ts';

const days = (count: number) => Array.from({ length: count }, (_, n) => rejectedDay(n));

test('182 rejected partitions are one message with one reason', () => {
  const { message, events } = told(days(182));
  expect(message).toMatchObject({
    title: 'aviation/t (dev): 182 partitions rejected',
    severity: 'error',
    decision: 'rejected',
    counts: { rejected: 182 },
    findings: [
      {
        rule: { id: 'delay.minimum', severity: 'error' },
        partitions: { count: 182, first: `day=${dayOf(0)}`, last: `day=${dayOf(181)}` },
        text: 'smallest value is -181, expected at least -180',
        measured: '-181',
        expected: 'mustBeGreaterOrEqualTo -180',
      },
    ],
    moreFindings: 0,
  });
  expect(events).toHaveLength(182);
  expect(plainText(message).split('\n').length).toBeLessThan(15);
});

test('reasons stand in the order of what is worst, then of how often', () => {
  const warned = { ...failed('mean', 5), outcome: 'warned', severity: 'warning' } as const;
  const { message } = told([
    { ...rejectedDay(5), decision: 'publishedWithWarnings', checks: [warned] },
    rejectedDay(0, [failed('a', 1), failed('b', 1)]),
    rejectedDay(1, [failed('b', 2)]),
    { ...rejectedDay(2, []), decision: 'heldBack' },
  ]);
  expect(message.findings.map((f) => [f.decision, f.rule?.id, f.partitions.count])).toEqual([
    ['rejected', 'b', 2],
    ['rejected', 'a', 1],
    ['heldBack', undefined, 1],
    ['publishedWithWarnings', 'mean', 1],
  ]);
  expect(message.decisions).toEqual(['rejected', 'heldBack', 'publishedWithWarnings']);
  expect(message.title).toBe(
    'aviation/t (dev): 2 partitions rejected, 1 held back, 1 published with warnings',
  );
});

test('says who owns the data, by what it was judged, and how to see more', () => {
  const { message } = told([rejectedDay(0, [failed('rows', 0)])]);
  expect(message.title).toBe('aviation/t (dev): day=2001-01-01 rejected');
  // bob has left
  expect(message.owner).toEqual({
    team: 'Flight data',
    members: ['ada'],
    support: [{ channel: '#flights-help', url: 'https://example.com/help?a=1&b=2' }],
  });
  expect(message.contract).toEqual({ name: 't', version: '1.2.0' });
  expect(message.next).toContain('sluice show run-2 --env dev');
  expect(message.findings[0]?.rule?.description).toBe('A day has flights.');
  expect(told([rejectedDay(0)], { ...about(), environment: 'local' }).message.next).toContain(
    'sluice show run-2',
  );
});

test('a contract without team and support has no owner', () => {
  const nobody = CONTRACT.replace(/^team:.*\nsupport:.*\n/m, '');
  expect(told([rejectedDay(0)], about(nobody)).message).not.toHaveProperty('owner');
  const members = CONTRACT.replace(/^team:.*$/m, 'team: [{ username: ada }, { name: Bob }]');
  expect(told([rejectedDay(0)], about(members)).message.owner?.members).toEqual(['ada', 'Bob']);
});

test('a cell that must not be shown is in no part of it', () => {
  const secret = failed('salary.maximum', 123_456, {
    column: 'salary',
    message: 'salary: largest is 123456',
  });
  const broken = failed('any', 0, {
    outcome: 'notEvaluated',
    reason: 'broken',
    message: 'cannot cast "123456"',
  });
  const notice = told([rejectedDay(0, [secret, broken, failed('delay.minimum', -777)])]);
  expect(JSON.stringify(notice)).not.toContain('123456');
  expect(JSON.stringify(notice)).toContain('-777');
  const { contract: _, ...unknown } = about();
  expect(JSON.stringify(told([rejectedDay(0, [secret])], unknown))).not.toContain('123456');
});

test('partitions of a column that must not be shown are counted, not named', () => {
  const hidden = CONTRACT.replace('partitioned: true', 'partitioned: true, classification: confidential');
  const { message } = told([rejectedDay(0)], about(hidden));
  expect(JSON.stringify(message)).not.toContain('2001-01-01');
  expect(message.title).toBe('aviation/t (dev): day=masked rejected');
});

test('good news goes into the thread of what it resolves, bad news begins its own', () => {
  const resolved = {
    ...rejectedDay(0, []),
    decision: 'resolved',
    was: open(0),
    receipt: receipt(0),
  } as const;
  const good = told([resolved]).message;
  expect(good).toMatchObject({ severity: 'info', id: 'run-2', threadId: 'run-1', decision: 'resolved' });
  expect(good.findings[0]?.text).toBe('was rejected by run run-1, at 2026-11-20T18:00:00.000Z');
  expect(told([resolved, rejectedDay(1)]).message).toMatchObject({ severity: 'error', threadId: 'run-2' });
});

test('somebody who let it in is named with the reason', () => {
  const by = receipt(0, { decision: 'approve', reason: 'the sensor was replaced' });
  const { message } = told([{ ...rejectedDay(0, []), decision: 'approved', was: open(0), receipt: by }]);
  expect(message.findings[0]?.text).toBe('by ada@host: the sensor was replaced');
});

test('a run that failed, drift that was repaired, and a run after one that failed', () => {
  expect(told([], about(), { failed: ['The disk is full.'] }).message).toMatchObject({
    title: 'aviation/t (dev): the run failed',
    severity: 'error',
    findings: [{ decision: 'failed', text: 'The disk is full.' }],
    next: ['sluice history aviation/t --env dev'],
  });
  expect(told([], about(), { driftRepaired: 'it showed 3 instead of 4' }).message).toMatchObject({
    title: 'aviation/t (dev): readers saw something else than was published; repaired',
    severity: 'warning',
  });
  expect(told([], about(), { recovered: { runId: 'run-1' } }).message).toMatchObject({
    title: 'aviation/t (dev): runs again',
    decision: 'resolved',
    findings: [{ text: 'run run-1 had failed; this one came to its end' }],
  });
});

test('an event a partition, with an id that is the same when it is sent again', () => {
  const published = { ...rejectedDay(1, []), decision: 'published', receipt: receipt(1) } as const;
  const { events } = told([rejectedDay(0), published]);
  expect(events).toEqual(told([rejectedDay(0), published]).events);
  expect(new Set(events.map((e) => e.id)).size).toBe(2);
  expect(events).toMatchObject([
    {
      type: 'sluice.partition.published',
      partition: { day: dayOf(1) },
      decision: 'publish',
      snapshotId: 'snapshot-1',
      receiptId: 'receipt-1',
      epoch: '7',
      time: TIME,
      environment: 'dev',
      domain: 'aviation',
    },
    {
      type: 'sluice.partition.rejected',
      partition: { day: dayOf(0) },
      decision: 'rejected',
      snapshotId: null,
      contract: { id: 't', version: '1.2.0' },
      rules: [{ id: 'delay.minimum' }],
    },
  ]);
  const withdrawn = receipt(1, { snapshotId: null, decision: 'rollback' });
  expect(told([{ ...published, decision: 'withdrawn', receipt: withdrawn }]).events[0]?.type).toBe(
    'sluice.partition.withdrawn',
  );
});
