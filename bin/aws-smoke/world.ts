import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Catalog } from '../../lib/core/ports.ts';
import { glueCatalog } from '../../lib/platform/aws/catalog/glue-catalog.ts';
import { type AwsContext, closeClients, createClients } from '../../lib/platform/aws/clients.ts';
import type { AwsConfig } from '../../lib/platform/aws/config.ts';
import { type S3Lake, s3Lake } from '../../lib/platform/aws/lake/s3-lake.ts';
import { realPace } from '../../lib/platform/aws/pace.ts';
import type { RunOutcome } from '../../lib/steps/state/outcome.ts';
import { type Asked, askAthena } from './ask-athena.ts';
import type { Ended, Execution, Place } from './place.ts';
import { sluiceJson } from './sluice.ts';
import { FLIGHTS, FLIGHTS_PIPELINE, type WorkFolder } from './work-folder.ts';

/** Two days that pass, and one between them that does not. */
export const DAYS = { start: '2001-02-26', end: '2001-03-01' } as const;

/** What probes ask with. */
export interface World {
  readonly context: AwsContext;
  readonly folder: WorkFolder;
  readonly lake: S3Lake;
  readonly catalog: Catalog;
  /** One statement, as a query of its own. */
  ask(sql: string): Promise<Asked>;
  execute(execution: Omit<Execution, 'name'>): Promise<Ended>;
  /** The three days on this machine, on DuckDB; run when it is first asked for. */
  local(): Promise<RunOutcome>;
  close(): void;
}

export function openWorld(place: Place, config: AwsConfig, folder: WorkFolder): World {
  const clients = createClients(config);
  const context: AwsContext = { config, clients, pace: realPace };
  const lake = s3Lake(context);
  let local: Promise<RunOutcome> | undefined;
  return {
    context,
    folder,
    lake,
    catalog: glueCatalog(lake, context),
    ask: (sql) => askAthena(sql, randomUUID(), context),
    // a name of an execution is used once
    execute: (execution) => place.execute({ ...execution, name: `smoke-${randomUUID()}` }),
    local: () => {
      local ??= sluiceJson<RunOutcome>(folder, [
        ...['run', FLIGHTS_PIPELINE, '--start', DAYS.start, '--end', DAYS.end],
        ...['--fail-on', 'never'],
      ]);
      return local;
    },
    close: () => closeClients(clients),
  };
}

/** Puts the flights where the pipelines' source is. */
export async function uploadFlights({ context, folder }: World): Promise<void> {
  const { bucket: Bucket, key: Key } = folder.raw;
  await context.clients.s3.send(new PutObjectCommand({ Bucket, Key, Body: readFileSync(FLIGHTS) }));
}
