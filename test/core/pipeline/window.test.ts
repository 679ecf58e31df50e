import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Dataset } from '../../../lib/core/contract/model.ts';
import { readContract } from '../../../lib/core/contract/read.ts';
import { expectedPartitions } from '../../../lib/core/pipeline/expected-partitions.ts';
import { addGranularity, parseGranularity } from '../../../lib/core/pipeline/granularity.ts';
import { readPipeline } from '../../../lib/core/pipeline/pipeline.ts';
import { readWindow } from '../../../lib/core/pipeline/window.ts';
import { HEAD } from '../../contract-head.ts';

const WHERE = { start: '--start', end: '--end' };

function table(granularity: string, logicalType: string): Dataset {
  const text = `${HEAD}    customProperties: [{ property: sluice.granularity, value: ${granularity} }]
    properties: [{ name: p, logicalType: ${logicalType}, partitioned: true, partitionKeyPosition: 1 }]
`;
  const read = readContract(text, 't.odcs.yaml');
  const dataset = read.ok ? read.value.contract.datasets[0] : undefined;
  if (dataset === undefined) throw new Error(JSON.stringify(read));
  return dataset;
}

const codes = (result: { ok: boolean; error?: unknown }): unknown =>
  Array.isArray(result.error) ? result.error.map((i) => i.code) : [];

test('a window is covered exactly once, in order, by whole partitions', () => {
  const units = fc.constantFrom('P1D', 'PT1H', 'P1M', 'P1Y', 'P1W', 'PT15M');
  fc.assert(
    fc.property(
      units,
      fc.integer({ min: 1970, max: 2080 }),
      fc.integer({ min: 1, max: 60 }),
      (text, year, count) => {
        const granularity = parseGranularity(text);
        if (granularity === undefined) throw new Error(text);
        const start = Date.UTC(year, 0, 1);
        const end = addGranularity(start, granularity, count);
        const iso = (ms: number): string => new Date(ms).toISOString();
        const window = readWindow({ start: iso(start), end: iso(end) }, WHERE);
        const found = window.ok ? expectedPartitions(window.value, table(text, 'timestamp')) : window;
        if (!found.ok) throw new Error(JSON.stringify(found.error));
        expect(found.value).toHaveLength(count);
        expect(Date.parse(found.value[0]?.start ?? '')).toBe(start);
        expect(Date.parse(found.value.at(-1)?.end ?? '')).toBe(end);
        for (const [i, p] of found.value.entries()) if (i > 0) expect(p.start).toBe(found.value[i - 1]?.end);
        expect(new Set(found.value.map((p) => JSON.stringify(p.id))).size).toBe(count);
      },
    ),
    { numRuns: 60 },
  );
});

test('a date partition is named by its day', () => {
  const found = expectedPartitions(
    { start: '2000-02-28T00:00:00Z', end: '2000-03-01T00:00:00Z' },
    table('P1D', 'date'),
  );
  expect(found.ok && found.value.map((p) => p.id.p)).toEqual([
    { type: 'string', value: '2000-02-28' },
    { type: 'string', value: '2000-02-29' },
  ]);
});

test.each([
  ['2001-02-30x', '2001-03-01', ['SLU-201']],
  ['x', 'y', ['SLU-201', 'SLU-201']],
  ['2001-03-02', '2001-03-01', ['SLU-202']],
  ['2001-03-01', '2001-03-01', ['SLU-203']],
])('the window %s to %s is refused', (start, end, expected) => {
  expect(codes(readWindow({ start, end }, WHERE))).toEqual(expected);
});

test.each([
  ['2001-03-01T06:00:00Z', '2001-03-03T00:00:00Z', 'SLU-204'],
  ['2001-03-01T00:00:00Z', '2001-03-03T06:00:00Z', 'SLU-204'],
  ['0101-01-01T00:00:00Z', '2001-01-01T00:00:00Z', 'SLU-205'],
])('the window %s to %s does not fit days', (start, end, code) => {
  expect(codes(expectedPartitions({ start, end }, table('P1D', 'date')))).toEqual([code]);
});

const PIPELINE = `apiVersion: sluice/v1
name: a/b
source: { dataset: a/c }
candidate: { sql: b.sql }
contract: { name: b }
schedule: { cron: "0 6 * * *", timezone: UTC, window: P1D, delay: PT6H }
`;

test('a pipeline reads with its places', () => {
  const read = readPipeline(PIPELINE, 'b.pipeline.yaml');
  expect(read.ok && read.value).toMatchObject({ name: 'a/b', domain: 'a', mode: 'enforce' });
  expect(read.ok && read.value.at.candidate.line).toBe(4);
});

test.each([
  ['0 6 * *', 'SLU-210'],
  ['61 6 * * *', 'SLU-210'],
  ['0 6 30 2 *', 'SLU-210'],
])('the cron expression %s is refused at its place', (cron, code) => {
  const read = readPipeline(PIPELINE.replace('0 6 * * *', cron), 'b.pipeline.yaml');
  expect(read.ok ? [] : read.error.map((i) => [i.code, i.at?.line])).toEqual([[code, 6]]);
});

test.each([
  ['timezone: UTC', 'timezone: Mars/Olympus', 'SLU-211'],
  ['delay: PT6H', 'delay: 6h', 'SLU-212'],
])('%s as %s is refused', (from, to, code) => {
  expect(codes(readPipeline(PIPELINE.replace(from, to), 'b.pipeline.yaml'))).toEqual([code]);
});

test('an unknown key is refused with what was meant', () => {
  const read = readPipeline(PIPELINE.replace('contract:', 'contrct:'), 'b.pipeline.yaml');
  const issue = read.ok ? undefined : read.error.find((i) => Object.values(i.params).includes('contrct'));
  expect(issue?.at?.line).toBe(5);
  expect(Object.values(issue?.params ?? {})).toContain('contract');
});
