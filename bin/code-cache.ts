import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';
import { keep, readKept } from '../lib/platform/local/kept-file.ts';

/**
 * Node's own compile cache holds what is compiled when a module loads, and nothing of the functions that run later:
 * the larger part of a short command. This one is taken when a command has ended, one for each command.
 * `sluice check` of one day: two thirds of the CPU time (Node 24, 2026-11).
 */
export interface Bundle<T> {
  readonly exports: T;
  /** Keeps what was compiled until now for the next process, unless it is kept already. Never throws. */
  readonly keepCode: () => void;
}

/**
 * Loads one CommonJS file, compiled already where the cache file fits it; any other cache file is passed over. V8
 * looks at its own version and flags itself, and at the length of the source: the cache file's name has to tell
 * its content.
 */
export function loadBundle<T>(path: string, cacheFile: string | undefined): Bundle<T> {
  const [head, tail] = ['(function (exports, require, module) {', '\n})'];
  const cachedData = cacheFile === undefined ? undefined : readKept(cacheFile);
  const script = new Script(`${head}${readFileSync(path, 'utf8')}${tail}`, {
    filename: path,
    columnOffset: -head.length,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  const module: { exports: T } = { exports: {} as T };
  script.runInThisContext()(module.exports, createRequire(path), module);
  const kept = cachedData !== undefined && script.cachedDataRejected !== true;
  return {
    exports: module.exports,
    keepCode: () => {
      if (cacheFile !== undefined && !kept) keep(cacheFile, script.createCachedData());
    },
  };
}
