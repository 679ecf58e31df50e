import { CALL_LEASE_MS } from '../../lib/steps/execution/limits.ts';
import { judge } from '../../lib/steps/gate/judge.ts';
import { lake, ledger } from '../shared/ports.ts';
import { stepHandler } from '../shared/step.ts';

export const handler = stepHandler(judge, () => ({ lake: lake(), ledger: ledger(), leaseMs: CALL_LEASE_MS }));
