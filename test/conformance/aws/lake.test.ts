import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AwsWorld, makeWorld } from './world.ts';

let world: AwsWorld;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (body: Uint8Array | undefined): string | undefined =>
  body === undefined ? undefined : new TextDecoder().decode(body);

const NAMES = ['plain', 'with space', 'a%20b', 'é😀', "quote'&<>", 'plus+=', 'deep/er/still'];

test('paths mean what they say: spaces, slashes, percent signs and letters of any script', async () => {
  for (const name of NAMES) await world.lake.put(`names/${name}`, bytes(name));
  const listed = await world.lake.list('names');
  expect(listed.map((f) => f.path)).toEqual(NAMES.map((n) => `names/${n}`).sort());
  expect(listed.every((f) => f.sizeBytes > 0)).toBe(true);
  for (const name of NAMES) expect(textOf(await world.lake.get(`names/${name}`))).toBe(name);
  const pinned = await world.lake.pin([...NAMES.map((n) => `names/${n}`), 'names/gone']);
  expect(pinned.map((f) => f.path)).toEqual(NAMES.map((n) => `names/${n}`));
  for (const name of NAMES) await world.lake.copy(`names/${name}`, `copies/${name}`);
  expect(await world.lake.list('copies')).toHaveLength(NAMES.length);
  expect(textOf(await world.lake.get('copies/a%20b'))).toBe('a%20b');
});

test('a listing is of one folder, without hidden names, or of one file', async () => {
  for (const name of ['a', '_SUCCESS', '.hidden', 'sub/b', '_tmp/c', 'sub/.d']) {
    await world.lake.put(`folder/${name}`, bytes('x'));
  }
  await world.lake.put('folder-beside/a', bytes('x'));
  expect((await world.lake.list('folder')).map((f) => f.path)).toEqual(['folder/a', 'folder/sub/b']);
  expect(await world.lake.list('folder/')).toEqual(await world.lake.list('folder'));
  expect(await world.lake.list('folder/a')).toEqual([{ path: 'folder/a', sizeBytes: 1 }]);
  expect(await world.lake.list('nowhere')).toEqual([]);
});

test('files by their address in S3 are read', async () => {
  const { bucket, prefix } = world.config.lake;
  await world.lake.put('addressed/a b', bytes('0123456789'));
  const uri = `s3://${bucket}/${prefix}addressed/a b`;
  expect((await world.lake.list(`s3://${bucket}/${prefix}addressed`)).map((f) => f.path)).toEqual([uri]);
  expect(textOf(await world.lake.readRange(uri, 2, 5))).toBe('234');
  await expect(world.lake.put(uri, bytes('x'))).rejects.toThrow('leads out of the root of the lake');
});

test('ranges are read, as far as the file goes', async () => {
  await world.lake.put('range', bytes('0123456789'));
  expect(textOf(await world.lake.readRange('range', 0, 3))).toBe('012');
  expect(textOf(await world.lake.readRange('range', 8, 20))).toBe('89');
  expect(textOf(await world.lake.readRange('range', 10, 20))).toBe('');
  expect(textOf(await world.lake.readRange('range', 3, 3))).toBe('');
  await expect(world.lake.readRange('no such', 0, 1)).rejects.toThrow('There is no file or folder no such.');
});

test('a file is read as it was listed, or not at all', async () => {
  await world.lake.put('changing', bytes('first'));
  await world.lake.pin(['changing']);
  const { PutObjectCommand } = await import('@aws-sdk/client-s3');
  const { bucket, prefix } = world.config.lake;
  await world.clients.s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: `${prefix}changing`, Body: 'second' }),
  );
  await expect(world.lake.readRange('changing', 0, 3)).rejects.toThrow(
    'The file changing changed while it was being read.',
  );
  await world.lake.pin(['changing']);
  expect(textOf(await world.lake.readRange('changing', 0, 3))).toBe('sec');
});

test('what is new is written once', async () => {
  expect(await world.lake.putNew('once', bytes('first'))).toBe(true);
  expect(await world.lake.putNew('once', bytes('second'))).toBe(false);
  expect(textOf(await world.lake.get('once'))).toBe('first');
});

test('what belongs to a run lies inside the root of its table', async () => {
  await world.lake.put('.sluice/runs/aviation/flights/r1/1/day=1/f', bytes('x'));
  const { bucket, prefix } = world.config.lake;
  const there = await world.lake.list(`s3://${bucket}/${prefix}aviation/flights`);
  expect(there.map((f) => f.path)).toEqual([`s3://${bucket}/${prefix}aviation/flights/runs/r1/1/day=1/f`]);
  expect((await world.lake.list('.sluice/runs/aviation/flights/r1')).map((f) => f.path)).toEqual([
    '.sluice/runs/aviation/flights/r1/1/day=1/f',
  ]);
});

test('a folder is removed whole, hidden names and all, and nothing beside it', async () => {
  for (const name of ['x/a', 'x/_b', 'x/c/d', 'xy']) await world.lake.put(`gone/${name}`, bytes('x'));
  await world.lake.removeAll('gone/x');
  expect((await world.lake.list('gone')).map((f) => f.path)).toEqual(['gone/xy']);
  await world.lake.removeAll('gone/xy');
  expect(await world.lake.list('gone')).toEqual([]);
  await expect(world.lake.removeAll('')).rejects.toThrow('leads out of the root');
});
