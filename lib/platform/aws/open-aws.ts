import type { Catalog, Engine, Publisher } from '../../core/ports.ts';
import { glueCatalog } from './catalog/glue-catalog.ts';
import { type AwsClients, closeClients, createClients } from './clients.ts';
import type { AwsConfig } from './config.ts';
import { athenaEngine } from './engine/athena-engine.ts';
import { type S3Lake, s3Lake } from './lake/s3-lake.ts';
import { type Pace, realPace } from './pace.ts';
import { type ContractOf, gluePartitionPublisher } from './publisher/glue-partition.ts';

export interface Aws {
  readonly engine: Engine;
  readonly lake: S3Lake;
  readonly catalog: Catalog;
  readonly publisher: Publisher;
  close(): Promise<void>;
}

export interface AwsOptions {
  /** For creating a feature table that is not there yet. */
  readonly contractOf?: ContractOf;
  readonly clients?: AwsClients;
  readonly pace?: Pace;
}

/** Athena, S3 and Glue behind the ports; the ledger is opened beside it (`openDynamoLedger`). */
export async function openAws(config: AwsConfig, options: AwsOptions = {}): Promise<Aws> {
  const clients = options.clients ?? createClients(config);
  const context = { config, clients, pace: options.pace ?? realPace };
  const lake = s3Lake(context);
  return {
    engine: athenaEngine(context),
    lake,
    catalog: glueCatalog(lake, context),
    publisher: gluePartitionPublisher(lake, options.contractOf ?? (async () => undefined), context),
    close: async () => closeClients(clients),
  };
}
