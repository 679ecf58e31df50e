import { inject } from 'vitest';
import type { Ledger } from '../../../lib/core/ports.ts';
import { createLedgerTable } from '../../../lib/platform/aws/ledger-table.ts';
import { createLedgerClient, openDynamoLedger } from '../../../lib/platform/aws/open-ledger.ts';
import type { LedgerPlatform, LedgerWorld } from './world.ts';

let tables = 0;

/** DynamoDB as moto answers it, over the real SDK; each connection has a client of its own. */
export const awsLedger: LedgerPlatform = {
  name: 'aws',
  manyFacts: 120,
  manyPartitions: 40,
  runs: 20,
  make: async () => {
    const ledgerTable = `ledger-${process.pid}-${Date.now()}-${tables++}`;
    const { endpoints, region, credentials } = inject('stack');
    const place = { endpoints, region, credentials, ledgerTable };
    const client = createLedgerClient(place);
    await createLedgerTable(client, ledgerTable);
    client.destroy();
    const opened: Ledger[] = [];
    const world: LedgerWorld = {
      nowMs: 1_000_000,
      connect: () => {
        const ledger = openDynamoLedger(place, { now: () => world.nowMs, clockSkewMs: 0 });
        opened.push(ledger);
        return ledger;
      },
      dispose: async () => {
        for (const ledger of opened) await ledger.close();
      },
    };
    return world;
  },
};
