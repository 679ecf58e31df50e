import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ledger } from '../../../lib/core/ports.ts';
import { openLedger } from '../../../lib/platform/local/ledger.ts';
import type { LedgerPlatform, LedgerWorld } from './world.ts';

export const localLedger: LedgerPlatform = {
  name: 'local',
  manyFacts: 1203,
  manyPartitions: 120,
  runs: 40,
  make: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    const opened: Ledger[] = [];
    const world: LedgerWorld = {
      nowMs: 1_000_000,
      connect: () => {
        const file = join(folder, '.sluice', 'ledger.sqlite');
        const ledger = openLedger(file, { now: () => world.nowMs });
        opened.push(ledger);
        return ledger;
      },
      dispose: async () => {
        for (const ledger of opened) await ledger.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
    return world;
  },
};
