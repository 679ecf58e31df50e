import { describe, expect, test } from 'vitest';
import type { Column, Dataset, Rule } from '../../../lib/core/contract/model.ts';
import {
  candidateKeyOf,
  judgedPartOf,
  judgementKeyOf,
  pipelineHashOf,
  placedKeyOf,
  readingOf,
  sourceIdOf,
} from '../../../lib/core/gate/keys.ts';
import { keyOf } from '../../../lib/core/values/canonical.ts';
import { integer, string } from '../../../lib/core/values/scalar.ts';
import { SETTINGS } from '../checks/kind-world.ts';

const at = { file: 'f' };
const columnOf = (name: string, more: Partial<Column> = {}): Column => ({
  name: `logical ${name}`,
  physicalName: name,
  required: false,
  partitioned: false,
  sensitive: false,
  options: {},
  at,
  ...more,
});
const item = columnOf('item', {
  logicalType: 'object',
  properties: [columnOf('b', { options: { format: 'x' } })],
});
const COLUMNS = [
  columnOf('a', { logicalType: 'array', items: item }),
  columnOf('c', { logicalType: 'integer', physicalType: 'INT' }),
];
const JUDGED_RULE = {
  id: 'r',
  kind: 'range',
  column: 'c',
  severity: 'warning',
  scope: 'partition',
  where: 'w',
  engine: 'e',
  thresholds: [{ op: 'mustBe', values: ['1'] }],
  unit: 'rows',
  arguments: { x: 1 },
} as const;
const RULE: Rule = { ...JUDGED_RULE, name: 'a name', description: 'words', dimension: 'accuracy', at };
const DATASET: Dataset = {
  name: 't',
  physicalName: 'p',
  columns: COLUMNS,
  partitionedBy: ['d'],
  rules: [RULE],
  settings: { ...SETTINGS, granularity: 'P1D' },
  at,
};

const bare = (physicalName: string) => ({ physicalName, options: {} });
const JUDGED_COLUMNS = [
  {
    ...bare('a'),
    logicalType: 'array',
    items: {
      ...bare('item'),
      logicalType: 'object',
      properties: [{ physicalName: 'b', options: { format: 'x' } }],
    },
  },
  { ...bare('c'), logicalType: 'integer', physicalType: 'INT' },
];

/** What is stored is found again by these keys: a release that changes one judges or writes everything again. */
describe('a key is made of exactly', () => {
  test('the paths and contents of a source, in the order of paths', () => {
    const [x, y] = [
      { path: 'x', etag: '1' },
      { path: 'y', etag: '2' },
    ];
    expect(sourceIdOf([{ ...y, sizeBytes: 1 } as typeof y, x])).toBe(keyOf([x, y]));
    expect(sourceIdOf([x, y])).toBe(keyOf([x, y]));
    const twice = [
      { path: 'x', etag: '2' },
      { path: 'x', etag: '1' },
    ];
    expect(sourceIdOf(twice)).toBe(keyOf(twice));
  });

  test('a source, a pipeline and a partition, or the window where there are no partitions', () => {
    const window = { start: 's', end: 'e' };
    expect(candidateKeyOf('s', 'p', { d: string('x'), n: integer(1) }, window)).toBe(
      keyOf({ sourceId: 's', pipelineHash: 'p', partition: '{"d":"x","n":"1"}' }),
    );
    expect(candidateKeyOf('s', 'p', {}, window)).toBe(
      keyOf({ sourceId: 's', pipelineHash: 'p', partition: '{}', window }),
    );
    expect(judgementKeyOf('c', 'j', 'a')).toBe(keyOf({ candidateKey: 'c', judgedPart: 'j', asOf: 'a' }));
    const pipeline = { sql: '', source: '', dataset: '', partitionedBy: [], granularity: '', reading: {} };
    expect(pipelineHashOf(pipeline)).toBe(keyOf(pipeline));
  });

  test('the contents alone of files that another job placed, whatever they are called', () => {
    const [x, y] = [
      { path: 'x', etag: '1' },
      { path: 'y', etag: '2' },
    ];
    const key = keyOf({ contents: ['1', '2'], partition: '{"d":"x"}' });
    expect(placedKeyOf([y, x], { d: string('x') })).toBe(key);
    expect(placedKeyOf([{ etag: '1' }, { etag: '2' }], { d: string('x') })).toBe(key);
  });

  test('the rules, columns and settings that decide, and their meaning', () => {
    const others = { policy: 'STRICT', unit: 'partition', onMissingPartition: 'reject' };
    const settings = { ...others, granularity: 'P1D' };
    const part = {
      meaning: 3,
      rules: [JUDGED_RULE],
      columns: JUDGED_COLUMNS,
      partitionedBy: ['d'],
      settings,
    };
    expect(judgedPartOf(DATASET)).toBe(keyOf(part));
    const { granularity: _, ...rest } = DATASET.settings;
    expect(judgedPartOf({ ...DATASET, settings: rest })).toBe(keyOf({ ...part, settings: others }));
  });

  test('how the files of a source are read: of text with its delimiter and types', () => {
    expect(readingOf('parquet', ';', DATASET)).toEqual({ format: 'parquet' });
    expect(readingOf('csv', ';', DATASET)).toEqual({
      format: 'csv',
      delimiter: ';',
      columns: JUDGED_COLUMNS,
    });
    expect(readingOf('json', undefined, DATASET)).toEqual({
      format: 'json',
      delimiter: ',',
      columns: JUDGED_COLUMNS,
    });
  });
});
