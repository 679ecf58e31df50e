import { transform } from '../../lib/steps/candidate/transform.ts';
import { CALL_LEASE_MS } from '../../lib/steps/execution/limits.ts';
import { catalog, engine, lake, ledger } from '../shared/ports.ts';
import { stepHandler } from '../shared/step.ts';

export const handler = stepHandler(transform, () => ({
  catalog: catalog(),
  engine: engine(),
  lake: lake(),
  ledger: ledger(),
  leaseMs: CALL_LEASE_MS,
}));
