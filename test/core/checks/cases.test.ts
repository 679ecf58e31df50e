import { afterAll, describe, expect, test } from 'vitest';
import { CHECK_KINDS } from '../../../lib/core/contract/model.ts';
import { blockingChecks } from '../../../lib/core/gate/decide.ts';
import { scalarText } from '../../../lib/core/values/scalar.ts';
import { CASES } from './cases/index.ts';
import { CaseRunner } from './run-case.ts';

const runner = new CaseRunner();
afterAll(() => runner.close());

for (const kind of CHECK_KINDS) {
  describe(kind, () => {
    test.each(CASES[kind].map((c) => [c.says, c] as const))('%s', async (_, c) => {
      const { checks, decision } = await runner.judge(c);
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
        const { checks } = await runner.judge(c);
        const own = checks.filter((x) => x.kind === kind && Object.hasOwn(c.expect, x.id));
        expect(own, `${c.says} asks a check of kind ${kind}`).not.toEqual([]);
        for (const x of own) outcomes.add(x.outcome === 'warned' ? 'failed' : x.outcome);
      }
      expect([...outcomes]).toEqual(expect.arrayContaining(['passed', 'failed']));
    });
  });
}
