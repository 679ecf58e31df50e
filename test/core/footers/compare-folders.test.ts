import { expect, test } from 'vitest';
import { compareFolders } from '../../../lib/core/footers/compare-folders.ts';
import type { ColumnStatistics } from '../../../lib/core/footers/statistics.ts';
import { NULL, type Scalar, string } from '../../../lib/core/values/scalar.ts';

const DAY = string('2001-01-02');
const ONE_DAY = { nulls: '0', min: DAY, max: DAY };

function found(statistics: ColumnStatistics | undefined, value: Scalar = DAY, rows = '3'): readonly string[] {
  const column = { name: 'day', type: { kind: 'date' as const }, typeName: 'DATE', from: 'file' as const };
  const footer = {
    path: 'f',
    rows,
    columns: [column],
    ...(statistics === undefined ? {} : { statistics: { rows, columns: { day: statistics } } }),
  };
  return compareFolders([footer], new Map([['f', { day: value }]])).map((i) => String(i.params.found));
}

test.each([
  ['the same day in every row', ONE_DAY, []],
  [
    'another day',
    { nulls: '0', min: string('2001-01-01'), max: DAY },
    ['with values from 2001-01-01 to 2001-01-02'],
  ],
  [
    'a later day',
    { nulls: '0', min: DAY, max: string('2001-01-03') },
    ['with values from 2001-01-02 to 2001-01-03'],
  ],
  ['a null', { ...ONE_DAY, nulls: '1' }, ['which is null in 1 rows']],
  ['nulls not counted', { min: DAY, max: DAY }, ['whose values its footer does not tell']],
  ['no statistics of it', {}, ['whose values its footer does not tell']],
  ['no statistics at all', undefined, ['whose values its footer does not tell']],
])('%s', (_, statistics, expected) => {
  expect(found(statistics)).toEqual(expected);
});

test('the folder of no day holds nulls only', () => {
  expect(found({ nulls: '3' }, NULL)).toEqual([]);
  expect(found({ nulls: '2' }, NULL)).toEqual(['which is not null in every row']);
});

test('a file without rows, or without the column, is of every folder', () => {
  expect(found(undefined, DAY, '0')).toEqual([]);
  expect(compareFolders([{ path: 'f', rows: '1', columns: [] }], new Map([['f', { day: DAY }]]))).toEqual([]);
});
