import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeWindows } from '../../../lib/core/pipeline/merge-windows.ts';

const day = (n: number): string => new Date(Date.UTC(2001, 0, 1 + n)).toISOString();
const windows = fc.array(
  fc
    .tuple(fc.nat(30), fc.integer({ min: 1, max: 6 }))
    .map(([start, length]) => ({ start: day(start), end: day(start + length) })),
);
const daysOf = (all: readonly { start: string; end: string }[]): readonly number[] => {
  const days = new Set<number>();
  for (const { start, end } of all)
    for (let at = Date.parse(start); at < Date.parse(end); at += 86_400_000) days.add(at);
  return [...days].sort((a, b) => a - b);
};

test('merged windows cover the same days, in their order, with a gap between any two', () => {
  fc.assert(
    fc.property(windows, (all) => {
      const merged = mergeWindows(all);
      expect(daysOf(merged)).toEqual(daysOf(all));
      for (const [i, w] of merged.entries()) {
        const next = merged[i + 1];
        if (next) expect(Date.parse(next.start)).toBeGreaterThan(Date.parse(w.end));
      }
    }),
  );
});
