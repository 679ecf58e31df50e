import fc from 'fast-check';

export type Threshold = Readonly<Record<string, number | readonly number[]>>;

const ONE = [
  'mustBe',
  'mustNotBe',
  'mustBeGreaterThan',
  'mustBeGreaterOrEqualTo',
  'mustBeLessThan',
  'mustBeLessOrEqualTo',
] as const;
const TWO = ['mustBeBetween', 'mustNotBeBetween'] as const;

/** One operator with numbers that the data have, or that lie just beside them. */
export function threshold(near: readonly number[]): fc.Arbitrary<Threshold> {
  const number = fc.constantFrom(...near);
  return fc.oneof(
    { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...ONE), number).map(([op, n]) => ({ [op]: n })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...TWO), fc.uniqueArray(number, { minLength: 2, maxLength: 2 }))
        .map(([op, band]) => ({ [op]: band.toSorted((a, b) => a - b) })),
    },
  );
}

/** Of a count among so many rows. */
export const countThreshold = (rows: number): fc.Arbitrary<Threshold> =>
  threshold([0, 1, 2, Math.floor(rows / 2), Math.max(rows - 1, 3), Math.max(rows, 4)]);

/** Of a count in percent. */
export const percentThreshold: fc.Arbitrary<Threshold> = threshold([0, 1, 5, 20, 33.3333, 50, 99, 100]);
