import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WAREHOUSE } from './moto.ts';
import { CREDENTIALS, REGION } from './piece.ts';

/** Where Trino finds the others, and where it listens. */
export interface TrinoPlace {
  readonly port: number;
  readonly s3: string;
  readonly glue: string;
  readonly icebergRest: string;
}

type Properties = Readonly<Record<string, string | number | boolean>>;

/** Athena's limit for INSERT INTO and CTAS, for Iceberg too; counted per writer, so there is one (`server` below). */
const PARTITIONS_PER_WRITE = 100;

const s3 = ({ s3: endpoint }: TrinoPlace): Properties => ({
  'fs.s3.enabled': true,
  's3.endpoint': endpoint,
  's3.region': REGION,
  's3.path-style-access': true,
  's3.aws-access-key': CREDENTIALS.accessKeyId,
  's3.aws-secret-key': CREDENTIALS.secretAccessKey,
});

const glue = ({ glue: endpoint }: TrinoPlace): Properties => ({
  'hive.metastore.glue.endpoint-url': endpoint,
  'hive.metastore.glue.region': REGION,
  'hive.metastore.glue.aws-access-key': CREDENTIALS.accessKeyId,
  'hive.metastore.glue.aws-secret-key': CREDENTIALS.secretAccessKey,
});

const server = ({ port }: TrinoPlace): Properties => ({
  coordinator: true,
  'node-scheduler.include-coordinator': true,
  'http-server.http.port': port,
  'http-server.log.enabled': false,
  'node.bind-ip': '127.0.0.1',
  'node.internal-address': '127.0.0.1',
  'discovery.uri': `http://127.0.0.1:${port}`,
  'catalog.management': 'static',
  'query.max-memory': '512MB',
  'query.max-memory-per-node': '512MB',
  'memory.heap-headroom-per-node': '300MB',
  'task.concurrency': 2,
  'task.min-writer-count': 1,
  'task.max-writer-count': 1,
});

/** Hive tables in Glue, as Athena reads them: what changed in the catalog is seen by the next query. */
const hive = (place: TrinoPlace): Properties => ({
  'connector.name': 'hive',
  'hive.metastore': 'glue',
  ...glue(place),
  ...s3(place),
  'hive.security': 'allow-all',
  'hive.metastore-cache-ttl': '0s',
  'hive.metastore.glue.max-error-retries': 2,
  'hive.table-statistics-enabled': false, // moto keeps no statistics of columns
  'hive.collect-column-statistics-on-write': false,
  'hive.iceberg-catalog-name': 'iceglue', // one catalog for both kinds of tables, as AwsDataCatalog is
  'hive.non-managed-table-writes-enabled': true,
  'hive.recursive-directories': true,
  'hive.max-partitions-per-writers': PARTITIONS_PER_WRITE,
  'hive.timestamp-precision': 'MILLISECONDS',
});

const icebergGlue = (place: TrinoPlace): Properties => ({
  'connector.name': 'iceberg',
  'iceberg.catalog.type': 'glue',
  'iceberg.hive-catalog-name': 'hive',
  'iceberg.max-partitions-per-writer': PARTITIONS_PER_WRITE,
  'iceberg.metadata-cache.enabled': false,
  ...glue(place),
  ...s3(place),
});

const icebergRest = (place: TrinoPlace): Properties => ({
  'connector.name': 'iceberg',
  'iceberg.catalog.type': 'rest',
  'iceberg.rest-catalog.uri': place.icebergRest,
  'iceberg.rest-catalog.warehouse': `s3://${WAREHOUSE}`,
  'iceberg.max-partitions-per-writer': PARTITIONS_PER_WRITE,
  'iceberg.metadata-cache.enabled': false,
  ...s3(place),
});

/** The names that Trino has for the catalogs of the stack. */
export const CATALOGS = ['hive', 'iceglue', 'icerest'] as const;

function write(path: string, properties: Properties): void {
  const lines = Object.entries(properties).map(([key, value]) => `${key}=${value}\n`);
  writeFileSync(path, lines.join(''));
}

/** Writes Trino's configuration into a folder: `config.properties`, `log.properties`, `catalog/`. */
export function writeTrinoFiles(folder: string, place: TrinoPlace): void {
  mkdirSync(join(folder, 'catalog'), { recursive: true });
  write(join(folder, 'config.properties'), server(place));
  write(join(folder, 'log.properties'), { Bootstrap: 'WARN', 'io.trino': 'INFO' });
  const catalogs = { hive: hive(place), iceglue: icebergGlue(place), icerest: icebergRest(place) };
  for (const name of CATALOGS) write(join(folder, 'catalog', `${name}.properties`), catalogs[name]);
}
