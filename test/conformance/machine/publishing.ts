import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../lib/core/gate/verdict.ts';
import { factsOf } from '../../../lib/core/publish/query-facts.ts';
import {
  type CanonicalVerdict,
  canonicalVerdict,
  differences,
} from '../../../lib/report/canonical-verdict.ts';
import type { RunOutcome } from '../../../lib/steps/state/outcome.ts';
import { startedQueries } from './athena.ts';
import { counted, unlike } from './counted.ts';
import { sameWords } from './same-words.ts';
import { DATASET, type Setting } from './setting.ts';

/** Three days, of which the second has a delay of −1116 minutes. */
export const THREE_DAYS = { start: '2001-02-26', end: '2001-03-01' };

export function whatIsPublished(given: () => Setting): void {
  describe('what passes is published', () => {
    test('and what fails is kept out; one message says so', async () => {
      const { run, published, heard, ledger } = given();
      const execution = await run('by-hand-1', THREE_DAYS);
      expect(execution).toMatchObject({ status: 'SUCCEEDED' });
      expect(execution.edges.at(-1)).toBe('each window -> done');
      expect(execution.edges).toContain('how did it end? -> rejected');
      expect(await published()).toEqual(['2001-02-26', '2001-02-28']);
      const runs = await factsOf(ledger, { kind: 'run', dataset: DATASET });
      expect(runs.map((r) => r.body.state)).toEqual(['started', 'finished']);
      expect(runs[1]?.body.summary).toMatchObject({ published: 2, rejected: 1 });
      const messages = await heard();
      expect(messages).toHaveLength(1);
      expect(messages[0]).toMatchObject({
        dataset: DATASET,
        decision: 'rejected',
        counts: { rejected: 1, published: 2 },
        findings: [{ decision: 'rejected', measured: '-1116' }],
      });
    });

    test('by the verdict that this machine comes to, and `sluice show` says it in the same words', async () => {
      const { place, ledger, name } = given();
      const window = ['--start', THREE_DAYS.start, '--end', THREE_DAYS.end];
      const here: RunOutcome = JSON.parse(place.sluice('run', DATASET, ...window, '--format', 'json').stdout);
      const [started] = await factsOf(ledger, { kind: 'run', dataset: DATASET });
      const runId = started?.body.runId ?? '';
      const env = ['--env', name];
      const there: { readonly verdict: Verdict } = JSON.parse(
        place.sluice('show', runId, ...env, '--format', 'json').stdout,
      );
      const [ours, theirs] = [comparable(here.verdict), comparable(there.verdict)];
      const both = new Set([...ours.checks].filter((check) => theirs.checks.has(check)));
      // a day that the footers reject is asked for nothing more, and the engines' footers tell different things
      expect([ours.checks.size - both.size, theirs.checks.size - both.size]).toEqual([1, 0]);
      expect(differences(ours.of(both), theirs.of(both))).toEqual([]);
      const { estimate, actual } = there.verdict.stats.cost ?? {};
      expect(BigInt(actual?.bytes ?? 0)).toBeGreaterThan(0n);
      expect(BigInt(actual?.bytes ?? 0)).toBeLessThanOrEqual(BigInt(estimate?.bytes ?? 0));
      const words = [place.sluice('show', here.runId).stdout, place.sluice('show', runId, ...env).stdout];
      expect(words[0]).toContain('-1116');
      expect(sameWords(words[1] ?? '')).toEqual(sameWords(words[0] ?? ''));
    });

    test('once: no query is sent for what was judged before, and nothing is told', async () => {
      const { run, published, heard } = given();
      const queries = await startedQueries(async () => {
        expect(await run('by-hand-2', THREE_DAYS)).toMatchObject({ status: 'SUCCEEDED' });
      });
      expect(queries).toEqual([]);
      expect(await published()).toEqual(['2001-02-26', '2001-02-28']);
      expect(await heard()).toEqual([]);
    });

    test('in the window that a schedule asks for, at the price that the documentation says', async () => {
      const { run, published } = given();
      const { asked, done: execution } = await counted((around) =>
        run('scheduled', { scheduledTime: '2001-03-02T06:00:00Z' }, around),
      );
      expect(execution.status).toBe('SUCCEEDED');
      expect(unlike(asked)).toEqual({});
      expect(execution.edges).toContain('how did it end? -> passed');
      expect(await published()).toEqual(['2001-02-26', '2001-02-28', '2001-03-01']);
    });

    test('but not in shadow mode, which tells what it would have done', async () => {
      const { run, published, heard } = given();
      await heard();
      const before = await published();
      const window = { start: '2001-02-21', end: '2001-02-23' };
      expect(await run('shadow', { ...window, mode: 'shadow' })).toMatchObject({ status: 'SUCCEEDED' });
      expect(await published()).toEqual(before);
      expect(await heard()).toMatchObject([{ decision: 'wouldReject', counts: { wouldReject: 1 } }]);
    });

    test('a day that nobody delivered is none', async () => {
      const { run, published, heard } = given();
      const before = await published();
      const execution = await run('nothing-there', { start: '2001-07-05', end: '2001-07-06' });
      expect(execution.edges).toContain('how did it end? -> rejected');
      expect(await published()).toEqual(before);
      expect(await heard()).toMatchObject([{ decision: 'rejected', counts: { rejected: 1 } }]);
    });
  });
}

/** Each engine writes files of its own, and has its own words for the types in them. */
function comparable(verdict: Verdict) {
  const { partitions, ...rest } = canonicalVerdict(verdict);
  const nameOf = (partition: unknown, id: string): string => `${JSON.stringify(partition)} ${id}`;
  const asked = partitions.flatMap((p) =>
    p.checks.filter((c) => c.reason !== 'notAsked').map((c) => nameOf(p.partition, c.id)),
  );
  return {
    /** Those that were asked. */
    checks: new Set(asked),
    of: (those: ReadonlySet<string>): CanonicalVerdict => ({
      ...rest,
      partitions: partitions.map((p) => ({
        ...p,
        checks: p.checks
          .filter((c) => those.has(nameOf(p.partition, c.id)))
          .map((c) => (c.kind === 'columnType' ? { ...c, measured: null } : c)),
      })),
    }),
  };
}

/** Every day from January to June but those that fail. */
function goodDays(): readonly string[] {
  const rejected = ['2001-02-01', '2001-02-22', '2001-02-27', '2001-07-01'];
  const days = Array.from({ length: 182 }, (_, i) =>
    new Date(Date.UTC(2001, 0, 1 + i)).toISOString().slice(0, 10),
  );
  return days.filter((day) => !rejected.includes(day));
}

/** Half a year; the second window fails once, and the first is not gone through again. */
export function aLongBackfill(given: () => Setting): void {
  test('a backfill of 182 days goes through two windows; the second fails once', async () => {
    const { run, published, heard } = given();
    await heard();
    let failed = false;
    const execution = await run(
      'backfill',
      { start: '2001-01-01', end: '2001-07-02' },
      async (name, call) => {
        const answer = await call();
        if (name !== 'pin' || failed || (await published()).length < 90) return answer;
        failed = true;
        throw Object.assign(new Error('the engine has no room'), { name: 'QueryFailed' });
      },
    );
    expect(execution.status).toBe('SUCCEEDED');
    expect(failed).toBe(true);
    expect(execution.edges.filter((e) => e === 'ended before? -> already done')).toHaveLength(1);
    expect(await published()).toEqual(goodDays());
    // one message a window, however many days
    expect((await heard()).length).toBeLessThanOrEqual(2);
  }, 900_000);
}
