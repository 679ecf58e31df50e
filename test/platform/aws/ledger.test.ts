import { describe } from 'vitest';
import { dynamoLedger } from '../../../lib/platform/aws/ledger.ts';
import { realPace } from '../../../lib/platform/aws/pace.ts';
import { ledgerConforms } from '../../conformance/ports/ledger.ts';
import { ledgerRaces } from '../../conformance/ports/ledger-races.ts';
import { ledgerEqualsModel } from '../../conformance/ports/ledger-random.ts';
import type { LedgerPlatform, LedgerWorld } from '../../conformance/ports/world.ts';
import { memoryClient } from './memory-dynamo.ts';
import { MemoryTable } from './memory-table.ts';

const platform = (maxActions: number): LedgerPlatform => ({
  name: 'DynamoDB in memory',
  manyFacts: 730,
  manyPartitions: 120,
  runs: 100,
  make: async () => {
    const table = new MemoryTable();
    const world: LedgerWorld = {
      nowMs: 1_000_000,
      connect: () =>
        dynamoLedger(memoryClient(table), 'ledger', {
          pace: { ...realPace, now: () => world.nowMs, sleep: async () => undefined },
          clockSkewMs: 0,
          maxActions,
        }),
      dispose: async () => undefined,
    };
    return world;
  },
});

describe('the ledger in DynamoDB', () => {
  ledgerConforms(platform(100));
  ledgerRaces(platform(100));
  ledgerEqualsModel(platform(100));
});

describe('the ledger in DynamoDB, where hardly anything fits into a transaction', () => {
  ledgerConforms(platform(4));
  ledgerRaces(platform(4));
  ledgerEqualsModel(platform(4));
});
