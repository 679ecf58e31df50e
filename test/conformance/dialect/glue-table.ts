import { addressOf } from './trino-engine.ts';

export interface GlueColumn {
  readonly name: string;
  /** Hive's name of the type: `array<string>`. */
  readonly type: string;
}

/** moto looks for a signature, and not at it. */
const signedFor = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=none`;

/**
 * One call of Glue's own API. Tables are made by it, because Trino 483 asks for statistics after CREATE TABLE, which moto
 * does not have.
 */
async function glue(action: string, body: object): Promise<void> {
  const response = await fetch(addressOf('glue'), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSGlue.${action}`,
      authorization: signedFor('glue'),
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok && !text.includes('AlreadyExists')) throw new Error(`Glue ${action}: ${text}`);
}

const columnsOf = (columns: readonly GlueColumn[]) =>
  columns.map(({ name, type }) => ({ Name: name.toLowerCase(), Type: type }));

/** An empty database, in a bucket of its own. */
export async function makeDatabase(database: string, bucket: string): Promise<void> {
  const made = await fetch(`${addressOf('s3')}/${bucket}`, { method: 'PUT' });
  if (!made.ok && made.status !== 409) throw new Error(`no bucket ${bucket}: ${await made.text()}`);
  await glue('CreateDatabase', { DatabaseInput: { Name: database, LocationUri: `s3://${bucket}/` } });
}

export async function putObject(bucket: string, key: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const put = await fetch(`${addressOf('s3')}/${bucket}/${key}`, {
    method: 'PUT',
    body,
    headers: { authorization: signedFor('s3') },
  });
  if (!put.ok) throw new Error(`no object ${key} (${put.status}): ${await put.text()}`);
}

export const dropDatabase = (database: string): Promise<void> => glue('DeleteDatabase', { Name: database });

/** A table over Parquet files below `location`. */
export async function makeTable(
  database: string,
  table: string,
  location: string,
  columns: readonly GlueColumn[],
  keys: readonly GlueColumn[] = [],
): Promise<void> {
  const serde = 'org.apache.hadoop.hive.ql.io.parquet';
  await glue('CreateTable', {
    DatabaseName: database,
    TableInput: {
      Name: table,
      TableType: 'EXTERNAL_TABLE',
      Parameters: { EXTERNAL: 'TRUE' },
      PartitionKeys: columnsOf(keys),
      StorageDescriptor: {
        Columns: columnsOf(columns),
        Location: location,
        InputFormat: `${serde}.MapredParquetInputFormat`,
        OutputFormat: `${serde}.MapredParquetOutputFormat`,
        SerdeInfo: { SerializationLibrary: `${serde}.serde.ParquetHiveSerDe` },
      },
    },
  });
}

/** `ARRAY(VARCHAR)` as Hive writes it. */
export const hiveType = (trinoType: string): string =>
  trinoType
    .toLowerCase()
    .replaceAll('varchar', 'string')
    .replaceAll('varbinary', 'binary')
    .replaceAll('timestamp(6)', 'timestamp')
    .replaceAll('integer', 'int')
    .replaceAll('real', 'float')
    .replace(/^array\((.*)\)$/, 'array<$1>')
    .replaceAll(' ', '');
