import { expect, test } from 'vitest';
import { classify } from './classify.ts';
import { columnOf, rowsColumn } from './columns.ts';
import { newExecution, resultLocation } from './execution.ts';
import { lex } from './lex.ts';
import { metadataFile } from './metadata.ts';
import { csvFile, textFile } from './result-files.ts';

const executionOf = (sql: string) => {
  const statement = classify(lex(sql));
  if (!statement) throw new Error(`not a statement: ${sql}`);
  return newExecution(
    'id',
    { sql, workGroup: 'primary', parameters: [], outputLocation: 's3://b/r/' },
    statement,
    0,
  );
};

test.each([
  ['SELECT 1', 's3://b/r/id.csv'],
  ['MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE', 's3://b/r/id.csv'],
  ['INSERT INTO t VALUES 1', 's3://b/r/id'],
  ['CREATE TABLE t AS SELECT 1 AS n', 's3://b/r/tables/id'],
  ['SHOW TABLES', 's3://b/r/id.txt'],
])('%s has its results at %s', (sql, location) => {
  expect(resultLocation(executionOf(sql))).toBe(location);
});

test('CSV tells NULL from the empty text, and keeps line breaks inside quotes', () => {
  expect(
    csvFile([
      ['a', 'b'],
      [null, ''],
      ['x"y', 'l1\nl2'],
    ]),
  ).toBe('"a","b"\n,""\n"x""y","l1\nl2"\n');
  expect(textFile([['a'], ['b']])).toBe('a\nb');
});

test('the description of a write is byte for byte what was measured of a MERGE', () => {
  const engineId = '20260917_085344_00007_k6s5b';
  const results = { columns: [rowsColumn], rows: [], updateType: 'MERGE', updateCount: 1, engineId };
  const file = metadataFile(executionOf('MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE'), results);
  expect(file).toHaveLength(74);
  expect(file.subarray(29).toString('hex')).toBe(
    '12054d455247451801' +
      '22220a046869766522' +
      '04726f77732a04726f7773' +
      '3206626967696e74' +
      '3813400048035000',
  );
});

test('digits are absent where the type has none', () => {
  const column = columnOf({ name: 'd', type: 'date', typeSignature: { rawType: 'date', arguments: [] } });
  expect(column).toEqual({ name: 'd', type: 'date', scale: 0, caseSensitive: false });
});
