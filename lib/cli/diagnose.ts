import type { Ports } from '../core/ports.ts';
import { examine, type Finding } from '../core/publish/examine.ts';
import { resolveOpenIntents } from '../core/publish/resolve.ts';
import { plural } from '../report/printable.ts';
import { underLease } from './move-pointers.ts';
import { now } from './services.ts';

export type DoctorPorts = Pick<Ports, 'ledger' | 'publisher' | 'actor' | 'leaseMs' | 'newId'>;

export interface Diagnosis {
  readonly findings: readonly Finding[];
  /** What --repair did about it. */
  readonly repaired: readonly string[];
}

/** What of a dataset is not as it should be between two runs; repaired, where that is asked for, as the next run would. */
export async function diagnose(dataset: string, ports: DoctorPorts, repair: boolean): Promise<Diagnosis> {
  const findings = await examine(dataset, ports);
  if (!repair || findings.length === 0) return { findings, repaired: [] };
  const repaired: string[] = [];
  await underLease(dataset, ports, async () => {
    const resolution = await resolveOpenIntents(dataset, ports, now);
    if (resolution.closed.length > 0) {
      const forward =
        resolution.receipts.length > 0
          ? 'forward: readers saw it already'
          : 'back: readers saw nothing of it';
      repaired.push(
        `${plural(resolution.closed.length, 'open publish', 'open publishes')} closed, ${forward}`,
      );
    }
    if (resolution.driftRepaired) repaired.push('readers see again what was published');
  });
  return { findings: await examine(dataset, ports), repaired };
}
