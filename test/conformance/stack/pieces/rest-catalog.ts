import { join } from 'node:path';
import type { Obtained } from '../obtain/obtain.ts';
import { classPath } from '../obtain/parts.ts';
import { WAREHOUSE } from './moto.ts';
import {
  ask,
  CREDENTIALS,
  type Folders,
  javaOptions,
  type Piece,
  quietEnvironment,
  REGION,
} from './piece.ts';

const MAX_HEAP_MB = 256;

/** Iceberg's REST catalog, kept in SQLite, its tables on moto's S3. */
export function restCatalog(
  obtained: Obtained,
  { port, s3 }: { readonly port: number; readonly s3: string },
  { data, logs }: Folders,
): Piece {
  const url = `http://127.0.0.1:${port}`;
  const properties = {
    'catalog-impl': 'org.apache.iceberg.jdbc.JdbcCatalog',
    uri: `jdbc:sqlite:file:${join(data, 'iceberg.db')}`,
    'jdbc.schema-version': 'V1',
    'jdbc.user': 'stack',
    'jdbc.password': 'stack',
    warehouse: `s3://${WAREHOUSE}`,
    'io-impl': 'org.apache.iceberg.aws.s3.S3FileIO',
    's3.endpoint': s3,
    's3.path-style-access': 'true',
    's3.access-key-id': CREDENTIALS.accessKeyId,
    's3.secret-access-key': CREDENTIALS.secretAccessKey,
    'client.region': REGION,
    'http-client.type': 'urlconnection',
  };
  return {
    name: 'icebergRest',
    url,
    job: {
      command: join(obtained.java.home, 'bin/java'),
      args: [
        ...javaOptions(MAX_HEAP_MB, join(data, 'tmp')),
        ...['-cp', classPath(obtained.restCatalog), 'RestCatalog', String(port)],
        ...Object.entries(properties).map(([key, value]) => `${key}=${value}`),
      ],
      env: quietEnvironment({ HOME: data }),
      cwd: data,
      log: join(logs, 'iceberg-rest.log'),
    },
    async probe() {
      await ask(`${url}/v1/config`);
      await ask(`${url}/v1/namespaces`);
    },
  };
}
