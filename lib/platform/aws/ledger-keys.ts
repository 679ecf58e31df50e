import { createHash } from 'node:crypto';
import type { Lease } from '../../core/ports.ts';
import type { Fact, FactKind } from '../../core/publish/facts.ts';
import { type Key, keyAt } from './ledger-table.ts';

export const pkOf = (dataset: string): string => `DS#${dataset}`;

/** The dataset's own row, and one for each of its partitions that was ever published. */
export const headKey = (dataset: string): Key => keyAt(pkOf(dataset), 'STATE');
export const POINTERS = 'POINTER#';
export const pointerKey = (dataset: string, partition: string): Key =>
  keyAt(pkOf(dataset), `${POINTERS}${short(partition)}`);

/** Facts lie in the order of time below their kind and partition; `seq` keeps the order within a millisecond. */
export const factPrefix = (kind: FactKind, partition: string): string =>
  `${kind.toUpperCase()}#${short(partition)}#`;
export const factSk = ({ kind, partition, time, id }: Fact, seq: string): string =>
  `${factPrefix(kind, partition)}${time}#${seq}#${short(id)}`;

/**
 * The mark of a fact: it exists once for (kind, id, partition), of a run once for each of its states. It makes a fact
 * unique, finds it by id, and gives the order of time across partitions without reading the facts themselves.
 */
export const markPrefix = (kind: FactKind, id?: string): string =>
  `ID#${kind.toUpperCase()}#${id === undefined ? '' : `${short(id)}#`}`;
export const markSk = ({ kind, partition, time, id }: Fact): string =>
  `${markPrefix(kind, id)}${short(partition)}${kind === 'run' ? `#${time}` : ''}`;

/** All datasets that were ever written to. */
export const DATASETS = 'DATASETS';
export const datasetKey = (dataset: string): Key => keyAt(DATASETS, dataset);

export const leaseKey = ({ key }: Pick<Lease, 'key'>): Key => keyAt(`LEASE#${key}`, 'LEASE');

/** Pieces of a body that is too large for its row. Each body has a key of its own, so that many are written at once. */
export const pieceKey = (dataset: string, sha256: string, piece: number): Key =>
  keyAt(`BODY#${dataset}#${sha256}`, String(piece).padStart(6, '0'));

const SHORT_BYTES = 256;

/** Sort keys end at 1,024 bytes: a longer text is named by its hash. The whole text is in the row beside the key. */
function short(value: string): string {
  if (Buffer.byteLength(value) <= SHORT_BYTES) return value;
  return `sha256:${createHash('sha256').update(value).digest('hex')}`;
}
