import type { Deploy } from '../../../core/environment/deploy.ts';
import { databaseOf } from '../../../core/environment/environment.ts';
import { ok, type Probe } from '../../../core/environment/probe.ts';
import type { Pipeline } from '../../../core/pipeline/pipeline.ts';
import { createClients } from '../clients.ts';
import type { AwsConfig } from '../config.ts';
import { createLedgerClient } from '../open-ledger.ts';
import { realPace } from '../pace.ts';
import { probeDatabases, probeIdentity, probeLake, probeWorkgroup } from './base-probes.ts';
import { type FoundLease, probeLedger, readLease } from './probe-ledger.ts';
import { createScheduleClients, probeSchedules } from './probe-schedules.ts';

export interface Deployment {
  readonly name: string;
  readonly config: AwsConfig;
  /** What its file says that is deployed. */
  readonly deploy?: Deploy | undefined;
  readonly domains: readonly string[];
  readonly pipelines: readonly Pick<Pipeline, 'name' | 'schedule'>[];
}

/** Clients for looking at a deployment; nothing that they are asked changes anything. */
export function openDoctor({ name, config, deploy, domains, pipelines }: Deployment) {
  const clients = createClients(config);
  const client = createLedgerClient(config);
  const schedules = createScheduleClients(config);
  const pace = realPace;
  const context = { config, clients, pace };
  const ledger = { client, table: config.ledgerTable, region: config.region, pace };
  return {
    /** All that datasets share; throws PlatformError where AWS does not know who asks. */
    base: async (): Promise<readonly Probe[]> => {
      const identity = await probeIdentity(context);
      const databases = [config.databases.staging, ...domains.map((d) => databaseOf(config, d))];
      const found = await Promise.all([
        probeLake(context),
        probeWorkgroup(context, deploy?.bytesPerQuery),
        probeDatabases(databases, context),
        probeLedger(ledger),
      ]);
      return [...identity, ...found.flat()];
    },
    schedules: async (): Promise<readonly Probe[]> =>
      schedules === undefined
        ? [ok('schedules', 'a stack answers in the place of AWS, and runs nothing by itself')]
        : probeSchedules({ name, pipelines, expected: deploy?.schedules ?? 'enabled' }, schedules, pace),
    lease: (key: string): Promise<FoundLease | undefined> => readLease(key, ledger),
    close: (): void => {
      for (const one of [...Object.values(clients), client, schedules?.scheduler, schedules?.sfn])
        one?.destroy();
    },
  };
}
