import { join } from 'node:path';
import type { Obtained } from '../obtain/obtain.ts';
import { classPath } from '../obtain/parts.ts';
import { trinoStatement } from '../trino-statement.ts';
import { VERSIONS } from '../versions.ts';
import { ask, type Folders, javaOptions, type Piece, quietEnvironment } from './piece.ts';
import { CATALOGS, type TrinoPlace, writeTrinoFiles } from './trino-files.ts';

const MAX_HEAP_MB = 1500;

/** Trino, one node, with the catalogs `hive`, `iceglue` and `icerest`. */
export function trino(obtained: Obtained, place: TrinoPlace, { data, logs }: Folders): Piece {
  const url = `http://127.0.0.1:${place.port}`;
  const etc = join(data, 'trino-etc');
  writeTrinoFiles(etc, place);
  const settings = {
    'node.environment': 'sluice',
    'node.id': 'stack',
    'node.data-dir': join(data, 'trino-data'),
    config: join(etc, 'config.properties'),
    'catalog.config-dir': join(etc, 'catalog'),
    'log.levels-file': join(etc, 'log.properties'),
    'plugin.dir': join(obtained.trino, 'plugin'),
  };
  return {
    name: 'trino',
    url,
    job: {
      command: join(obtained.java.home, 'bin/java'),
      args: [
        ...javaOptions(MAX_HEAP_MB, join(data, 'tmp')),
        ...['-XX:ReservedCodeCacheSize=256M', '-Djdk.attach.allowAttachSelf=true'],
        '--add-modules=jdk.incubator.vector',
        ...Object.entries(settings).map(([key, value]) => `-D${key}=${value}`),
        ...['-cp', classPath(obtained.trino), 'TrinoServer', VERSIONS.trino],
      ],
      env: quietEnvironment({ HOME: data }),
      cwd: data,
      log: join(logs, 'trino.log'),
    },
    async probe() {
      const { starting } = (await (await ask(`${url}/v1/info`)).json()) as { starting: boolean };
      if (starting) throw new Error('Trino is starting');
      await trinoStatement(url, 'SELECT 1');
      for (const catalog of CATALOGS) await trinoStatement(url, `SHOW SCHEMAS FROM ${catalog}`);
    },
  };
}
