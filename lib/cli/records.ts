import { existsSync } from 'node:fs';
import { issue } from '../core/contract/issue.ts';
import type { Lake, Ledger } from '../core/ports.ts';
import type { RunRecord } from '../core/publish/facts.ts';
import { factsOf } from '../core/publish/query-facts.ts';
import { partitionKey } from '../core/values/partition.ts';
import { localConfig } from '../platform/local/config.ts';
import { localLake } from '../platform/local/lake.ts';
import { environmentOf } from './environments.ts';
import { CliFailure } from './failure.ts';
import { type Flags, ledgerFile } from './services.ts';

/** Opens the environment's ledger for reading; undefined where there is none yet. Creates nothing. */
export async function withLedger<T>(
  flags: Flags,
  use: (ledger: Ledger | undefined) => Promise<T>,
): Promise<T> {
  const ledger = await openForReading(flags);
  try {
    return await use(ledger);
  } finally {
    await ledger?.close();
  }
}

async function openForReading(flags: Flags): Promise<Ledger | undefined> {
  const environment = environmentOf(flags);
  if (environment.platform === 'aws') return (await import('./aws-services.ts')).openAwsLedger(environment);
  const file = ledgerFile(localConfig(flags).root);
  if (!existsSync(file)) return undefined;
  const { openLedger } = await import('../platform/local/ledger.ts');
  return openLedger(file, { mode: 'read' });
}

/** Opens the environment's lake. */
export async function withLake<T>(flags: Flags, use: (lake: Lake) => Promise<T>): Promise<T> {
  const environment = environmentOf(flags);
  if (environment.platform === 'aws') {
    const { lake, close } = await (await import('./aws-services.ts')).openAwsCheck(environment);
    return use(lake).finally(close);
  }
  const lake = localLake(localConfig(flags).root);
  return use(lake).finally(() => lake.close());
}

export const unknown = (what: string, name: string): CliFailure =>
  new CliFailure([issue('SLU-609', { what, name })]);

/** The last record of the one run whose id begins like that. */
export async function findRun(ledger: Ledger | undefined, prefix: string): Promise<RunRecord> {
  const datasets = (await ledger?.datasets()) ?? [];
  const runs = await Promise.all(
    datasets.map((dataset) => (ledger ? factsOf(ledger, { kind: 'run', dataset, order: 'newest' }) : [])),
  );
  const found = runs.flat().filter((r) => prefix !== '' && r.body.runId.startsWith(prefix));
  const ids = [...new Set(found.map((r) => r.body.runId))];
  if (ids.length > 1) {
    throw new CliFailure([issue('SLU-546', { what: 'runs', prefix, ids: ids.join(', ') })]);
  }
  const [newest] = found;
  if (newest === undefined) throw unknown('run', prefix);
  return newest.body;
}

/** `flight_date=2001-02-27,hour=3` as the ledger's key. */
export function partitionOption(text: string): string {
  const pairs = text === '' || text === '{}' ? [] : text.split(',').map((p) => p.split(/=(.*)/s).slice(0, 2));
  if (pairs.some((p) => p.length !== 2 || p[0] === '')) {
    throw new CliFailure([
      issue('SLU-612', { option: '--partition', value: text, expected: 'name=value[,name=value]' }),
    ]);
  }
  return partitionKey(Object.fromEntries(pairs));
}
