import { expect, test } from 'vitest';
import type { FactQuery } from '../../../lib/core/ports.ts';
import type { Fact, RunRecord } from '../../../lib/core/publish/facts.ts';
import { unendedRuns } from '../../../lib/core/publish/unended-runs.ts';
import { DATASET } from './world.ts';

type State = RunRecord['state'];

/** Facts of runs, the newest first, as a ledger gives them. */
function ledgerOf(...states: readonly (readonly [runId: string, state: State])[]) {
  const asked: FactQuery[] = [];
  async function* query(q: FactQuery): AsyncGenerator<Fact> {
    asked.push(q);
    for (const [runId, state] of states) {
      const body = { runId, state, dataset: DATASET } as RunRecord;
      yield { kind: 'run', dataset: DATASET, partition: '', id: `${runId}/${state}`, time: '', body };
    }
  }
  return { asked, ports: { ledger: { query } as never } };
}

test('a run that began and told no end is at work, or died', async () => {
  const { asked, ports } = ledgerOf(['b', 'started'], ['a', 'started']);
  expect((await unendedRuns(DATASET, ports)).map((r) => r.runId)).toEqual(['b', 'a']);
  expect(asked).toEqual([{ kind: 'run', dataset: DATASET, order: 'newest' }]);
});

test('one that failed has ended, in whatever order both are told', async () => {
  const { ports } = ledgerOf(['c', 'failed'], ['b', 'started'], ['c', 'started']);
  expect((await unendedRuns(DATASET, ports)).map((r) => r.runId)).toEqual(['b']);
});

test('what began before a run that came to its end is left out', async () => {
  const { ports } = ledgerOf(['c', 'started'], ['b', 'finished'], ['b', 'started'], ['a', 'started']);
  expect((await unendedRuns(DATASET, ports)).map((r) => r.runId)).toEqual(['c']);
  expect(await unendedRuns(DATASET, ledgerOf(['b', 'finished'], ['a', 'started']).ports)).toEqual([]);
  expect(await unendedRuns(DATASET, ledgerOf().ports)).toEqual([]);
});
