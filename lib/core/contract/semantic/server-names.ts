import type { OdcsContract } from '../odcs/contract.ts';
import type { Reading } from '../reading.ts';

/** Two servers of one name in one environment: neither could be asked for. */
export function checkServerNames(reading: Reading, odcs: OdcsContract): void {
  const seen = new Set<string>();
  for (const [i, { server, environment }] of (odcs.servers ?? []).entries()) {
    const key = JSON.stringify([server, environment ?? null]);
    if (seen.has(key)) reading.error('SLU-194', { server }, ['servers', i, 'server']);
    seen.add(key);
  }
}
