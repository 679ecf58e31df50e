import { afterAll, describe, expect, test } from 'vitest';
import { CHECK_KINDS } from '../../../lib/core/contract/model.ts';
import { blockingChecks } from '../../../lib/core/gate/decide.ts';
import type { PartitionVerdict } from '../../../lib/core/gate/verdict.ts';
import { scalarText } from '../../../lib/core/values/scalar.ts';
import type { CheckCase } from './cases/case.ts';
import { CASES } from './cases/index.ts';
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
      const { checks, decision } = await verdictOf(c);
      for (const [id, { measured, message, ...rest }] of Object.entries(c.expect)) {
        const found = checks.filter((x) => x.id === id);
        expect(found, `one check ${id} of ${checks.map((x) => x.id).join(', ')}`).toHaveLength(1);
        const [check] = found;
        expect(check, JSON.stringify(check)).toMatchObject(rest);
        if (measured === null) expect(check?.measured).toEqual({ type: 'null' });
        else if (measured !== undefined && check) expect(scalarText(check.measured)).toBe(measured);
        if (message !== undefined) expect(check?.message).toMatch(message);
      }
      expect(decision).toBe(blockingChecks(checks).length > 0 ? 'reject' : 'publish');
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
