import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildOnce, cacheFolder } from './cache.ts';
import { findJava, type Java } from './java.ts';
import { motoPart, type Part, restCatalogPart, trinoPart } from './parts.ts';
import { findPython } from './python.ts';

/** Everything that the stack runs, ready on this machine. */
export interface Obtained {
  readonly java: Java;
  readonly trino: string;
  readonly restCatalog: string;
  /** The interpreter that moto is installed for. */
  readonly python: string;
}

function folderOf(cache: string, { name, from }: Part): string {
  const key = createHash('sha256').update(from.join('\0')).digest('hex').slice(0, 12);
  return join(cache, `${name}-${key}`);
}

/** Finds Java and Python, and brings what is not in the cache yet: some 360 jars and 30 Python packages. */
export async function obtain(say: (line: string) => void): Promise<Obtained> {
  const java = findJava();
  const python = findPython();
  const cache = cacheFolder();
  const store = join(cache, 'jars');
  const parts = [trinoPart(java, store), restCatalogPart(java, store), motoPart(python)] as const;
  const missing = parts.filter((part) => !existsSync(folderOf(cache, part)));
  const began = performance.now();
  if (missing.length > 0) {
    say(`obtaining ${missing.map((p) => p.name).join(', ')} into ${cache}, once; this takes some minutes`);
  }
  // all come to their end before an error is told, so that nothing works on behind it
  const ends = await Promise.allSettled(missing.map((part) => buildOnce(folderOf(cache, part), part.build)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  if (missing.length > 0) say(`obtained in ${Math.round((performance.now() - began) / 1000)} s`);
  const [trino, restCatalog, moto] = parts;
  return {
    java,
    trino: folderOf(cache, trino),
    restCatalog: folderOf(cache, restCatalog),
    python: join(folderOf(cache, moto), 'bin/python'),
  };
}
