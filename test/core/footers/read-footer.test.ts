import { open, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeIssue } from '../../../lib/core/contract/messages/index.ts';
import { type ReadRange, readFooter } from '../../../lib/core/footers/read-footer.ts';
import { FLIGHTS, inFolder, outside } from '../../platform/local/duckdb/files.ts';

const ranges: [number, number][] = [];
const readRange: ReadRange = async (path, from, to) => {
  ranges.push([from, to]);
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(to - from), 0, to - from, from);
    return buffer;
  } finally {
    await file.close();
  }
};
const footerOf = async (path: string) => readFooter({ path, sizeBytes: (await stat(path)).size }, readRange);
const ofBytes = (bytes: Uint8Array) =>
  readFooter({ path: 'data.parquet', sizeBytes: bytes.length }, async (_, from, to) =>
    bytes.subarray(from, to),
  );
const codeOf = async (answer: ReturnType<typeof ofBytes>) => {
  const result = await answer;
  return result.ok ? 'ok' : result.error.map((i) => i.code).join();
};

describe('readFooter', () => {
  it('reads schema and rows of real flights with one read of at most 64 KiB', async () => {
    ranges.length = 0;
    const footer = await footerOf(FLIGHTS);
    expect(ranges).toHaveLength(1);
    expect(ranges.every(([from, to]) => to - from <= 65_536)).toBe(true);
    if (!footer.ok) throw new Error('no footer');
    expect(footer.value.rows).toBe('3000000');
    expect(footer.value.columns.map((c) => [c.name, c.type])).toEqual([
      ['date', { kind: 'timestamp', zoned: false }],
      ['delay', { kind: 'integer', bits: 64, signed: true }],
      ['distance', { kind: 'integer', bits: 64, signed: true }],
      ['origin', { kind: 'string' }],
      ['destination', { kind: 'string' }],
    ]);
  });

  it('maps every type that DuckDB can write', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'types.parquet');
      await outside(
        `COPY (SELECT 1::TINYINT i8, 1::USMALLINT u16, 1::INTEGER i32, 1::UBIGINT u64, 1.5::DECIMAL(10,2) de,
          1::FLOAT f32, 1::DOUBLE f64, 'x' s, true b, DATE '2001-01-01' d, TIME '10:00:00' t,
          TIMESTAMP '2001-01-01 00:00:00' ts, TIMESTAMPTZ '2001-01-01 00:00:00+00' tz, TIMESTAMP_NS '2001-01-01' ns,
          '\\xAA'::BLOB bin, uuid() u, '{"a":1}'::JSON j, 'a'::ENUM('a','b') e,
          [1,2] l, [['x']] ll, {'a': 1, 'b': 'x'} st, MAP {'a': 1} m, [{'a': 1}] ls) TO '${path}' (FORMAT parquet)`,
      );
      const footer = await footerOf(path);
      if (!footer.ok) throw new Error('no footer');
      const int32 = { kind: 'integer', bits: 32, signed: true };
      expect(Object.fromEntries(footer.value.columns.map((c) => [c.name, c.type]))).toEqual({
        i8: { kind: 'integer', bits: 8, signed: true },
        u16: { kind: 'integer', bits: 16, signed: false },
        i32: int32,
        u64: { kind: 'integer', bits: 64, signed: false },
        de: { kind: 'decimal', precision: 10, scale: 2 },
        f32: { kind: 'floating', bits: 32 },
        f64: { kind: 'floating', bits: 64 },
        s: { kind: 'string' },
        b: { kind: 'boolean' },
        d: { kind: 'date' },
        t: { kind: 'time' },
        ts: { kind: 'timestamp', zoned: false },
        tz: { kind: 'timestamp', zoned: true },
        ns: { kind: 'timestamp', zoned: false },
        bin: { kind: 'binary' },
        u: { kind: 'uuid' },
        j: { kind: 'json' },
        e: { kind: 'string' },
        l: { kind: 'list', item: int32 },
        ll: { kind: 'list', item: { kind: 'list', item: { kind: 'string' } } },
        st: {
          kind: 'struct',
          fields: [
            { name: 'a', type: int32 },
            { name: 'b', type: { kind: 'string' } },
          ],
        },
        m: { kind: 'map' },
        ls: { kind: 'list', item: { kind: 'struct', fields: [{ name: 'a', type: int32 }] } },
      });
    });
  });

  it('reads exactly what is missing when the footer is longer than the first read', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'wide.parquet');
      const columns = Array.from({ length: 1500 }, (_, i) => `${i} AS "column_with_a_long_name_${i}"`).join(
        ', ',
      );
      await outside(`COPY (SELECT ${columns}) TO '${path}' (FORMAT parquet)`);
      ranges.length = 0;
      const footer = await footerOf(path);
      expect(footer.ok && footer.value.columns.length).toBe(1500);
      expect(ranges).toHaveLength(2);
      const [tail, rest] = ranges;
      expect(rest?.[1]).toBe(tail?.[0]);
      const bytes = await readRange(path, (await stat(path)).size - 8, (await stat(path)).size);
      const length = Buffer.from(bytes).readUInt32LE(0);
      expect(rest?.[0]).toBe((await stat(path)).size - 8 - length);
    });
  });

  it('names what is wrong with a broken file, one issue each', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'cut.parquet');
      await outside(`COPY (SELECT i FROM range(10000) t(i)) TO '${path}' (FORMAT parquet)`);
      await truncate(path, Math.floor((await stat(path)).size / 2));
      expect(await codeOf(footerOf(path))).toBe('SLU-402');
      await truncate(path, 0);
      expect(await codeOf(footerOf(path))).toBe('SLU-401');
      await writeFile(path, 'PAR1');
      expect(await codeOf(footerOf(path))).toBe('SLU-402');
    });
    const end = (length: number, magic = 'PAR1') => {
      const bytes = Buffer.alloc(8);
      bytes.writeUInt32LE(length);
      bytes.write(magic, 4);
      return bytes;
    };
    const body = Buffer.alloc(100, 7);
    expect(await codeOf(ofBytes(Buffer.concat([body, end(50, 'PARE')])))).toBe('SLU-403');
    expect(await codeOf(ofBytes(Buffer.concat([body, end(1000)])))).toBe('SLU-404');
    expect(await codeOf(ofBytes(Buffer.concat([body, end(50)])))).toBe('SLU-405');
    expect(await codeOf(ofBytes(Buffer.concat([body, end(0)])))).toBe('SLU-405');
    expect(await codeOf(ofBytes(Buffer.from('a,b\n1,2\n')))).toBe('SLU-402');
  });

  it('never throws, whatever the bytes of the footer are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 0, maxLength: 300 }), async (noise) => {
        const end = Buffer.alloc(8);
        end.writeUInt32LE(noise.length);
        end.write('PAR1', 4);
        const result = await ofBytes(Buffer.concat([Buffer.from('PAR1'), noise, end]));
        if (!result.ok)
          for (const i of result.error) expect(describeIssue(i).sentence).toContain('data.parquet');
      }),
      { numRuns: 500 },
    );
  });

  it('never throws when one byte of a real footer is damaged', async () => {
    const size = (await stat(FLIGHTS)).size;
    const tail = Buffer.from(await readRange(FLIGHTS, size - 20_000, size));
    const length = tail.readUInt32LE(tail.length - 8);
    await fc.assert(
      fc.asyncProperty(fc.nat(length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const bytes = Buffer.from(tail);
        const place = bytes.length - 8 - length + at;
        bytes[place] = (bytes[place] ?? 0) ^ change;
        const result = await ofBytes(bytes);
        if (!result.ok) expect(result.error.map((i) => i.code)).toEqual(['SLU-405']);
      }),
      { numRuns: 300 },
    );
  });
});
