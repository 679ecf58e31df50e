import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateDatabaseCommand } from '@aws-sdk/client-glue';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { inject } from 'vitest';
import type { Ports } from '../../../lib/core/ports.ts';
import { createClients } from '../../../lib/platform/aws/clients.ts';
import type { AwsConfig } from '../../../lib/platform/aws/config.ts';
import { openAws } from '../../../lib/platform/aws/open-aws.ts';
import { createDuckDb } from '../../../lib/platform/local/duckdb/create-duckdb.ts';
import { localLake } from '../../../lib/platform/local/lake.ts';
import { type CheckRequest, type Inspection, inspectData } from '../../../lib/steps/check/check-data.ts';
import { StepFailure } from '../../../lib/steps/state/failure.ts';
import { startAthena } from '../stack/athena/start.ts';

type CheckPorts = Pick<Ports, 'engine' | 'catalog' | 'lake'>;

/** What is judged, on either platform: paths are relative to the root of its lake. */
export type Judged = Omit<CheckRequest, 'now'> & { readonly now?: string };

/** The local platform and AWS's over the stack, with the same files in the lake of each. */
export interface World {
  readonly root: string;
  readonly local: CheckPorts;
  readonly aws: CheckPorts;
  /** In Glue, of the staged tables. */
  readonly database: string;
  /** Writes one Parquet file of a SELECT of DuckDB to both lakes. */
  write(path: string, select: string, options?: string): Promise<void>;
  /** The same of bytes, or of a file that lies in the local lake already. */
  put(path: string, body?: Uint8Array): Promise<void>;
  readonly duckdb: DuckDBConnection;
  close(): Promise<void>;
}

export const NOW = '2030-01-01T00:00:00Z';
/** A small query is over before the next look of a real deployment. */
const LOOK_AGAIN_MS = 25;

let worlds = 0;

/** A bucket, databases, an Athena and folders of their own; `maxActiveQueries`: how many it has at work at once. */
export async function openWorld(
  name: string,
  limits: { readonly maxActiveQueries?: number } = {},
): Promise<World> {
  const { endpoints, region, credentials } = inject('stack');
  const own = `verdict-${name}-${process.pid}-${Date.now()}-${worlds++}`;
  const asDatabase = own.replaceAll('-', '_');
  const athena = await startAthena({
    trinoUrl: endpoints.trino,
    s3Endpoint: endpoints.s3,
    glueEndpoint: endpoints.glue,
    region,
    credentials,
    ...limits,
  });
  const config: AwsConfig = {
    region,
    endpoints: { s3: endpoints.s3, glue: endpoints.glue, athena: athena.url },
    credentials,
    workgroup: 'primary',
    catalog: 'AwsDataCatalog',
    databases: { staging: asDatabase, prefix: `${asDatabase}_` },
    lake: { bucket: own, prefix: 'lake/' },
    results: `s3://${own}/results/`,
    ledgerTable: own,
  };
  const clients = createClients(config);
  await clients.s3.send(new CreateBucketCommand({ Bucket: own }));
  await clients.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: asDatabase } }));
  const pace = {
    now: () => Date.now(),
    sleep: (durationMs: number) => delay(Math.min(durationMs, LOOK_AGAIN_MS)),
    random: () => Math.random(),
  };
  const aws = await openAws(config, { clients, pace });
  const root = mkdtempSync(join(tmpdir(), 'sluice-verdict-'));
  const duck = createDuckDb({ root });
  const lake = localLake(root);
  const writer = await DuckDBInstance.create(':memory:', { threads: '1' });
  const duckdb = await writer.connect();
  await duckdb.run("SET TimeZone = 'UTC'");
  const put = async (path: string, body?: Uint8Array): Promise<void> => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    if (body !== undefined) writeFileSync(file, body);
    await aws.lake.put(path, body ?? readFileSync(file));
  };
  return {
    root,
    local: { ...duck, lake },
    aws,
    database: asDatabase,
    duckdb,
    put,
    write: async (path, select, options = '') => {
      const file = join(root, path);
      mkdirSync(dirname(file), { recursive: true });
      await duckdb.run(`COPY (${select}) TO '${file.replaceAll("'", "''")}' (FORMAT parquet${options})`);
      await put(path);
    },
    close: async () => {
      await aws.close();
      await athena.close();
      duckdb.closeSync();
      writer.closeSync();
      await duck.close();
      await lake.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

let judgements = 0;

/** Judges what lies in a platform's lake; it has to be judgeable. */
export async function judge(judged: Judged, ports: CheckPorts): Promise<Inspection> {
  judgements += 1;
  const request = { now: NOW, runId: `verdict${judgements}`, ...judged };
  try {
    const inspected = await inspectData(request, ports, () => request.now);
    if (inspected.ok) return inspected.value;
    throw new Error(JSON.stringify(inspected.error));
  } catch (cause) {
    // its words are in the issues
    if (cause instanceof StepFailure) throw new Error(JSON.stringify(cause.issues), { cause });
    throw cause;
  }
}
