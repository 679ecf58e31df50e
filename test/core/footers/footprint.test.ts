import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import type { FileMetaData } from 'hyparquet';
import { expect, test } from 'vitest';
import { footprintOf } from '../../../lib/core/footers/footprint.ts';
import { readFooter } from '../../../lib/core/footers/read-footer.ts';
import { addFootprints, bytesOfColumns, wholeFile } from '../../../lib/core/sql/footprint.ts';
import { inFolder, outside } from '../../platform/local/duckdb/files.ts';

const MIB = 1024 ** 2;

/** The sizes of chunks, one row group after another. */
const metadata = (groups: readonly Readonly<Record<string, number>>[]): FileMetaData =>
  ({
    row_groups: groups.map((group) => ({
      columns: Object.entries(group).map(([name, bytes]) => ({
        meta_data: { path_in_schema: name.split('.'), total_compressed_size: BigInt(bytes) },
      })),
    })),
  }) as unknown as FileMetaData;

test('a small file is read whole, whatever is asked of it', () => {
  const found = footprintOf(metadata([{ a: 2 * MIB }]), 3 * MIB);
  expect(found).toEqual(wholeFile(3 * MIB));
  expect(bytesOfColumns(found, [])).toBe(BigInt(3 * MIB));
});

test('of a large file the columns that are asked for, what lies between them, and footers', () => {
  const found = footprintOf(
    metadata([{ A: 9 * MIB, 's.x': 2 * MIB, 's.y': 3 * MIB, tiny: 5 }, { A: 7 * MIB }]),
    22 * MIB,
  );
  const rest = 22 * MIB - 21 * MIB - 5;
  expect(found).toEqual({
    sizeBytes: 22 * MIB,
    fixedBytes: rest + 5,
    columnBytes: { a: 16 * MIB, s: 5 * MIB },
  });
  expect(bytesOfColumns(found, [])).toBe(BigInt(MIB));
  expect(bytesOfColumns(found, ['a', 'A', 'tiny', 'gone', 'toString'])).toBe(BigInt(17 * MIB));
  expect(bytesOfColumns(found, 'all')).toBe(BigInt(22 * MIB));
});

test('a footer is read with each part of a file', () => {
  const found = footprintOf(metadata([{ a: 99 * MIB }]), 99 * MIB + 10);
  expect(found.fixedBytes).toBe(4 * 64 * 1024);
});

test.each([
  ['more than the file holds', [{ a: 9 * MIB, b: 9 * MIB }]],
  ['less than nothing', [{ a: -1 }]],
])('sizes that are %s are not believed', (_, groups) => {
  expect(footprintOf(metadata(groups as Readonly<Record<string, number>>[]), 10 * MIB)).toEqual(
    wholeFile(10 * MIB),
  );
});

test('a chunk without a description is all of the file', () => {
  const none = { row_groups: [{ columns: [{}] }] } as unknown as FileMetaData;
  expect(footprintOf(none, 10 * MIB)).toEqual(wholeFile(10 * MIB));
});

const footprint = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 20 * MIB }))
  .map((sizes) =>
    footprintOf(
      metadata([sizes]),
      Object.values(sizes).reduce((sum, n) => sum + n, 100),
    ),
  );

test('files together read what each of them reads, and more columns never less', () => {
  fc.assert(
    fc.property(fc.array(footprint), fc.subarray(['a', 'b', 'c', 'd']), (files, columns) => {
      const together = addFootprints(files);
      const each = files.reduce((sum, f) => sum + bytesOfColumns(f, columns), 0n);
      expect(bytesOfColumns(together, columns)).toBe(each);
      expect(bytesOfColumns(together, 'all')).toBe(bytesOfColumns(together, ['a', 'b', 'c', 'd']));
      expect(bytesOfColumns(together, 'all') >= BigInt(together.sizeBytes)).toBe(true);
      expect(bytesOfColumns(together, columns) <= bytesOfColumns(together, 'all')).toBe(true);
    }),
  );
});

test('a file that DuckDB wrote: each column weighs what its footer says', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'wide.parquet');
    await outside(
      `COPY (SELECT hash(i) AS wide, hash(i + 9) AS also, 1 AS thin FROM range(600000) r(i)) TO '${path}'
         (FORMAT parquet, ROW_GROUP_SIZE 300000)`,
    );
    const { size } = await stat(path);
    const file = await open(path);
    const read = await readFooter({ path, sizeBytes: size }, async (_, from, to) => {
      const { buffer } = await file.read(Buffer.alloc(to - from), 0, to - from, from);
      return buffer;
    });
    await file.close();
    if (!read.ok || read.value.footprint === undefined) throw new Error('no footprint');
    const { sizeBytes, columnBytes } = read.value.footprint;
    expect(sizeBytes).toBe(size);
    expect(Object.keys(columnBytes).sort()).toEqual(['also', 'wide']);
    // eight bytes a row that nothing compresses
    for (const bytes of Object.values(columnBytes)) expect(bytes).toBeGreaterThan(4_800_000);
    const one = bytesOfColumns(read.value.footprint, ['wide']);
    expect(one < (BigInt(size) * 6n) / 10n && one > (BigInt(size) * 4n) / 10n).toBe(true);
  });
});
