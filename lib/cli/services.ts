import { join } from 'node:path';
import { LOCAL } from '../core/environment/environment.ts';
import type { Ports } from '../core/ports.ts';
import { localActor, localConfig } from '../platform/local/config.ts';
import type { LocalLake } from '../platform/local/lake.ts';
import { VERSION } from '../platform/local/version.ts';
import { newId } from '../steps/state/new-id.ts';
import type { RunRequest } from '../steps/state/request.ts';
import { lineageOf } from './lineage.ts';
import { notifiersOf } from './notifiers.ts';
import type { Output } from './output.ts';

export interface Flags {
  readonly root?: string;
  readonly contracts?: string;
  /** Name of an environment; local where it is absent. */
  readonly env?: string;
}

/** A dataset, and the contract that its table is made by. */
export type Contracted = Pick<RunRequest, 'dataset' | 'contract' | 'schemaName'>;

export interface Services {
  readonly ports: Ports;
  readonly close: () => Promise<void>;
}

export interface LocalServices extends Services {
  /** The same lake as the ports', with its root. */
  readonly lake: LocalLake;
}

/** A dead process blocks the next run of its dataset for at most this long. */
const LEASE_MS = 30_000;

export const now = (): string => new Date().toISOString();

export const ledgerFile = (root: string): string => join(root, '.sluice', 'ledger.sqlite');

/** The local platform behind the ports. Imported lazily: DuckDB only loads when something has to be scanned. */
export async function openServices(flags: Flags, output: Output): Promise<LocalServices> {
  const { root, contracts } = localConfig(flags);
  const notifiers = await notifiersOf(LOCAL.name, root, output);
  const [{ createDuckDb }, { localLake }, { openLedger }, { localPublisher }] = await Promise.all([
    import('../platform/local/duckdb/create-duckdb.ts'),
    import('../platform/local/lake.ts'),
    import('../platform/local/ledger.ts'),
    import('../platform/local/publisher.ts'),
  ]);
  const lake = localLake(root);
  const lineage = await lineageOf(LOCAL.name, { platform: 'local', root }, lake, output);
  const ledger = openLedger(ledgerFile(root));
  const duck = createDuckDb({ root });
  const actor = localActor(contracts, VERSION);
  const publisher = localPublisher(lake);
  const { engine, catalog } = duck;
  return {
    ports: {
      ...{ engine, catalog, lake, ledger, publisher },
      ...{ notifiers, lineage, warn: (line) => output.say(line), environment: LOCAL.name },
      ...{ actor, leaseMs: LEASE_MS, newId },
    },
    lake,
    close: async () => {
      await duck.close();
      await ledger.close();
      await lake.close();
    },
  };
}
