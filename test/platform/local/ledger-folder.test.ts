import fs, { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openLedger } from '../../../lib/platform/local/ledger.ts';

/** Paths of what is synced from here on, in order. */
function watchSyncs(): string[] {
  const { openSync, fsyncSync } = fs;
  const paths = new Map<number, string>();
  const synced: string[] = [];
  fs.openSync = (...args) => {
    const fd = openSync(...args);
    paths.set(fd, String(args[0]));
    return fd;
  };
  fs.fsyncSync = (fd) => {
    fsyncSync(fd);
    synced.push(paths.get(fd) ?? '');
  };
  syncBuiltinESMExports();
  onTestFinished(() => {
    Object.assign(fs, { openSync, fsyncSync });
    syncBuiltinESMExports();
  });
  return synced;
}

it('a new ledger is not lost with the name of a folder: every new one is synced, one that is there is not', async () => {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-')));
  onTestFinished(() => rmSync(top, { recursive: true }));
  const file = join(top, 'root/.sluice/ledger.sqlite');
  const synced = watchSyncs();
  await openLedger(file).close();
  expect(synced).toEqual([join(top, 'root'), top]);
  await openLedger(file).close();
  expect(synced).toHaveLength(2);
});
