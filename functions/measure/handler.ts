import { CALL_LEASE_MS } from '../../lib/steps/execution/limits.ts';
import { measure } from '../../lib/steps/gate/measure.ts';
import { catalog, engine, lake, ledger } from '../shared/ports.ts';
import { stepHandler } from '../shared/step.ts';

export const handler = stepHandler(measure, () => ({
  catalog: catalog(),
  engine: engine(),
  lake: lake(),
  ledger: ledger(),
  leaseMs: CALL_LEASE_MS,
}));
