import { afterAll, describe, expect, test } from 'vitest';
import { CHECK_KINDS } from '../../../lib/core/contract/model.ts';
import type { PartitionVerdict } from '../../../lib/core/gate/verdict.ts';
import type { CheckCase } from '../../conformance/cases/case.ts';
import { expectOf } from '../../conformance/cases/expect-of.ts';
import { CASES } from '../../conformance/cases/index.ts';
import { CaseRunner } from './run-case.ts';

const runner = new CaseRunner();
afterAll(() => runner.close());

const judged = new Map<CheckCase, PartitionVerdict>();

/** A case's verdict; measured once, however many tests ask. */
async function verdictOf(c: CheckCase): Promise<PartitionVerdict> {
  const verdict = judged.get(c) ?? (await runner.judge(c));
  judged.set(c, verdict);
  return verdict;
}

for (const kind of CHECK_KINDS) {
  describe(kind, () => {
    test.each(CASES[kind].map((c) => [c.says, c] as const))('%s', async (_, c) => {
      expectOf(c, await verdictOf(c));
    });

    test('has a case that it passes and one that it fails, and every case asks it', async () => {
      const outcomes = new Set<string>();
      for (const c of CASES[kind]) {
        const { checks } = await verdictOf(c);
        const own = checks.filter((x) => x.kind === kind && Object.hasOwn(c.expect, x.id));
        expect(own, `${c.says} asks a check of kind ${kind}`).not.toEqual([]);
        for (const x of own) outcomes.add(x.outcome === 'warned' ? 'failed' : x.outcome);
      }
      expect([...outcomes]).toEqual(expect.arrayContaining(['passed', 'failed']));
    });
  });
}
