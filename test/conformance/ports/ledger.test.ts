import { describe } from 'vitest';
import { awsLedger } from './aws-world.ts';
import { ledgerConforms } from './ledger.ts';
import { ledgerRaces } from './ledger-races.ts';
import { ledgerEqualsModel } from './ledger-random.ts';
import { localLedger } from './local-world.ts';

describe.each([localLedger, awsLedger])('the ledger of $name', (platform) => {
  ledgerConforms(platform);
  ledgerRaces(platform);
  ledgerEqualsModel(platform);
});
