import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Missing } from './missing.ts';

/** A jar as a lock names it. */
export interface Jar {
  readonly sha256: string;
  readonly path: string;
}

const AT_ONCE = 8;
const TRIES = 4;
const TIMEOUT_MS = 120_000;

/** Reads a list in the form that sha256sum writes. */
export function parseLock(text: string): readonly Jar[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, sha256, path] = /^([0-9a-f]{64}) {2}(\S+)$/.exec(line) ?? [];
      if (sha256 === undefined || path === undefined) throw new Error(`not a line of a lock: ${line}`);
      return { sha256, path };
    });
}

const storedAt = (store: string, { sha256 }: Jar): string => join(store, `${sha256}.jar`);

async function get(url: string): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function fetchJar(jar: Jar, store: string, repository: string): Promise<void> {
  const url = `${repository}/${jar.path}`;
  for (let tries = 1; ; tries++) {
    try {
      const body = await get(url);
      const sha256 = createHash('sha256').update(body).digest('hex');
      if (sha256 !== jar.sha256) throw new Error(`has SHA-256 ${sha256}, the lock says ${jar.sha256}`);
      const draft = join(store, `${jar.sha256}.${process.pid}.draft`);
      writeFileSync(draft, body);
      renameSync(draft, storedAt(store, jar));
      return;
    } catch (e) {
      if (tries < TRIES) {
        await sleep(500 * 2 ** tries);
        continue;
      }
      const why = e instanceof Error ? [e.message, causeOf(e)].filter(Boolean).join(': ') : String(e);
      throw new Missing(
        `${url} could not be had (${why}); SLUICE_MAVEN_REPOSITORY names another Maven repository.`,
        { cause: e },
      );
    }
  }
}

const causeOf = (e: Error): string => (e.cause instanceof Error ? e.cause.message : '');

/** Brings the jars that the store does not hold yet, each checked against the lock before it gets its name. */
export async function fetchJars(jars: readonly Jar[], store: string, repository: string): Promise<void> {
  mkdirSync(store, { recursive: true });
  const todo = [...new Map(jars.map((jar) => [jar.sha256, jar])).values()].filter(
    (jar) => !existsSync(storedAt(store, jar)),
  );
  let failed = false;
  const worker = async (): Promise<void> => {
    for (let jar = todo.shift(); jar !== undefined && !failed; jar = todo.shift()) {
      await fetchJar(jar, store, repository).catch((e) => {
        failed = true;
        throw e;
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Puts stored jars into a folder under their own names; hard links, so that a jar lies on the disk once. */
export function placeJars(jars: readonly Jar[], store: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const jar of jars) linkSync(storedAt(store, jar), join(folder, basename(jar.path)));
}
