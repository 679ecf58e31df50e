import { expect } from 'vitest';
import { blockingChecks } from '../../../lib/core/gate/decide.ts';
import type { PartitionVerdict } from '../../../lib/core/gate/verdict.ts';
import { scalarText } from '../../../lib/core/values/scalar.ts';
import type { CheckCase } from './case.ts';

/** Holds a verdict to what its case says of it, whatever engine measured it. */
export function expectOf(c: CheckCase, { checks, decision }: PartitionVerdict): void {
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
}
