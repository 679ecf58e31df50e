import { expect, test } from 'vitest';
import { issue } from '../../../lib/core/contract/issue.ts';
import type { Moving } from '../../../lib/core/ports.ts';
import type { Manifest } from '../../../lib/core/publish/facts.ts';
import { refusalsOf } from '../../../lib/core/publish/refusals.ts';
import type { PhysicalColumn } from '../../../lib/core/sql/physical.ts';
import { partitionKey } from '../../../lib/core/values/partition.ts';
import { clock, DATASET, move, snapshot, World } from './world.ts';

const column = (name: string): PhysicalColumn => ({
  name,
  type: { kind: 'string' },
  typeName: 'VARCHAR',
  from: 'file',
});

test('a publisher is asked about every partition that moves, with the columns on record of just those files', async () => {
  const world = new World();
  const record = (manifest: Manifest, name: string) =>
    world.facts.push({
      kind: 'manifest',
      dataset: DATASET,
      partition: partitionKey(manifest.partition),
      id: name,
      time: clock(),
      body: { ...manifest, candidateKey: name, columns: [column(name)] },
    });
  const [old, next, gone] = [
    snapshot('2001-01-01', 'a1'),
    snapshot('2001-01-01', 'a2'),
    snapshot('2001-01-02', 'b1'),
  ];
  const forgotten = snapshot('2001-01-03', 'c1');
  // whichever comes first in the ledger's order, it is not the one that moves
  record(old, 'old');
  record(next, 'new');
  record(snapshot('2001-01-01', 'a3'), 'newest');
  const asked: [string, Moving][] = [];
  const { ledger, publisher } = world.process();
  const refusal = issue('SLU-531', { dataset: DATASET });
  const refuse = async (dataset: string, moving: Moving) => {
    asked.push([dataset, moving]);
    return [refusal];
  };
  const moves = [move(old, next), move(gone, null), move(null, forgotten)];
  expect(await refusalsOf(DATASET, moves, { ledger, publisher: { ...publisher, refuse } })).toEqual([
    refusal,
  ]);
  const written = [{ partition: next.partition, columns: [column('new')] }];
  expect(asked).toEqual([[DATASET, { count: 3, written }]]);
});
