import { createHash } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { etagCache } from '../../../lib/platform/local/etag-cache.ts';
import { DISK } from '../../../lib/platform/local/file-system.ts';
import { type LocalLake, localLake } from '../../../lib/platform/local/lake.ts';
import { lakeConforms } from '../../conformance/ports/lake.ts';
import { localLakes } from '../../conformance/ports/local-world.ts';

let root: string;
let lake: LocalLake;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lake-'));
  mkdirSync(join(root, '.sluice'));
  lake = localLake(root);
});
afterEach(async () => {
  await lake.close();
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, body = path): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), body);
}
const sha = (text: string) => createHash('sha256').update(text).digest('hex');
const paths = async (prefix: string) => (await lake.list(prefix)).map((f) => f.path);

lakeConforms(localLakes);

describe('a listing', () => {
  it('follows the link that it is asked for and links to files, and refuses links to folders', async () => {
    write('real/x.parquet');
    write('far/y.parquet');
    symlinkSync('real', join(root, 'in'));
    symlinkSync('../far/y.parquet', join(root, 'real/y.parquet'));
    symlinkSync('nowhere', join(root, 'real/dangling.parquet'));
    expect(await paths('in')).toEqual(['in/x.parquet', 'in/y.parquet']);
    symlinkSync('../far', join(root, 'real/folder'));
    await expect(lake.list('in')).rejects.toMatchObject({ issue: { code: 'SLU-528' } });
  });
});

describe('a pin', () => {
  it('is the SHA-256 of the content; missing files and folders are left out', async () => {
    write('a', 'one');
    write('empty', '');
    write('big', 'x'.repeat(3_000_001));
    mkdirSync(join(root, 'folder'));
    expect(await lake.pin(['a', 'missing', 'empty', 'folder', 'big', join(root, 'a')])).toEqual([
      { path: 'a', sizeBytes: 3, etag: sha('one') },
      { path: 'empty', sizeBytes: 0, etag: sha('') },
      { path: 'big', sizeBytes: 3_000_001, etag: sha('x'.repeat(3_000_001)) },
      { path: join(root, 'a'), sizeBytes: 3, etag: sha('one') },
    ]);
  });

  /** Puts a false ETag into the cache, to see whether the cache or the file answers. */
  function poison(): void {
    const db = new DatabaseSync(join(root, '.sluice/etags.sqlite'));
    db.exec("UPDATE etags SET etag = 'remembered'");
    db.close();
  }
  const old = (path: string) => utimesSync(join(root, path), 1_000_000_000.5, 1_000_000_000.5);
  const etagOf = async (path: string) => (await lake.pin([path]))[0]?.etag;

  it('of a file that did not change is remembered, under every name of it', async () => {
    write('a', 'one');
    old('a');
    await lake.pin(['a']);
    poison();
    linkSync(join(root, 'a'), join(root, 'b'));
    expect([await etagOf('a'), await etagOf('b')]).toEqual(['remembered', 'remembered']);
  });

  it('is taken again when size, mtime or the file itself changed', async () => {
    write('a', 'one');
    old('a');
    await lake.pin(['a']);
    poison();
    write('a', 'two');
    expect(await etagOf('a')).toBe(sha('two'));
    old('a');
    rmSync(join(root, 'a'));
    write('a', 'six');
    old('a');
    expect(await etagOf('a')).toBe(sha('six'));
  });

  it('is taken again after the machine was started again: what was hashed may never have reached the disk', async () => {
    write('a', 'one');
    old('a');
    const file = join(root, '.sluice/etags.sqlite');
    for (const [boot, expected] of [
      ['first', sha('one')],
      ['first', 'remembered'],
      ['second', sha('one')],
    ] as const) {
      const booted = localLake(root, DISK, etagCache(file, boot));
      expect(await booted.pin(['a'])).toMatchObject([{ etag: expected }]);
      await booted.close();
      if (boot === 'first') poison();
    }
    const db = new DatabaseSync(file);
    expect(db.prepare('SELECT etag FROM etags').all()).toEqual([{ etag: sha('one') }]);
    db.close();
  });

  it('is not remembered for a file that may still change within the same tick of its clock', async () => {
    write('a', 'one');
    await lake.pin(['a']);
    writeFileSync(join(root, 'a'), 'two');
    expect(await etagOf('a')).toBe(sha('two'));
  });

  it('needs no cache: a broken one is not used, and none is made outside a project', async () => {
    write('a', 'one');
    old('a');
    writeFileSync(join(root, '.sluice/etags.sqlite'), 'no database'.repeat(100));
    expect(await etagOf('a')).toBe(sha('one'));
    const bare = mkdtempSync(join(tmpdir(), 'bare-'));
    writeFileSync(join(bare, 'a'), 'one');
    const other = localLake(bare);
    expect(await other.pin(['a'])).toHaveLength(1);
    expect(readdirSync(bare)).toEqual(['a']);
    await other.close();
    rmSync(bare, { recursive: true });
  });
});

describe('reading and writing', () => {
  it('leaves no temporary file where it put a file', async () => {
    await lake.put('x/y/z.json', Buffer.from('one'));
    await lake.put('x/y/z.json', Buffer.from('two'));
    expect(readdirSync(join(root, 'x/y'))).toEqual(['z.json']);
  });

  it('says in one sentence what stands in the way', async () => {
    write('file');
    await expect(lake.put('file/below', Buffer.from('x'))).rejects.toMatchObject({
      issue: { code: 'SLU-524' },
      exitCode: 2,
    });
    await expect(lake.get('.sluice')).rejects.toMatchObject({ issue: { code: 'SLU-524' } });
    await expect(lake.put(`${'x'.repeat(300)}/a`, Buffer.from('x'))).rejects.toMatchObject({
      issue: { code: 'SLU-525' },
    });
  });
});
