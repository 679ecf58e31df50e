import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const CENTRAL = 'https://repo1.maven.org/maven2';
const FOR_CENTRAL = ['*', 'external:*', 'central'];

/** The mirror of Maven Central that Maven settings name, if they do. */
export function mirrorIn(settings: string): string | undefined {
  const text = settings.replaceAll(/<!--[\s\S]*?-->/g, '');
  const mirrors = [...text.matchAll(/<mirror>([\s\S]*?)<\/mirror>/g)].map((m) => m[1] ?? '');
  const word = (mirror: string, name: string) =>
    new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`).exec(mirror)?.[1] ?? '';
  const of = (mirror: string) => word(mirror, 'mirrorOf').split(',');
  const found = mirrors.find((mirror) => {
    const names = of(mirror).map((name) => name.trim());
    return names.some((name) => FOR_CENTRAL.includes(name)) && !names.includes('!central');
  });
  return found === undefined ? undefined : word(found, 'url').replace(/\/$/, '');
}

/** Where jars come from: SLUICE_MAVEN_REPOSITORY, else the mirror of the user's Maven settings, else Maven Central. */
export function mavenRepository(env: NodeJS.ProcessEnv = process.env): string {
  const named = env.SLUICE_MAVEN_REPOSITORY?.replace(/\/$/, '');
  if (named) return named;
  const settings = join(homedir(), '.m2/settings.xml');
  return (existsSync(settings) ? mirrorIn(readFileSync(settings, 'utf8')) : undefined) ?? CENTRAL;
}
