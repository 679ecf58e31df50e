import { describe, expect, it } from 'vitest';
import { pinManifest, snapshotIdOf } from '../../../lib/core/publish/manifest.ts';
import { integer, NULL, string } from '../../../lib/core/values/scalar.ts';

const file = (path: string, etag = 'e', sizeBytes = 1) => ({ path, etag, sizeBytes, rows: '1' });
const pin = (files: ReturnType<typeof file>[], partition = { day: string('2001-01-01') }) =>
  pinManifest({ runId: 'r1', attempt: 1, dataset: 'a/b', partition, files });

describe('a snapshot id', () => {
  it('is the same for a candidate and its published copy, whatever the order of the files', () => {
    const candidate = pin([
      file('.sluice/runs/a/b/r1/1/day=1/r1-1.parquet', 'y'),
      file('.sluice/runs/x/r1-0.parquet', 'x'),
    ]);
    const copy = [file('v/3/day=1/r1-0.parquet', 'x'), file('v/3/day=1/r1-1.parquet', 'y')];
    expect(snapshotIdOf('a/b', { day: '2001-01-01' }, copy)).toBe(candidate.sha256);
  });

  it('does not depend on who wrote it', () => {
    const [one, two] = ['r1', 'r2'].map((runId) =>
      pinManifest({ runId, attempt: 1, dataset: 'a/b', partition: {}, files: [file('f')] }),
    );
    expect(one?.sha256).toBe(two?.sha256);
  });

  it.each([
    ['a byte', [file('f', 'other')]],
    ['a size', [file('f', 'e', 2)]],
    ['a name', [file('g')]],
    ['a file more', [file('f'), file('g')]],
    ['no file', []],
  ])('is another for %s', (_, files) => {
    expect(pin(files).sha256).not.toBe(pin([file('f')]).sha256);
  });

  it('is another for another partition, null and the text "null" included', () => {
    const ids = [{ day: NULL }, { day: string('null') }, { day: string('') }].map(
      (p) => pinManifest({ runId: 'r', attempt: 1, dataset: 'a/b', partition: p, files: [] }).sha256,
    );
    expect(new Set(ids).size).toBe(3);
  });
});

it('a manifest keeps partition values as text and its files in the order of their paths', () => {
  const manifest = pinManifest({
    runId: 'r1',
    attempt: 2,
    dataset: 'a/b',
    partition: { year: integer(2001), day: NULL },
    files: [file('z'), file('a')],
  });
  expect(manifest).toMatchObject({ manifestVersion: 1, attempt: 2, partition: { year: '2001', day: null } });
  expect(manifest.files.map((f) => f.path)).toEqual(['a', 'z']);
});
