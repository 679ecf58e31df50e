import { CreateDatabaseCommand } from '@aws-sdk/client-glue';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { inject } from 'vitest';
import type { QueryRef, QueryState } from '../../../lib/core/ports.ts';
import type { Scalar } from '../../../lib/core/values/scalar.ts';
import { createClients } from '../../../lib/platform/aws/clients.ts';
import type { AwsConfig } from '../../../lib/platform/aws/config.ts';
import { type Aws, openAws } from '../../../lib/platform/aws/open-aws.ts';
import type { ContractOf } from '../../../lib/platform/aws/publisher/glue-partition.ts';

export interface AwsWorld extends Aws {
  readonly config: AwsConfig;
  readonly clients: ReturnType<typeof createClients>;
  /** A Parquet file in the lake. */
  write(path: string, columns: ParquetColumns): Promise<void>;
  /** Runs a SELECT over staged tables to its end. */
  ask(sql: string): Promise<readonly Row[]>;
  ended(ref: QueryRef): Promise<QueryState>;
}

type Row = Readonly<Record<string, Scalar>>;

/** What the suite's setup provides. */
type StackAddress = Required<Pick<AwsConfig, 'endpoints' | 'region' | 'credentials'>>;

export type ParquetColumns = Parameters<typeof parquetWriteBuffer>[0]['columnData'];

let worlds = 0;

/** A bucket, databases and a connection of their own. */
export async function makeWorld(contractOf?: ContractOf): Promise<AwsWorld> {
  const { endpoints, region, credentials }: StackAddress = inject('stack' as never);
  const name = `aws-${process.pid}-${Date.now()}-${worlds++}`;
  const asDatabase = name.replaceAll('-', '_');
  const config: AwsConfig = {
    region,
    endpoints,
    credentials,
    workgroup: 'primary',
    catalog: 'AwsDataCatalog',
    databases: { staging: asDatabase, prefix: `${asDatabase}_` },
    lake: { bucket: name, prefix: 'lake of é/' },
    results: `s3://${name}/results/`,
    ledgerTable: name,
  };
  const clients = createClients(config);
  await clients.s3.send(new CreateBucketCommand({ Bucket: name }));
  for (const database of [asDatabase, `${asDatabase}_aviation`]) {
    await clients.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } }));
  }
  const aws = await openAws(config, contractOf === undefined ? {} : { contractOf });
  let asked = 0;
  const ended = async (ref: QueryRef): Promise<QueryState> => {
    for (;;) {
      const state = await aws.engine.poll(ref);
      if (state.state !== 'running') return state;
    }
  };
  return {
    ...aws,
    config,
    clients,
    ended,
    write: (path, columnData) => aws.lake.put(path, new Uint8Array(parquetWriteBuffer({ columnData }))),
    ask: async (sql) => {
      const query = { id: 'ask', table: { table: '' }, sql };
      const ref = await aws.engine.start(query, `${name}/ask/${asked++}`);
      const state = await ended(ref);
      if (state.state === 'failed') throw new Error(state.message);
      const rows: Row[] = [];
      for await (const row of aws.engine.rows(ref)) rows.push(row);
      return rows;
    },
    close: async () => {
      await aws.close();
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
