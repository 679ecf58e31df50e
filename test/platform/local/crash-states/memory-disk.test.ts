import { constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DISK, type FileSystem } from '../../../../lib/platform/local/file-system.ts';
import { MemoryDisk } from './memory-disk.ts';

type Act = (fs: FileSystem, at: (path: string) => string) => Promise<unknown>;

type Named = readonly [name: string, act: Act];
const named = (name: string, act: Act): Named => [name, act];

const path = fc.constantFrom('a', 'b', 'c', 'a/x', 'a/y', 'b/x', 'a/x/z', 'c/x', '../root/b');
const target = fc.constantFrom('a', 'b', 'a/x', '../root/a', 'nowhere');
const text = fc.constantFrom('', 'one', 'two');

/** Every call that lake and publisher make, on few names, so that they meet. */
const act: fc.Arbitrary<Named> = fc.oneof(
  fc
    .tuple(path, fc.boolean())
    .map(([p, recursive]) => named(`mkdir ${p} ${recursive}`, (fs, at) => made(fs, at(p), recursive))),
  fc.tuple(path, text).map(([p, body]) => named(`write ${p}`, (fs, at) => written(fs, at(p), body))),
  fc.tuple(path, path).map(([p, q]) => named(`link ${p} ${q}`, (fs, at) => fs.link(at(p), at(q)))),
  fc.tuple(path, path).map(([p, q]) => named(`copy ${p} ${q}`, (fs, at) => copied(fs, at(p), at(q)))),
  fc.tuple(path, target).map(([p, to]) => named(`symlink ${p} -> ${to}`, (fs, at) => fs.symlink(to, at(p)))),
  fc.tuple(path, path).map(([p, q]) => named(`rename ${p} ${q}`, (fs, at) => renamed(fs, at(p), at(q)))),
  path.map((p) => named(`rm ${p}`, (fs, at) => fs.rm(at(p), { recursive: true, force: true }))),
  path.map((p) => named(`readFile ${p}`, async (fs, at) => Buffer.from(await fs.readFile(at(p))).toString())),
  path.map((p) => named(`readdir ${p}`, (fs, at) => listed(fs, at(p)))),
  path.map((p) => named(`stat ${p}`, async (fs, at) => kindOf(await fs.stat(at(p))))),
  path.map((p) => named(`lstat ${p}`, async (fs, at) => kindOf(await fs.lstat(at(p))))),
  path.map((p) => named(`readlink ${p}`, (fs, at) => fs.readlink(at(p)))),
  path.map((p) => named(`realpath ${p}`, async (fs, at) => (await fs.realpath(at(p))).slice(at('').length))),
);

/** It may be refused in several ways; the platform does not ask how. */
const made = async (fs: FileSystem, path: string, recursive: boolean) =>
  fs.mkdir(path, { recursive }).then(
    (first) => first !== undefined,
    () => 'refused',
  );

async function written(fs: FileSystem, path: string, body: string): Promise<void> {
  const file = await fs.open(path, 'wx');
  await file.writeFile(Buffer.from(body));
  await file.close();
}

/** The platform never copies folders, nor renames them. */
async function copied(fs: FileSystem, from: string, to: string): Promise<void> {
  if (!(await fs.stat(from)).isDirectory()) await fs.copyFile(from, to, constants.COPYFILE_EXCL);
}

async function renamed(fs: FileSystem, from: string, to: string): Promise<unknown> {
  if ((await fs.lstat(from)).isDirectory()) return 'not asked';
  return fs.rename(from, to).catch(() => 'refused');
}

async function listed(fs: FileSystem, path: string): Promise<readonly string[]> {
  const entries = await fs.readdir(path, { withFileTypes: true });
  return entries.map((e) => `${e.name} ${e.isFile()} ${e.isDirectory()}`).sort();
}

const kindOf = (s: Awaited<ReturnType<FileSystem['stat']>>): string =>
  `${s.isFile() ? s.size : ''} ${s.isDirectory()} ${s.isSymbolicLink()}`;

async function outcome(act: Act, fs: FileSystem, root: string): Promise<unknown> {
  try {
    return (await act(fs, (path) => `${root}/${path}`)) ?? 'done';
  } catch (cause) {
    return cause instanceof Error && 'code' in cause ? cause.code : cause;
  }
}

describe('the disk in memory', () => {
  it('answers every call of the platform as the real one does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async (acts) => {
        const folder = mkdtempSync(join(tmpdir(), 'disk-'));
        try {
          const memory = new MemoryDisk();
          await memory.mkdir('/root', { recursive: true });
          await DISK.mkdir(join(folder, 'root'), { recursive: true });
          for (const [name, step] of acts) {
            const real = await outcome(step, DISK, join(folder, 'root'));
            expect(`${name}: ${await outcome(step, memory, '/root')}`).toBe(`${name}: ${real}`);
          }
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { numRuns: 300 },
    );
  });
});
