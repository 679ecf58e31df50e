import {
  AthenaClient,
  GetQueryExecutionCommand,
  type GetQueryExecutionCommandOutput,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  type QueryExecution,
  StartQueryExecutionCommand,
  type StartQueryExecutionCommandInput,
} from '@aws-sdk/client-athena';
import { CreateDatabaseCommand, GlueClient } from '@aws-sdk/client-glue';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { inject } from 'vitest';
import { type Faults, faults } from '../stack/athena/faults/client.ts';
import type { AthenaOptions, AthenaServer } from '../stack/athena/options.ts';
import { startAthena } from '../stack/athena/start.ts';

/** An Athena server over the stack, a client of the real SDK, and a bucket and database of its own. */
export interface Rig {
  readonly server: AthenaServer;
  readonly client: AthenaClient;
  readonly glue: GlueClient;
  readonly s3: S3Client;
  readonly bucket: string;
  readonly database: string;
  readonly faults: Faults;
  /** A query as the tests send it: in the rig's database, its results in the rig's bucket. */
  start(sql: string, more?: Partial<StartQueryExecutionCommandInput>): Promise<string>;
  /** The query when its state is final. */
  finished(id: string): Promise<QueryExecution>;
  /** Starts and waits. */
  run(sql: string, more?: Partial<StartQueryExecutionCommandInput>): Promise<QueryExecution>;
  results(id: string): Promise<GetQueryResultsCommandOutput>;
  /** All rows of a query that must succeed, as texts; null where there is no value. */
  rows(sql: string, more?: Partial<StartQueryExecutionCommandInput>): Promise<(string | null)[][]>;
  close(): Promise<void>;
}

const FINAL = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED']);

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Made by an earlier run on the same stack. */
function unlessThere(error: Error): void {
  if (!/Already/.test(error.name)) throw error;
}

export async function rig(name: string, options: Partial<AthenaOptions> = {}): Promise<Rig> {
  const { endpoints, region, credentials } = inject('stack');
  const bucket = `athena-${name}`;
  const database = `athena_${name.replaceAll('-', '_')}`;
  const s3 = new S3Client({ endpoint: endpoints.s3, region, credentials, forcePathStyle: true });
  const glue = new GlueClient({ endpoint: endpoints.glue, region, credentials });
  await s3.send(new CreateBucketCommand({ Bucket: bucket })).catch(unlessThere);
  const DatabaseInput = { Name: database, LocationUri: `s3://${bucket}/wh/` };
  await glue.send(new CreateDatabaseCommand({ DatabaseInput })).catch(unlessThere);

  const server = await startAthena({
    trinoUrl: endpoints.trino,
    s3Endpoint: endpoints.s3,
    glueEndpoint: endpoints.glue,
    region,
    credentials,
    ...options,
  });
  const client = new AthenaClient({ endpoint: server.url, region, credentials, maxAttempts: 1 });
  const here: Omit<Rig, 'run' | 'rows'> = {
    server,
    client,
    glue,
    s3,
    bucket,
    database,
    faults: faults(server.url),
    async start(sql, more) {
      const request = {
        QueryString: sql,
        QueryExecutionContext: { Database: database },
        ResultConfiguration: { OutputLocation: `s3://${bucket}/results/` },
        ...more,
      };
      return (await client.send(new StartQueryExecutionCommand(request))).QueryExecutionId ?? '';
    },
    async finished(id) {
      for (;;) {
        const answer: GetQueryExecutionCommandOutput = await client.send(
          new GetQueryExecutionCommand({ QueryExecutionId: id }),
        );
        if (answer.QueryExecution && FINAL.has(answer.QueryExecution.Status?.State ?? ''))
          return answer.QueryExecution;
        await sleep(50);
      }
    },
    results: (id) => client.send(new GetQueryResultsCommand({ QueryExecutionId: id })),
    async close() {
      client.destroy();
      s3.destroy();
      glue.destroy();
      await server.close();
    },
  };
  const run: Rig['run'] = async (sql, more) => here.finished(await here.start(sql, more));
  return {
    ...here,
    run,
    async rows(sql, more) {
      const query = await run(sql, more);
      if (query.Status?.State !== 'SUCCEEDED') throw new Error(`${sql}: ${query.Status?.StateChangeReason}`);
      const { ResultSet } = await here.results(query.QueryExecutionId ?? '');
      return (ResultSet?.Rows ?? []).map((row) =>
        (row.Data ?? []).map((datum) => datum.VarCharValue ?? null),
      );
    },
  };
}

/** What a call was refused with, as the SDK gives it. */
export async function refusal(call: Promise<unknown>): Promise<Readonly<Record<string, unknown>>> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('the call was not refused');
  const { name, message } = error;
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  const code = (error as { AthenaErrorCode?: string }).AthenaErrorCode;
  const reason = (error as { Reason?: string }).Reason;
  return {
    name,
    message,
    status,
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason }),
  };
}
