import { transform } from '../../lib/steps/candidate/transform.ts';
import { LEASE_MS } from '../shared/limits.ts';
import { catalog, engine, lake, ledger } from '../shared/ports.ts';
import { stepHandler } from '../shared/step.ts';

export const handler = stepHandler(transform, () => ({
  catalog: catalog(),
  engine: engine(),
  lake: lake(),
  ledger: ledger(),
  leaseMs: LEASE_MS,
}));
