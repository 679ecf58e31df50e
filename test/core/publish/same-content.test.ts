import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pinManifest, sameContent, snapshotIdOf } from '../../../lib/core/publish/manifest.ts';
import { string } from '../../../lib/core/values/scalar.ts';

const shuffle = <T>(list: readonly T[]) =>
  fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
const files = (...etags: readonly string[]) => ({
  files: etags.map((etag, i) => ({ path: `${etag}-${i}`, etag, sizeBytes: 1, rows: '1' })),
});

it('two candidates hold the same where their files do, in whatever order and under whatever names', () => {
  expect(sameContent(files('a', 'b'), files('b', 'a'))).toBe(true);
  expect(sameContent(files(), files())).toBe(true);
  expect(sameContent(files('a', 'b'), files('a', 'c'))).toBe(false);
  expect(sameContent(files('a', 'a'), files('a'))).toBe(false);
  expect(sameContent(files('a', 'a', 'b'), files('a', 'b', 'b'))).toBe(false);
});

it("a manifest says whose files it holds where they are not the gate's own, and is the same snapshot all the same", () => {
  const candidate = { runId: 'r', attempt: 1, dataset: 'd', partition: { day: string('1') }, ...files('a') };
  const own = pinManifest(candidate);
  const linked = pinManifest({ ...candidate, custody: 'linked' });
  expect(own).toEqual({
    manifestVersion: 1,
    ...candidate,
    partition: { day: '1' },
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(own).not.toHaveProperty('custody');
  expect(linked).toEqual({ ...own, custody: 'linked' });
});

it('a snapshot is the same in whatever order its files are listed, those of one name in two folders too', () => {
  const text = fc.constantFrom('a', 'b', 'c');
  const file = fc.tuple(text, text).map(([name, etag]) => ({ path: `${etag}/${name}`, etag, sizeBytes: 1 }));
  const listing = fc.uniqueArray(file, { selector: ({ path }) => path });
  const shuffled = listing.chain((listed) => fc.tuple(fc.constant(listed), shuffle(listed)));
  fc.assert(
    fc.property(shuffled, ([listed, other]) => {
      expect(snapshotIdOf('d', {}, other)).toBe(snapshotIdOf('d', {}, listed));
    }),
  );
});
