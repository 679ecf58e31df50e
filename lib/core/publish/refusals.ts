import type { Issue } from '../contract/issue.ts';
import type { Ports, WrittenPartition } from '../ports.ts';
import { partitionKey } from '../values/partition.ts';
import type { Manifest, Move } from './facts.ts';
import { newestFact } from './query-facts.ts';

/** Why a publisher would not carry out these moves; what their files hold is on record beside their manifests. */
export async function refusalsOf(
  dataset: string,
  moves: readonly Move[],
  { ledger, publisher }: Pick<Ports, 'ledger' | 'publisher'>,
): Promise<readonly Issue[]> {
  const written = await Promise.all(moves.map(({ to }) => (to === null ? undefined : writtenOf(to, ledger))));
  const known = written.filter((w) => w !== undefined);
  return publisher.refuse(dataset, { count: moves.length, written: known });
}

async function writtenOf(
  { dataset, partition, sha256 }: Manifest,
  ledger: Ports['ledger'],
): Promise<WrittenPartition | undefined> {
  const query = { kind: 'manifest', dataset, partition: partitionKey(partition) } as const;
  const fact = await newestFact({ ledger }, query, ({ body }) => body.sha256 === sha256);
  return fact && { partition, columns: fact.body.columns };
}
