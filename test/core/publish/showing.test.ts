import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../lib/core/ports.ts';
import type { DatasetState } from '../../../lib/core/publish/facts.ts';
import { intentOf } from '../../../lib/core/publish/intent.ts';
import { type Showing, showing } from '../../../lib/core/publish/showing.ts';
import { clock, DATASET, move, request, snapshot } from './world.ts';

const A = snapshot('2001-01-01', 'a');
const B = snapshot('2001-01-01', 'b');
const C = snapshot('2001-01-02', 'c');
const other = snapshot('2001-01-01', 'other');
const intent = intentOf(
  request('i', [move(A, B), move(null, C)]),
  { publisher: 'model', epoch: '4', projection: { before: '4', after: '5' } },
  clock(),
);
/** As the pointers stand while the intent is open. */
const pointing = (...to: (typeof A)[]): DatasetState => ({
  dataset: DATASET,
  epoch: '4',
  projection: '4',
  pointers: to.map((manifest) => ({
    dataset: DATASET,
    partition: manifest.partition,
    snapshotId: manifest.sha256,
    epoch: '4',
    receiptId: 'r',
    manifest,
  })),
});
const seen = (projection: string | null, ...visible: (typeof A)[]): Observation => ({
  projection,
  partitions: visible.map((m) => ({ partition: m.partition, snapshotId: m.sha256 })),
});

describe('a projection shows', () => {
  it.each<[Showing, string, Observation]>([
    ['after', 'all that moves is there', seen('5', B, C)],
    ['before', 'nothing moved', seen('4', A)],
    ['neither', 'half of it is there', seen('5', B)],
    ['neither', 'something else is there', seen('5', other, C)],
    ['neither', 'the old files are there under another link', seen('3', A)],
    ['neither', 'the new files are there under another link', seen('6', B, C)],
    ['neither', 'the old link shows other files', seen('4', other)],
    ['neither', 'nothing is there', seen(null)],
  ])('%s, when %s', (expected, _, observation) => {
    expect(showing(intent, observation, pointing(A))).toBe(expected);
  });

  it('a partition that was taken away as after, once it is gone', () => {
    const away = { ...intent, moves: [move(A, null)] };
    expect([
      showing(away, seen('5'), pointing(A)),
      showing(away, seen('5', A), pointing(A)),
      showing(away, seen('4', A), pointing(A)),
    ]).toEqual(['after', 'neither', 'before']);
  });

  describe('of an intent without moves', () => {
    const again = { ...intent, moves: [] };
    const inPlace = { ...again, projection: { before: 'db.table', after: 'db.table' } };

    it.each<[Showing, string, Observation]>([
      ['after', 'what the pointers say is there', seen('5', A, C)],
      ['neither', 'a part of it is there', seen('5', A)],
      ['neither', 'other files are there', seen('5', other, C)],
      ['before', 'the old link is there', seen('4', A)],
      ['neither', 'another link is there', seen('3', A, C)],
    ])('%s, when %s', (expected, _, observation) => {
      expect(showing(again, observation, pointing(A, C))).toBe(expected);
    });

    it.each<[Showing, string, Observation]>([
      ['after', 'what the pointers say is there', seen('db.table', A, C)],
      ['neither', 'a part of it is there', seen('db.table', A)],
      [
        'neither',
        'what nobody published is there beside it',
        seen('db.table', A, C, snapshot('2001-01-03', 'd')),
      ],
    ])('%s, under a name that stays the same, when %s', (expected, _, observation) => {
      expect(showing(inPlace, observation, pointing(A, C))).toBe(expected);
    });
  });
});
