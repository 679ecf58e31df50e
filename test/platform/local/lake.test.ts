import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
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

describe('a listing', () => {
  it('has every file below the folder with its size, sorted, without what begins with _ or .', async () => {
    for (const path of [
      'in/b=2/x.parquet',
      'in/a=1/y.parquet',
      'in/a=1/_SUCCESS',
      'in/.tmp/z',
      'in/_temporary/0/z',
      'other/x',
    ]) {
      write(path, 'abc');
    }
    expect(await lake.list('in')).toEqual([
      { path: 'in/a=1/y.parquet', sizeBytes: 3 },
      { path: 'in/b=2/x.parquet', sizeBytes: 3 },
    ]);
    expect(await paths('in/')).toEqual(await paths('in'));
  });

  it('of a file is the file, of nothing is empty', async () => {
    write('in/x.parquet');
    expect(await paths('in/x.parquet')).toEqual(['in/x.parquet']);
    expect(await paths('nowhere')).toEqual([]);
  });

  it('of an absolute path gives absolute paths', async () => {
    write('in/x.parquet');
    expect(await paths(join(root, 'in'))).toEqual([join(root, 'in/x.parquet')]);
  });

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
  it('reads a range, and less where the file ends', async () => {
    write('a', '0123456789');
    const text = async (from: number, to: number) =>
      Buffer.from(await lake.readRange('a', from, to)).toString();
    expect([await text(2, 5), await text(8, 20), await text(20, 30), await text(3, 3)]).toEqual([
      '234',
      '89',
      '',
      '',
    ]);
  });

  it('puts whole files, over older ones, and leaves no temporary file', async () => {
    await lake.put('x/y/z.json', Buffer.from('one'));
    await lake.put('x/y/z.json', Buffer.from('two'));
    expect(readFileSync(join(root, 'x/y/z.json'), 'utf8')).toBe('two');
    expect(readdirSync(join(root, 'x/y'))).toEqual(['z.json']);
    expect(Buffer.from((await lake.get('x/y/z.json')) ?? []).toString()).toBe('two');
    expect(await lake.get('x/none')).toBeUndefined();
  });

  it('removes a folder with everything below it, and nothing is no error', async () => {
    write('x/y/z');
    await lake.removeAll('x');
    await lake.removeAll('x');
    expect(existsSync(join(root, 'x'))).toBe(false);
  });

  it.each(['', '.', '..', '../x', 'a/../../x', '/tmp/sluice-outside', 'a/..'])(
    'writes and removes nothing at %j',
    async (path) => {
      await expect(lake.put(path, Buffer.from('x'))).rejects.toMatchObject({
        issue: { code: 'SLU-527' },
        exitCode: 2,
      });
      await expect(lake.removeAll(path)).rejects.toMatchObject({ issue: { code: 'SLU-527' } });
      expect(existsSync(root)).toBe(true);
    },
  );

  it('says in one sentence what stands in the way', async () => {
    write('file');
    await expect(lake.put('file/below', Buffer.from('x'))).rejects.toMatchObject({
      issue: { code: 'SLU-524' },
      exitCode: 2,
    });
    await expect(lake.readRange('none', 0, 1)).rejects.toMatchObject({
      issue: { code: 'SLU-523' },
      message: 'There is no file or folder none.',
    });
    await expect(lake.get('.sluice')).rejects.toMatchObject({ issue: { code: 'SLU-524' } });
    await expect(lake.put(`${'x'.repeat(300)}/a`, Buffer.from('x'))).rejects.toMatchObject({
      issue: { code: 'SLU-525' },
    });
  });
});
