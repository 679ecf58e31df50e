import { CALL_LEASE_MS } from '../../lib/steps/execution/limits.ts';
import { publish } from '../../lib/steps/publish/publish.ts';
import { newId } from '../../lib/steps/state/new-id.ts';
import { actor, lake, ledger, publisher } from '../shared/ports.ts';
import { stepHandler } from '../shared/step.ts';

export const handler = stepHandler(publish, () => ({
  lake: lake(),
  ledger: ledger(),
  publisher: publisher(),
  actor: actor(),
  leaseMs: CALL_LEASE_MS,
  newId,
}));
