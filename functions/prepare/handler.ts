import { ATHENA } from '../../lib/platform/aws/engine/name.ts';
import { prepare } from '../../lib/steps/candidate/prepare.ts';
import { CALL_LEASE_MS } from '../../lib/steps/execution/limits.ts';
import { newId } from '../../lib/steps/state/new-id.ts';
import { lineage } from '../shared/lineage.ts';
import { actor, lake, ledger, publisher } from '../shared/ports.ts';
import { stepHandler } from '../shared/step.ts';

export const handler = stepHandler(prepare, () => ({
  engine: ATHENA,
  lake: lake(),
  ledger: ledger(),
  publisher: publisher(),
  actor: actor(),
  lineage: lineage(),
  leaseMs: CALL_LEASE_MS,
  newId,
}));
