import { join } from 'node:path';
import { ask, type Folders, type Piece, quietEnvironment } from './piece.ts';

const SERVER = join(import.meta.dirname, '../python/serve_moto.py');

/** S3, Glue, DynamoDB, SNS and SQS, answered by moto. */
export function moto(python: string, port: number, { data, logs }: Folders): Piece {
  const url = `http://127.0.0.1:${port}`;
  return {
    name: 'moto',
    url,
    job: {
      command: python,
      args: [SERVER, '-H', '127.0.0.1', '-p', String(port)],
      env: quietEnvironment({ HOME: data }),
      cwd: data,
      log: join(logs, 'moto.log'),
    },
    async probe() {
      await ask(`${url}/moto-api/data.json`);
      // the REST catalog's warehouse; making it again is no error
      await ask(`${url}/${WAREHOUSE}`, { method: 'PUT' });
    },
  };
}

/** The bucket below which the Iceberg REST catalog puts its tables. */
export const WAREHOUSE = 'sluice-iceberg';
