import { ATHENA } from '../../lib/platform/aws/engine/name.ts';
import { pin } from '../../lib/steps/candidate/pin.ts';
import { CALL_LEASE_MS } from '../../lib/steps/execution/limits.ts';
import { lake, ledger } from '../shared/ports.ts';
import { stepHandler } from '../shared/step.ts';

export const handler = stepHandler(pin, () => ({
  engine: ATHENA,
  lake: lake(),
  ledger: ledger(),
  leaseMs: CALL_LEASE_MS,
}));
