import { issue } from '../../core/contract/issue.ts';
import type { Ports } from '../../core/ports.ts';
import { StepFailure } from './failure.ts';

export type LeasePorts = Pick<Ports, 'ledger' | 'leaseMs'>;

export const leaseKey = (dataset: string): string => `dataset/${dataset}`;

/** Takes or keeps the dataset's lease; another run that holds it ends this one before it wrote anything. */
export async function holdLease(dataset: string, runId: string, ports: LeasePorts): Promise<void> {
  const answer = await ports.ledger.lease(leaseKey(dataset), runId, ports.leaseMs);
  if (answer.held) {
    throw new StepFailure([issue('SLU-501', { dataset, by: answer.by, until: answer.until })], 3);
  }
}

export async function releaseLease(
  dataset: string,
  runId: string,
  ports: Pick<Ports, 'ledger'>,
): Promise<void> {
  await ports.ledger.release({ key: leaseKey(dataset), owner: runId, until: '' });
}
