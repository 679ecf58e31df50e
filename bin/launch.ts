import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { keptFolder } from '../lib/platform/local/kept-file.ts';
import { loadBundle } from './code-cache.ts';

/** Name of the bundle beside this file, with a hash of its content; the build puts it in. */
declare const MAIN_FILE: string;

/** Runs the command line from the bundle, and keeps its code for the next time. */
async function launch(): Promise<void> {
  const args = process.argv.slice(2);
  const command = args.find((a) => /^[a-z]{1,20}$/.test(a)) ?? 'none';
  const folder = keptFolder(process.env);
  const cacheFile = folder === undefined ? undefined : join(folder, `${MAIN_FILE}-${command}.v8`);
  const bundle = loadBundle<typeof import('../lib/cli/main.ts')>(join(__dirname, MAIN_FILE), cacheFile);
  const exitCode = await bundle.exports.main(args);
  process.exitCode = exitCode;
  // a command that broke off early compiled only half of what the next one needs
  if (exitCode < 2) bundle.keepCode();
}

/**
 * Footers and results of thousands of partitions make much garbage that lives a moment. V8's space for the young
 * would grow to 48 MB of it, and what is still in use when it is full is taken for old and stays for minutes.
 */
setFlagsFromString('--semi-space-growth-factor=1');

void launch();
