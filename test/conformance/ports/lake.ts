import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Lake } from '../../../lib/core/ports.ts';
import type { LakePlatform, LakeWorld } from './world.ts';

/** Names that are awkward in a path, a URL or a pattern; each is a file or folder name. */
const ODD = [
  'a b',
  'a+b',
  'a%20b',
  'a=b',
  'ü 🛫',
  'e\u0301',
  "it's",
  'a#b',
  'a?b',
  'a&b=c',
  'day=2001-01-01 00%3A00',
  '*',
  '[x]',
];

/** What every lake keeps to, whatever it is made of. */
export function lakeConforms(platform: LakePlatform): void {
  let world: LakeWorld;
  let lake: Lake;
  beforeEach(async () => {
    world = await platform.make();
    ({ lake } = world);
  });
  afterEach(() => world.dispose());

  const write = (path: string, body = path) => world.write(path, Buffer.from(body));
  const writeAll = async (paths: readonly string[], body?: string) => {
    for (const path of paths) await write(path, body);
  };
  const paths = async (prefix: string) => (await lake.list(prefix)).map((f) => f.path);
  const text = async (path: string) => {
    const bytes = await lake.get(path);
    return bytes && Buffer.from(bytes).toString();
  };

  describe('a listing', () => {
    it('has every file below the folder with its size, sorted, without what begins with _ or .', async () => {
      await writeAll(
        [
          'in/b=2/x.parquet',
          'in/a=1/y.parquet',
          'in/a=1/_SUCCESS',
          'in/.tmp/z',
          'in/_temporary/0/z',
          'in/z_.x',
          'in2/x',
          'other/x',
        ],
        'abc',
      );
      const expected = ['in/a=1/y.parquet', 'in/b=2/x.parquet', 'in/z_.x'];
      expect(await lake.list('in')).toEqual(expected.map((path) => ({ path, sizeBytes: 3 })));
      expect(await paths('in/')).toEqual(expected);
      expect(await paths('in/a=1')).toEqual(['in/a=1/y.parquet']);
    });

    it('of a file is the file, of nothing is empty, of half a name is nothing', async () => {
      await write('in/x.parquet');
      expect(await paths('in/x.parquet')).toEqual(['in/x.parquet']);
      expect(await paths('nowhere')).toEqual([]);
      expect(await paths('in/x')).toEqual([]);
    });

    it('of an absolute place gives absolute paths, which can be read', async () => {
      await write('in/x.parquet', 'abc');
      const place = world.absolute('in');
      expect(await paths(place)).toEqual([`${place}/x.parquet`]);
      expect(Buffer.from(await lake.readRange(`${place}/x.parquet`, 1, 3)).toString()).toBe('bc');
      expect(await lake.pin([`${place}/x.parquet`])).toEqual([
        { ...(await lake.pin(['in/x.parquet']))[0], path: `${place}/x.parquet` },
      ]);
    });

    it('has hidden folders of our own when it is asked for one of them', async () => {
      await lake.put('.sluice/runs/aviation/flights/r/1/day=1/x.parquet', Buffer.from('abc'));
      expect(await lake.list('.sluice/runs/aviation/flights/r/1')).toEqual([
        { path: '.sluice/runs/aviation/flights/r/1/day=1/x.parquet', sizeBytes: 3 },
      ]);
    });

    it(`of ${platform.manyFiles} files has them all`, async () => {
      const names = Array.from({ length: platform.manyFiles }, (_, i) => `in/p=${i % 7}/f${i}`).sort();
      await world.writeMany(names, Buffer.from('x'));
      expect(await paths('in')).toEqual(names);
    });
  });

  describe('names', () => {
    it.each(ODD)('like %j are what they are', async (name) => {
      const path = `in/${name}/${name}.parquet`;
      await lake.put(path, Buffer.from('0123'));
      await lake.put('in/other', Buffer.from('x'));
      expect(await paths(`in/${name}`)).toEqual([path]);
      expect(await lake.pin([path])).toMatchObject([{ path, sizeBytes: 4 }]);
      expect(await text(path)).toBe('0123');
      expect(Buffer.from(await lake.readRange(path, 1, 3)).toString()).toBe('12');
      await lake.copy(path, `out/${name}`);
      expect(await text(`out/${name}`)).toBe('0123');
      await lake.removeAll(`in/${name}`);
      expect(await paths('in')).toEqual(['in/other']);
    });
  });

  describe('a pin', () => {
    it('has an ETag that is equal for equal bytes; missing files and folders are left out', async () => {
      await writeAll(['a', 'folder/same'], 'one');
      await write('other', 'two');
      await write('empty', '');
      const pinned = await lake.pin(['other', 'a', 'missing', 'empty', 'folder', 'folder/same']);
      expect(pinned.map((f) => [f.path, f.sizeBytes])).toEqual([
        ['other', 3],
        ['a', 3],
        ['empty', 0],
        ['folder/same', 3],
      ]);
      const [other, a, empty, same] = pinned.map((f) => f.etag);
      expect(a).toBe(same);
      expect(new Set([other, a, empty]).size).toBe(3);
      for (const etag of [other, a, empty]) expect(etag).toMatch(/^[0-9a-f]{32,64}$/);
      expect(await lake.pin(['other'])).toEqual(pinned.slice(0, 1));
      expect(await lake.pin([])).toEqual([]);
    });

    it('is another one when the bytes are others, also of equal length', async () => {
      await write('a', 'one');
      const before = await lake.pin(['a']);
      await write('a', 'two');
      const after = await lake.pin(['a']);
      expect(after[0]?.sizeBytes).toBe(before[0]?.sizeBytes);
      expect(after[0]?.etag).not.toBe(before[0]?.etag);
    });
  });

  describe('reading and writing', () => {
    it('reads a range, and less where the file ends', async () => {
      await write('a', '0123456789');
      const range = async (from: number, to: number) =>
        Buffer.from(await lake.readRange('a', from, to)).toString();
      expect([await range(2, 5), await range(8, 20), await range(20, 30), await range(3, 3)]).toEqual([
        '234',
        '89',
        '',
        '',
      ]);
    });

    it('puts whole files, over older ones, empty ones too, and nothing else', async () => {
      await lake.put('x/y/z.json', Buffer.from('one'));
      await lake.put('x/y/z.json', Buffer.from('two'));
      await lake.put('x/y/empty', Buffer.alloc(0));
      const large = Buffer.alloc(3_000_001, 'äöü');
      await lake.put('x/large', large);
      expect(await text('x/y/z.json')).toBe('two');
      expect(await text('x/y/empty')).toBe('');
      expect(Buffer.from((await lake.get('x/large')) ?? []).equals(large)).toBe(true);
      expect(await lake.get('x/none')).toBeUndefined();
      expect(await paths('x')).toEqual(['x/large', 'x/y/empty', 'x/y/z.json']);
    });

    it('copies the same bytes, and the copy stays when the original goes', async () => {
      await write('from/a', 'abc');
      await lake.copy('from/a', 'to/plain/a');
      await lake.copy('from/a', 'to/linked/a', { link: true });
      await lake.copy(world.absolute('from/a'), 'to/far/a');
      const etags = (await lake.pin(['from/a', 'to/plain/a', 'to/linked/a', 'to/far/a'])).map((f) => f.etag);
      expect(etags).toEqual(Array(4).fill(etags[0]));
      await lake.removeAll('from');
      for (const path of ['to/plain/a', 'to/linked/a', 'to/far/a']) expect(await text(path)).toBe('abc');
    });

    it('removes a folder with everything below it, and no other; nothing is no error', async () => {
      await writeAll(['x/y/z', 'x/.hidden/a', 'x/_b', 'xy/z', 'x.y']);
      await lake.removeAll('x');
      await lake.removeAll('x');
      await lake.removeAll('never/was');
      for (const path of ['x/y/z', 'x/.hidden/a', 'x/_b']) expect(await lake.get(path)).toBeUndefined();
      for (const path of ['xy/z', 'x.y']) expect(await text(path)).toBe(path);
      await lake.removeAll('xy/z');
      expect(await lake.get('xy/z')).toBeUndefined();
    });

    it.each(['', '.', '..', '../x', 'a/../../x', '/tmp/sluice-outside', 'a/..'])(
      'writes and removes nothing at %j',
      async (path) => {
        const refused = { issue: { code: 'SLU-527' }, exitCode: 2 };
        await write('a/b', 'stays');
        await expect(lake.put(path, Buffer.from('x'))).rejects.toMatchObject(refused);
        await expect(lake.copy('a/b', path)).rejects.toMatchObject(refused);
        await expect(lake.removeAll(path)).rejects.toMatchObject(refused);
        expect(await text('a/b')).toBe('stays');
      },
    );

    it('writes nothing at an absolute place that is not its own', async () => {
      const outside = world.absolute('../elsewhere/x');
      const refused = { issue: { code: 'SLU-527' } };
      await expect(lake.put(outside, Buffer.from('x'))).rejects.toMatchObject(refused);
      await expect(lake.removeAll(outside)).rejects.toMatchObject(refused);
    });

    it('says in one sentence that a file is not there', async () => {
      await expect(lake.readRange('none', 0, 1)).rejects.toMatchObject({
        issue: { code: 'SLU-523' },
        exitCode: 2,
        message: 'There is no file or folder none.',
      });
      await expect(lake.copy('none', 'to/none')).rejects.toMatchObject({ issue: { code: 'SLU-523' } });
      expect(await lake.get('to/none')).toBeUndefined();
    });
  });
}
