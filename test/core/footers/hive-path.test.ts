import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHivePath, parseHivePaths } from '../../../lib/core/footers/hive-path.ts';
import { hivePath } from '../../../lib/core/values/partition.ts';

const DATE = [{ name: 'flight_date', logicalType: 'date' }] as const;
const TWO = [
  { name: 'region', logicalType: 'string' },
  { name: 'day', logicalType: 'integer' },
] as const;

const partitionOf = (path: string, columns: Parameters<typeof parseHivePath>[1]) => {
  const parsed = parseHivePath(path, columns);
  return parsed.ok ? parsed.value : parsed.error.map((i) => i.code);
};

describe('a Hive path', () => {
  it('gives typed values', () => {
    expect(partitionOf('flight_date=2001-01-01/a.parquet', DATE)).toEqual({
      flight_date: { type: 'string', value: '2001-01-01' },
    });
    expect(partitionOf('day=007/region=eu/a.parquet', TWO)).toEqual({
      region: { type: 'string', value: 'eu' },
      day: { type: 'integer', value: '7' },
    });
    expect(partitionOf('t=2001-01-01%2012%3A00%3A00.5/a', [{ name: 't', logicalType: 'timestamp' }])).toEqual(
      {
        t: { type: 'timestamp', value: '2001-01-01T12:00:00.500000Z' },
      },
    );
  });

  it('keeps the order of the columns, whatever the order of the folders', () => {
    const parsed = parseHivePath('day=1/region=eu/a', TWO);
    expect(parsed.ok && Object.keys(parsed.value)).toEqual(['region', 'day']);
  });

  it('reads the Hive null, percent-encoding, and = inside a value', () => {
    const column = [{ name: 'k =', logicalType: 'string' }] as const;
    expect(partitionOf('k%20%3D=__HIVE_DEFAULT_PARTITION__/a', column)).toEqual({ 'k =': { type: 'null' } });
    expect(partitionOf('k%20%3D=a=b%2F%C3%BC%/a', column)).toEqual({
      'k =': { type: 'string', value: 'a=b/ü%' },
    });
    expect(partitionOf('flight_date=__HIVE_DEFAULT_PARTITION__/a', DATE)).toEqual({
      flight_date: { type: 'null' },
    });
  });

  it('is refused where a folder does not parse', () => {
    expect(partitionOf('2001-01-01/a.parquet', DATE)).toEqual(['SLU-410']);
    expect(partitionOf('flight_date=2001-13-45/a.parquet', DATE)).toEqual(['SLU-411']);
    expect(partitionOf('flight_date=2001-02-29/a.parquet', DATE)).toEqual(['SLU-411']);
    expect(partitionOf('flight_date=2001-1-1/a.parquet', DATE)).toEqual(['SLU-411']);
    expect(partitionOf('day=1.5/region=eu/a', TWO)).toEqual(['SLU-411']);
    expect(partitionOf('region=eu/a', TWO)).toEqual(['SLU-412']);
    expect(partitionOf('region=eu/region=us/day=1/a', TWO)).toEqual(['SLU-412']);
    expect(partitionOf('region=eu/day=1/hour=2/a', TWO)).toEqual(['SLU-412']);
    expect(partitionOf('=x/a', DATE)).toEqual(['SLU-410']);
    expect(partitionOf('a.parquet', DATE)).toEqual(['SLU-412']);
  });

  it('read back is what was written, for any text and any whole number', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.bigInt(), (region, day) => {
        fc.pre(region !== '__HIVE_DEFAULT_PARTITION__' && region.isWellFormed());
        const id = {
          region: { type: 'string', value: region },
          day: { type: 'integer', value: BigInt.asIntN(64, day).toString() },
        } as const;
        expect(partitionOf(`${hivePath(id)}/file.parquet`, TWO)).toEqual(id);
      }),
    );
  });
});

describe('a folder of Hive paths', () => {
  it('groups the files by decoded values, not by the text of the path', () => {
    const parsed = parseHivePaths('root', ['day=1/region=a%2Eb/x', 'region=a.b/day=01/y'], TWO);
    expect(parsed.ok && parsed.value.map((p) => p.files)).toEqual([
      ['day=1/region=a%2Eb/x', 'region=a.b/day=01/y'],
    ]);
  });

  it('is refused without files, and without partitions', () => {
    const codes = (paths: string[]) => {
      const parsed = parseHivePaths('root', paths, DATE);
      return parsed.ok ? [] : parsed.error.map((i) => i.code);
    };
    expect(codes([])).toEqual(['SLU-413']);
    expect(codes(['a.parquet', 'b.parquet'])).toEqual(['SLU-414']);
    expect(codes(['2001-01-01/a', 'flight_date=2001-13-45/b', 'flight_date=2001-01-01/c'])).toEqual([
      'SLU-410',
      'SLU-411',
    ]);
  });

  it('is one partition where the dataset has no partition columns', () => {
    const parsed = parseHivePaths('root', ['a', 'x/b'], []);
    expect(parsed).toEqual({ ok: true, value: [{ partition: {}, files: ['a', 'x/b'] }] });
  });
});
