import { judge } from '../../lib/steps/gate/judge.ts';
import { LEASE_MS } from '../shared/limits.ts';
import { lake, ledger } from '../shared/ports.ts';
import { stepHandler } from '../shared/step.ts';

export const handler = stepHandler(judge, () => ({ lake: lake(), ledger: ledger(), leaseMs: LEASE_MS }));
