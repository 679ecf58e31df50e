import type { Ports } from '../../core/ports.ts';
import type { FileRef, UnexpectedPartition } from '../../core/publish/facts.ts';
import type { RequestedPartition } from '../state/request.ts';

/** The files, and what is known of them. */
export type RecordPorts = Pick<Ports, 'lake' | 'ledger'>;

/** What candidates are made of, found out before anything is written. */
export interface Origin {
  /** Names all of it. */
  readonly id: string;
  /** Whether it is there now: what was measured before can be judged again without it. */
  readonly found: boolean;
  candidateKeyOf(partition: RequestedPartition): string;
  /** Of a partition that another job wrote: its files. */
  filesOf?(partition: RequestedPartition): readonly FileRef[];
  /** Rows that belong to no expected partition, as far as they are known before anything is written. */
  readonly unexpected: readonly UnexpectedPartition[];
}
