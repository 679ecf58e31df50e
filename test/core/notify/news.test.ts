import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type News, newsOf, type Standing } from '../../../lib/core/notify/news.ts';
import type { OpenNotice, Receipt } from '../../../lib/core/publish/facts.ts';
import { partitionKey } from '../../../lib/core/values/partition.ts';
import { dayOf, failed, open, receipt, standing, TIME } from './scene.ts';

const ABOUT = { runId: 'run-2', messageId: 'run-2', time: TIME };

const news = (
  standings: readonly Standing[],
  of: { readonly open?: readonly OpenNotice[]; readonly receipts?: readonly Receipt[] } = {},
): News => newsOf({ open: [], receipts: [], ...of, standings, about: ABOUT });

const said = ({ items }: News): unknown =>
  items.map((i) => [Object.values(i.partition)[0], i.decision]).sort();

test('a rejection is told, and stays open with what it was decided on', () => {
  const found = news([standing(0, 'rejected'), standing(1, 'good')]);
  expect(said(found)).toEqual([[dayOf(0), 'rejected']]);
  expect(found.open).toEqual([{ ...open(0), runId: 'run-2', messageId: 'run-2', time: TIME }]);
});

test('the same judgement again says nothing, another one does', () => {
  const before = [open(0)];
  expect(news([standing(0, 'rejected')], { open: before })).toEqual({ items: [], open: before });
  const anew = news([standing(0, 'rejected', { judgementKey: 'another' })], { open: before });
  expect(said(anew)).toEqual([[dayOf(0), 'rejected']]);
  expect(anew.open).toMatchObject([{ evidence: 'another', runId: 'run-2' }]);
});

test('without a judgement the same reasons are no news', () => {
  const unexpected = standing(0, 'rejected', { judgementKey: null });
  const { open: left } = news([unexpected]);
  expect(news([unexpected], { open: left }).items).toEqual([]);
  const worse = { ...unexpected, checks: [failed('rows', 0)] };
  expect(news([worse], { open: left }).items).toHaveLength(1);
});

test('a publish that did not come about is told by every run', () => {
  const { open: left } = news([standing(0, 'notPublished')]);
  expect(said(news([standing(0, 'notPublished')], { open: left }))).toEqual([[dayOf(0), 'notPublished']]);
});

test.each([
  ['published later', standing(0, 'good'), [receipt(0)], 'resolved'],
  ['found good as it is, or approved before', standing(0, 'good'), [], 'resolved'],
  ['published by a run that died before it could say so', undefined, [receipt(0)], 'resolved'],
  ['approved by somebody', undefined, [receipt(0, { decision: 'approve' })], 'approved'],
] as const)('what was rejected and is %s', (_, now, receipts, decision) => {
  const found = news(now === undefined ? [] : [now], { open: [open(0), open(1)], receipts });
  expect(found.items).toMatchObject([{ decision, was: { runId: 'run-1' } }]);
  expect(found.open).toEqual([open(1)]);
});

test.each([
  [{ snapshotId: null, decision: 'rollback' }, 'withdrawn'],
  [{ decision: 'rollback' }, 'rolledBack'],
] as const)('going back resolves nothing: %j', (how, decision) => {
  const found = news([], { open: [open(0)], receipts: [receipt(0, how)] });
  expect(found.items).toMatchObject([{ decision }]);
  expect(found.open).toEqual([open(0)]);
});

test('a publish with warnings is told as such, a clean one as published', () => {
  const warned = { ...failed('mean', 5), outcome: 'warned', severity: 'warning' } as const;
  const found = news([standing(0, 'good', { checks: [warned] }), standing(1, 'good')], {
    receipts: [receipt(0), receipt(1)],
  });
  expect(said(found)).toEqual([
    [dayOf(0), 'publishedWithWarnings'],
    [dayOf(1), 'published'],
  ]);
});

test('what somebody wanted so, and what was skipped, leaves standing what was told', () => {
  expect(news([standing(0, 'silent')], { open: [open(0)] })).toEqual({ items: [], open: [open(0)] });
});

const anyStanding = fc
  .tuple(fc.nat({ max: 5 }), fc.constantFrom('rejected', 'kept', 'heldBack', 'good', 'silent'))
  .map(([n, is]) => standing(n, is as Standing['is']));
const anyRun = fc.uniqueArray(anyStanding, { selector: (s) => partitionKey(s.partition) });

test('a second run over the same data says nothing, whatever was open before', () => {
  fc.assert(
    fc.property(anyRun, anyRun, (earlier, now) => {
      const { open: before } = news(earlier);
      const { open: left } = news(now, { open: before });
      expect(news(now, { open: left })).toEqual({ items: [], open: left });
    }),
  );
});

test('whatever was told as bad is open until it is told as good', () => {
  fc.assert(
    fc.property(fc.array(anyRun, { maxLength: 6 }), (runs) => {
      let board: readonly OpenNotice[] = [];
      const model = new Map<string, string>();
      for (const run of runs) {
        const found = news(run, { open: board });
        for (const { partition, decision } of found.items) {
          if (decision === 'resolved') expect(model.delete(partitionKey(partition))).toBe(true);
          else model.set(partitionKey(partition), decision);
        }
        board = found.open;
        expect(new Map(board.map((o) => [partitionKey(o.partition), o.decision]))).toEqual(model);
      }
    }),
  );
});
