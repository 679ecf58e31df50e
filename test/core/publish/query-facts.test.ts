import { expect, test } from 'vitest';
import type { FactQuery } from '../../../lib/core/ports.ts';
import type { Fact } from '../../../lib/core/publish/facts.ts';
import { factsOf, newestFact, queryFacts } from '../../../lib/core/publish/query-facts.ts';
import { DATASET } from './world.ts';

const source = (sourceId: string): Fact => ({
  kind: 'source',
  dataset: DATASET,
  partition: '',
  id: sourceId,
  time: `2001-07-02T00:00:00.00${sourceId}Z`,
  body: { dataset: DATASET, sourceId, files: [] },
});
const run: Fact = {
  kind: 'run',
  dataset: DATASET,
  partition: '',
  id: 'r/started',
  time: '2001-07-02T00:00:00.004Z',
  body: {
    ...{ runId: 'r', pipeline: 'p', dataset: DATASET, window: { start: '', end: '' } },
    ...{ state: 'started', mode: 'enforce', by: { user: 'u', commit: null, tool: 't' }, at: '' },
  },
};

/** Gives what it is told to, whatever is asked, and remembers both. */
function ledgerOf(facts: readonly Fact[]) {
  const asked: FactQuery[] = [];
  const given: string[] = [];
  async function* query(q: FactQuery) {
    asked.push(q);
    for (const fact of facts) {
      given.push(fact.id);
      yield fact;
    }
  }
  return { query, asked, given };
}

const SOURCES = { kind: 'source', dataset: DATASET } as const;
const idsOf = (facts: readonly { readonly body: { readonly sourceId: string } }[]) =>
  facts.map((f) => f.body.sourceId);

test('facts are those of the kind that was asked for, in the order of the ledger', async () => {
  const ledger = ledgerOf([source('2'), run, source('1')]);
  expect(idsOf(await factsOf(ledger, SOURCES))).toEqual(['2', '1']);
  expect(ledger.asked).toEqual([SOURCES]);
});

test('who stops asking is given no more', async () => {
  const ledger = ledgerOf([source('3'), source('2'), source('1')]);
  for await (const { id } of queryFacts(ledger, SOURCES)) if (id === '2') break;
  expect(ledger.given).toEqual(['3', '2']);
});

test('the newest fact is the first that is accepted, of those asked for newest first', async () => {
  const ledger = ledgerOf([run, source('3'), source('2'), source('1')]);
  expect((await newestFact({ ledger }, SOURCES))?.id).toBe('3');
  expect((await newestFact({ ledger }, SOURCES, (f) => f.body.sourceId < '3'))?.id).toBe('2');
  expect(await newestFact({ ledger }, SOURCES, () => false)).toBeUndefined();
  expect(ledger.asked.every((q) => q.order === 'newest')).toBe(true);
});
