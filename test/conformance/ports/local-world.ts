import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Ledger } from '../../../lib/core/ports.ts';
import { createDuckDb } from '../../../lib/platform/local/duckdb/create-duckdb.ts';
import { localLake } from '../../../lib/platform/local/lake.ts';
import { openLedger } from '../../../lib/platform/local/ledger.ts';
import type { DataPlatform, LakePlatform, LedgerPlatform, LedgerWorld } from './world.ts';

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

export const localLakes: LakePlatform = {
  name: 'local',
  manyFiles: 1203,
  make: async () => {
    const root = mkdtempSync(join(tmpdir(), 'lake-'));
    mkdirSync(join(root, '.sluice'));
    const lake = localLake(root);
    const write = (path: string, body: Uint8Array): void => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), body);
    };
    return {
      lake,
      write: async (path, body) => write(path, body),
      writeMany: async (paths, body) => {
        for (const path of paths) write(path, body);
      },
      absolute: (path) => join(root, path),
      dispose: async () => {
        await lake.close();
        rmSync(root, { recursive: true, force: true });
      },
    };
  },
};

export const localData: DataPlatform = {
  name: 'local',
  manyRows: 2345,
  excused: {},
  make: async () => {
    const root = mkdtempSync(join(tmpdir(), 'data-'));
    const lake = localLake(root);
    const { engine, catalog, close } = createDuckDb({ root });
    return {
      engine,
      catalog,
      lake,
      dispose: async () => {
        await close();
        await lake.close();
        rmSync(root, { recursive: true, force: true });
      },
    };
  },
};
