import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../lib/core/ports.ts';
import { intentOf } from '../../../lib/core/publish/intent.ts';
import { type Showing, showing } from '../../../lib/core/publish/showing.ts';
import { clock, move, request, snapshot } from './world.ts';

const A = snapshot('2001-01-01', 'a');
const B = snapshot('2001-01-01', 'b');
const C = snapshot('2001-01-02', 'c');
const other = snapshot('2001-01-01', 'other');
const intent = intentOf(
  request('i', [move(A, B), move(null, C)]),
  { publisher: 'model', epoch: '4', projection: { before: '4', after: '5' } },
  clock(),
);
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
    expect(showing(intent, observation)).toBe(expected);
  });

  it('a partition that was taken away as after, once it is gone', () => {
    const away = { ...intent, moves: [move(A, null)] };
    expect([showing(away, seen('5')), showing(away, seen('5', A)), showing(away, seen('4', A))]).toEqual([
      'after',
      'neither',
      'before',
    ]);
  });
});
