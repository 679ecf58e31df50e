import { createHash } from 'node:crypto';
import type { FactQuery, Ledger } from '../../../lib/core/ports.ts';
import type { Fact } from '../../../lib/core/publish/facts.ts';
import { intentOf } from '../../../lib/core/publish/intent.ts';
import { clock, DATASET, move, request, snapshot } from '../../core/publish/world.ts';

export const A = snapshot('2001-01-01', 'a');
export const B = snapshot('2001-01-01', 'b');

export const source = (id: string, time = '2001-01-01T00:00:00.000Z', partition = ''): Fact => ({
  kind: 'source',
  dataset: DATASET,
  partition,
  id,
  time,
  body: { dataset: DATASET, sourceId: id, files: [] },
});

/** A source with one file of that name. */
export const sourceOf = (id: string, path: string): Fact => ({
  kind: 'source',
  dataset: DATASET,
  partition: '',
  id,
  time: '2001-01-01T00:00:00.000Z',
  body: { dataset: DATASET, sourceId: id, files: [{ path, sizeBytes: path.length, etag: 'e' }] },
});

/** Text of which a zip makes no less than three quarters; the same one for the same seed. */
export const hardText = (length: number, seed = 0): string =>
  createHash('shake256', { outputLength: Math.ceil((length * 3) / 4) })
    .update(String(seed))
    .digest('base64')
    .slice(0, length);

export const run = (state: 'started' | 'finished', at: string): Fact => ({
  kind: 'run',
  dataset: DATASET,
  partition: '',
  id: 'r1',
  time: at,
  body: {
    runId: 'r1',
    pipeline: 'p',
    dataset: DATASET,
    window: { start: '', end: '' },
    state,
    mode: 'enforce',
    by: { user: 'u', commit: null, tool: 't' },
    at,
  },
});

export const intentAt = (id: string, epoch: string, moves = [move(null, A)], dataset = DATASET) =>
  intentOf(
    { ...request(id, moves), dataset },
    { publisher: 'local', epoch, projection: { before: null, after: `${Number(epoch) + 1}` } },
    clock(),
  );

export async function factsOf(ledger: Ledger, query: FactQuery): Promise<readonly Fact[]> {
  const found: Fact[] = [];
  for await (const fact of ledger.query(query)) found.push(fact);
  return found;
}

export const idsOf = async (ledger: Ledger, query: FactQuery): Promise<readonly string[]> =>
  (await factsOf(ledger, query)).map((f) => f.id);
