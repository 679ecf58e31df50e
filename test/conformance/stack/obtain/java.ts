import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSIONS } from '../versions.ts';
import { Missing } from './missing.ts';

export interface Java {
  readonly home: string;
  readonly version: number;
}

/** Where package managers put Java. */
const FOLDERS = [
  { folder: '/usr/lib/jvm', inner: '' },
  { folder: '/Library/Java/JavaVirtualMachines', inner: 'Contents/Home' },
];

/** The feature version that a Java home says of itself, or undefined where it is not a whole JDK. */
function versionOf(home: string): number | undefined {
  const release = join(home, 'release');
  if (!existsSync(release) || !existsSync(join(home, 'bin/javac'))) return undefined;
  const version = /^JAVA_VERSION="(\d+)/m.exec(readFileSync(release, 'utf8'))?.[1];
  return version === undefined ? undefined : Number(version);
}

function installed(): readonly string[] {
  return FOLDERS.filter(({ folder }) => existsSync(folder)).flatMap(({ folder, inner }) =>
    readdirSync(folder)
      .sort()
      .map((name) => join(folder, name, inner)),
  );
}

function homeOnPath(env: NodeJS.ProcessEnv): string | undefined {
  const { stderr } = spawnSync('java', ['-XshowSettings:properties', '-version'], { env, encoding: 'utf8' });
  return /java\.home = (.+)/.exec(stderr ?? '')?.[1]?.trim();
}

/** A JDK that is new enough for Trino: JAVA25_HOME, JAVA_HOME, what is installed, then `java` on PATH. */
export function findJava(env: NodeJS.ProcessEnv = process.env, homes: readonly string[] = installed()): Java {
  const named = [env[`JAVA${VERSIONS.java}_HOME`], env.JAVA_HOME, ...homes];
  for (const find of [() => named, () => [homeOnPath(env)]]) {
    for (const home of find()) {
      const version = home === undefined ? undefined : versionOf(home);
      if (home !== undefined && version !== undefined && version >= VERSIONS.java) return { home, version };
    }
  }
  throw new Missing(
    `Trino ${VERSIONS.trino} needs a JDK ${VERSIONS.java}, and none is here: install Temurin ${VERSIONS.java} ` +
      `(adoptium.net; package temurin-${VERSIONS.java}-jdk) or set JAVA${VERSIONS.java}_HOME.`,
  );
}
