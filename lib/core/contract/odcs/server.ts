import * as z from 'zod';
import { note, stableId, text } from './common.ts';
import { customProperties } from './custom-properties.ts';
import { role } from './role.ts';

const base = {
  id: stableId.optional(),
  server: text,
  description: note,
  environment: text.optional(),
  roles: z.array(role).optional(),
  customProperties,
};

const port = z.union([z.int(), text]);

/**
 * Keys of a server's type: those it needs, and those it may have. A `port` may be a text since 3.2; the schema of
 * 3.0 wanted DuckDB's `schema` to be a number.
 */
function server<T extends string, N extends string, M extends string>(
  type: T,
  needs: readonly N[],
  may: readonly M[],
) {
  return z.strictObject({
    ...base,
    type: z.literal(type),
    ...keys(needs, (s) => s),
    ...keys(may, (s) => s.optional()),
  });
}

type Value = typeof text | typeof port;

function keys<K extends string, V extends z.ZodType>(
  names: readonly K[],
  wrap: (schema: Value) => V,
): Record<K, V> {
  const entries = names.map(
    (name) => [name, wrap(name === 'port' || name === 'schema' ? port : text)] as const,
  );
  return Object.fromEntries(entries) as Record<K, V>;
}

const HOSTED = ['host', 'database'] as const;
const SCHEMA = ['host', 'port', 'database', 'schema'] as const;

/** Every type of the standard, 3.0 to 3.2. Athena's `stagingDir`, once required, is not since 3.2. */
export const servers = [
  server('api', ['location'], []),
  server('athena', ['schema'], ['stagingDir', 'staging_dir', 'catalog', 'regionName', 'workgroup']),
  server('azure', ['location', 'format'], ['delimiter', 'encoding']),
  server('bigquery', ['project', 'dataset'], []),
  server('btrieve', HOSTED, ['port']),
  server('clickhouse', ['host', 'port', 'database'], []),
  server('cloudsql', SCHEMA, []),
  server('databricks', ['catalog', 'schema'], ['host']),
  server('db2', ['host', 'port', 'database'], ['schema']),
  server('denodo', ['host', 'port'], ['database']),
  server('dremio', ['host', 'port'], ['schema']),
  server('duckdb', ['database'], ['schema']),
  server('exasol', ['host'], ['port', 'schema']),
  server('fastobjects', ['database'], ['host', 'port']),
  server('glue', ['account', 'database'], ['location', 'format', 'encoding']),
  server('hana', ['host'], ['port', 'database', 'schema']),
  server('hive', HOSTED, ['port']),
  server('iceberg', ['catalog', 'catalogUrl'], ['namespace', 'warehouse']),
  server('impala', HOSTED, ['port']),
  server('informix', HOSTED, ['port']),
  server('ingres', HOSTED, ['port']),
  server('kafka', ['host'], ['format', 'encoding']),
  server('kinesis', [], ['stream', 'region', 'format', 'encoding']),
  server('local', ['path', 'format'], ['delimiter', 'encoding']),
  server('mysql', ['host', 'port', 'database'], []),
  server('oracle', ['host', 'port', 'serviceName'], []),
  server('poet', ['database'], ['host', 'port']),
  server('postgresql', SCHEMA, []),
  server('postgres', SCHEMA, []),
  server('presto', ['host'], ['catalog', 'schema']),
  server('pubsub', ['project'], []),
  server('redshift', ['database', 'schema'], ['host', 'region', 'account']),
  server('s3', ['location'], ['endpointUrl', 'format', 'delimiter', 'encoding']),
  server('sftp', ['location'], ['format', 'delimiter', 'encoding']),
  server('snowflake', ['account', 'database', 'schema'], ['host', 'port', 'warehouse']),
  server('sqlserver', ['host', 'database', 'schema'], ['port']),
  server('synapse', ['host', 'port', 'database'], []),
  server('teradata', ['host'], ['port', 'database']),
  server('trino', ['host', 'port', 'catalog', 'schema'], []),
  server('vectorwise', HOSTED, ['port']),
  server('versant', ['database'], ['host', 'port']),
  server('vertica', SCHEMA, []),
  server('zen', HOSTED, ['port']),
  server(
    'custom',
    [],
    [
      'account',
      'catalog',
      'database',
      'dataset',
      'delimiter',
      'encoding',
      'endpointUrl',
      'format',
      'host',
      'location',
      'path',
      'port',
      'project',
      'region',
      'regionName',
      'schema',
      'serviceName',
      'stagingDir',
      'staging_dir',
      'stream',
      'warehouse',
    ],
  ),
] as const;
