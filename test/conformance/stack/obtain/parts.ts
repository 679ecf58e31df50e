import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JAR_LOCKS, type JarLock, VERSIONS } from '../versions.ts';
import { fetchJars, type Jar, parseLock, placeJars } from './jars.ts';
import type { Java } from './java.ts';
import { Missing } from './missing.ts';
import { mavenRepository } from './repository.ts';
import { lastWords, run } from './run.ts';

/** A folder of the cache: what its content depends on, and how it is built. */
export interface Part {
  readonly name: string;
  /** Everything that goes into it; another text is another folder. */
  readonly from: readonly string[];
  readonly build: (draft: string) => Promise<void>;
}

const here = join(import.meta.dirname, '..');
const PLUGINS: readonly { name: string; lock: JarLock; className: string }[] = [
  { name: 'hive', lock: 'trino-hive', className: 'io.trino.plugin.hive.HivePlugin' },
  { name: 'iceberg', lock: 'trino-iceberg', className: 'io.trino.plugin.iceberg.IcebergPlugin' },
];

const read = (path: string): string => readFileSync(join(here, path), 'utf8');
const lockText = (lock: JarLock): string => read(`locks/${lock}.sha256`);

async function jarsOf(lock: JarLock, store: string): Promise<readonly Jar[]> {
  const jars = parseLock(lockText(lock));
  await fetchJars(jars, store, mavenRepository());
  return jars;
}

async function compile(java: Java, source: string, folder: string): Promise<void> {
  const classes = join(folder, 'classes');
  mkdirSync(classes, { recursive: true });
  const args = ['-proc:none', '-cp', join(folder, 'lib/*'), '-d', classes, join(here, 'java', source)];
  await run(join(java.home, 'bin/javac'), args);
}

/** Trino with the Hive and the Iceberg connector: `lib`, `classes`, `plugin`. */
export function trinoPart(java: Java, store: string): Part {
  const locks = JAR_LOCKS.filter((lock) => lock.startsWith('trino'));
  return {
    name: `trino-${VERSIONS.trino}`,
    from: [String(java.version), read('java/TrinoServer.java'), ...locks.map(lockText)],
    async build(draft) {
      placeJars(await jarsOf('trino', store), store, join(draft, 'lib'));
      await compile(java, 'TrinoServer.java', draft);
      for (const { name, lock, className } of PLUGINS) {
        const folder = join(draft, 'plugin', name);
        placeJars(await jarsOf(lock, store), store, folder);
        // a plugin that is put together from jars has nothing else that names its class
        const services = join(folder, 'services/META-INF/services');
        mkdirSync(services, { recursive: true });
        writeFileSync(join(services, 'io.trino.spi.Plugin'), `${className}\n`);
      }
    },
  };
}

/** The Iceberg REST catalog: `lib`, `classes`. */
export function restCatalogPart(java: Java, store: string): Part {
  return {
    name: `iceberg-rest-${VERSIONS.iceberg}`,
    from: [String(java.version), read('java/RestCatalog.java'), lockText('iceberg-rest')],
    async build(draft) {
      placeJars(await jarsOf('iceberg-rest', store), store, join(draft, 'lib'));
      await compile(java, 'RestCatalog.java', draft);
    },
  };
}

/** A virtual environment with moto; it is moved once, so only its interpreter is used, never its scripts. */
export function motoPart(python: { readonly command: string; readonly version: string }): Part {
  return {
    name: `moto-${VERSIONS.moto}`,
    from: [python.version, read('locks/moto.txt')],
    async build(draft) {
      await run(python.command, ['-m', 'venv', draft]);
      const options = ['--disable-pip-version-check', '--require-hashes', '--only-binary', ':all:'];
      const args = ['-m', 'pip', 'install', ...options, '-r', join(here, 'locks/moto.txt')];
      await run(join(draft, 'bin/python'), args).catch((e) => {
        throw new Missing(`pip could not install moto (its index is set as for any pip): ${lastWords(e)}`);
      });
    },
  };
}

/** A class path that does not depend on the order in which a file system lists. */
export function classPath(folder: string): string {
  const jars = readdirSync(join(folder, 'lib')).sort();
  return [join(folder, 'classes'), ...jars.map((jar) => join(folder, 'lib', jar))].join(':');
}
