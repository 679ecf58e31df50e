import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  candidateKeyOf,
  judgedPartOf,
  judgementKeyOf,
  pipelineHashOf,
  sourceIdOf,
} from '../../../lib/core/gate/keys.ts';
import { string } from '../../../lib/core/values/scalar.ts';
import { datasetOf } from './contract-text.ts';

test('a source is its files by path and content, in whatever order they are listed', () => {
  const file = fc.record({ path: fc.string({ minLength: 1 }), etag: fc.string() });
  const files = fc.uniqueArray(file, { selector: (f) => f.path, maxLength: 6 });
  fc.assert(
    fc.property(files, fc.infiniteStream(fc.nat()), (listed, random) => {
      const shuffled = listed
        .map((f) => ({ f: { ...f, sizeBytes: 1 }, n: random.next().value }))
        .sort((a, b) => a.n - b.n)
        .map(({ f }) => f);
      expect(sourceIdOf(shuffled)).toBe(sourceIdOf(listed));
      const [first, ...rest] = listed;
      if (first === undefined) return;
      expect(sourceIdOf([{ ...first, etag: `${first.etag}x` }, ...rest])).not.toBe(sourceIdOf(listed));
      expect(sourceIdOf([{ ...first, path: `${first.path}x` }, ...rest])).not.toBe(sourceIdOf(listed));
      expect(sourceIdOf(rest)).not.toBe(sourceIdOf(listed));
    }),
  );
});

const judged = (parts: Parameters<typeof datasetOf>[0]): string => judgedPartOf(datasetOf(parts));
const base = judged({});

test('a judgement depends on nothing that is only said: version, descriptions, the place in the file', () => {
  expect(judged({ version: '2.0.0' })).toBe(base);
  expect(judged({ description: 'other words' })).toBe(base);
  expect(judged({ description: 'one\\ntwo' })).toBe(base);
  expect(
    judged({ properties: '[{ name: a, logicalType: integer, required: true, description: x, tags: [y] }]' }),
  ).toBe(base);
});

test.each([
  ['a type', { properties: '[{ name: a, logicalType: number, required: true }]' }],
  [
    'a physical type',
    { properties: '[{ name: a, logicalType: integer, physicalType: INT, required: true }]' },
  ],
  ['a physical name', { properties: '[{ name: a, physicalName: b, logicalType: integer, required: true }]' }],
  ['a rule', { quality: '[{ id: n, metric: rowCount, mustBe: 5 }]' }],
  ['the policy', { settings: '[{ property: sluice.policy, value: ALWAYS }]' }],
  ['the unit', { settings: '[{ property: sluice.unit, value: window }]' }],
  ['what a missing partition means', { settings: '[{ property: sluice.onMissingPartition, value: skip }]' }],
  ['extra columns', { settings: '[{ property: sluice.extraColumns, value: reject }]' }],
])('a judgement depends on %s', (_, parts) => {
  expect(judged(parts)).not.toBe(base);
});

test('a judgement depends on the threshold, severity, unit and arguments of a rule', () => {
  const rule = (rest: string): string => judged({ quality: `[{ id: n, metric: duplicateValues, ${rest} }]` });
  const keys = [
    'mustBe: 5, arguments: { properties: [a] }',
    'mustBe: 6, arguments: { properties: [a] }',
    'mustBeLessThan: 5, arguments: { properties: [a] }',
    'mustBe: 5, severity: low, arguments: { properties: [a] }',
    'mustBe: 5, unit: percent, arguments: { properties: [a] }',
  ].map(rule);
  expect(new Set(keys).size).toBe(keys.length);
});

const W = { start: '2001-01-01', end: '2001-01-02' };

test('keys tell sources, pipelines, partitions, judged parts and instants apart', () => {
  const day = (d: string) => ({ d: string(d) });
  const candidates = [
    candidateKeyOf('s', 'p', day('1'), W),
    candidateKeyOf('s', 'p', day('2'), W),
    candidateKeyOf('s', 'q', day('1'), W),
    candidateKeyOf('t', 'p', day('1'), W),
    candidateKeyOf('s', 'p', {}, W),
    candidateKeyOf('s', 'p', {}, { ...W, end: '2001-01-03' }),
  ];
  expect(new Set(candidates).size).toBe(6);
  expect(candidateKeyOf('s', 'p', day('1'), { ...W, end: '2001-01-03' })).toBe(candidates[0]);
  const judgements = [
    ['c', 'j', 'a'],
    ['c', 'j', 'b'],
    ['c', 'k', 'a'],
    ['d', 'j', 'a'],
  ] as const;
  expect(new Set(judgements.map(([c, j, a]) => judgementKeyOf(c, j, a))).size).toBe(4);
  const pipeline = {
    sql: 'x',
    source: 's',
    dataset: 'd',
    partitionedBy: ['p'],
    granularity: 'P1D',
    reading: { format: 'csv' },
  };
  const changed = [
    { ...pipeline, sql: 'y' },
    { ...pipeline, source: 't' },
    { ...pipeline, dataset: 'e' },
    { ...pipeline, partitionedBy: [] },
    { ...pipeline, granularity: 'PT1H' },
    { ...pipeline, reading: { format: 'json' } },
  ];
  expect(new Set([pipeline, ...changed].map(pipelineHashOf)).size).toBe(7);
  expect(pipelineHashOf({ ...pipeline })).toBe(pipelineHashOf(pipeline));
});
