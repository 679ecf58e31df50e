import { describe } from 'vitest';
import { ledgerConforms } from './ledger.ts';
import { ledgerRaces } from './ledger-races.ts';
import { ledgerEqualsModel } from './ledger-random.ts';
import { localLedger } from './local-world.ts';

describe('the local ledger', () => {
  ledgerConforms(localLedger);
  ledgerRaces(localLedger);
  ledgerEqualsModel(localLedger);
});
