import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Dataset } from '../../../lib/core/contract/model.ts';
import { readContract } from '../../../lib/core/contract/read.ts';
import { partitionsPerRun } from '../../../lib/core/environment/partitions-per-run.ts';
import { expectedPartitions } from '../../../lib/core/pipeline/expected-partitions.ts';
import { addGranularity, parseGranularity } from '../../../lib/core/pipeline/granularity.ts';
import { splitWindow } from '../../../lib/core/pipeline/split-window.ts';
import { MAX_PARTITIONS } from '../../../lib/platform/aws/engine/start-write.ts';
import { MAX_BATCH } from '../../../lib/platform/aws/glue-partitions.ts';
import { HEAD } from '../../contract-head.ts';

function table(granularity: string, { unit = 'partition' } = {}): Dataset {
  const settings = `{ property: sluice.granularity, value: ${granularity} }, { property: sluice.unit, value: ${unit} }`;
  const text = `${HEAD}    customProperties: [${settings}]
    properties: [{ name: p, logicalType: timestamp, partitioned: true, partitionKeyPosition: 1 }]
`;
  const read = readContract(text, 't.odcs.yaml');
  const dataset = read.ok ? read.value.contract.datasets[0] : undefined;
  if (dataset === undefined) throw new Error(JSON.stringify(read));
  return dataset;
}

const days = (count: number) => ({
  start: '2001-01-01T00:00:00Z',
  end: new Date(Date.UTC(2001, 0, 1 + count)).toISOString(),
});

const idsOf = (window: { start: string; end: string }, dataset: Dataset): readonly unknown[] => {
  const found = expectedPartitions(window, dataset);
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value.map((p) => p.id);
};

test('the parts hold the same partitions in their order, none more than the limit, and adjoin', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('P1D', 'PT1H', 'P1M', 'P1Y', 'P1W', 'PT15M', 'P2D'),
      fc.integer({ min: 1, max: 90 }),
      fc.integer({ min: 1, max: 40 }),
      (text, count, atMost) => {
        const granularity = parseGranularity(text);
        if (granularity === undefined) throw new Error(text);
        const start = Date.UTC(1999, 0, 1);
        const iso = (ms: number): string => new Date(ms).toISOString();
        const window = { start: iso(start), end: iso(addGranularity(start, granularity, count)) };
        const split = splitWindow(window, table(text), { atMost });
        if (!split.ok) throw new Error(JSON.stringify(split.error));
        const parts = split.value;
        expect(parts).toHaveLength(Math.ceil(count / atMost));
        expect(parts.flatMap((w) => idsOf(w, table(text)))).toEqual(idsOf(window, table(text)));
        for (const [i, part] of parts.entries()) {
          expect(idsOf(part, table(text)).length).toBeLessThanOrEqual(atMost);
          if (i > 0) expect(part.start).toBe(parts[i - 1]?.end);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('half a year of days is two runs on AWS, and one on this machine', () => {
  const window = days(182);
  const parts = splitWindow(window, table('P1D'), { atMost: partitionsPerRun('aws') });
  expect(parts).toEqual({
    ok: true,
    value: [
      { start: '2001-01-01T00:00:00Z', end: '2001-04-11T00:00:00Z' },
      { start: '2001-04-11T00:00:00Z', end: '2001-07-02T00:00:00Z' },
    ],
  });
  expect(splitWindow(window, table('P1D'), { atMost: partitionsPerRun('local') })).toEqual({
    ok: true,
    value: [window],
  });
});

test('a run on AWS takes no more than one write of Athena and one batch of Glue do', () => {
  expect(partitionsPerRun('aws')).toBe(Math.min(MAX_PARTITIONS, MAX_BATCH));
});

test.each([
  ['decided as a whole', table('P1D', { unit: 'window' }), undefined, /sluice\.unit: window/],
  ['named by the location', table('P1D'), 's3://b/{windowStart}/', /s3:\/\/b\/\{windowStart\}/],
])(
  'a window that is %s stays whole: short enough it is itself, else it is refused',
  (_, dataset, location, why) => {
    expect(splitWindow(days(100), dataset, { atMost: 100, location })).toEqual({
      ok: true,
      value: [days(100)],
    });
    const refused = splitWindow(days(101), dataset, { atMost: 100, location });
    expect(refused.ok ? [] : refused.error).toMatchObject([
      { code: 'SLU-206', params: { count: '101', limit: '100', why: expect.stringMatching(why) } },
    ]);
  },
);

test('a place of each partition by its own date is split', () => {
  const split = splitWindow(days(101), table('P1D'), { atMost: 100, location: 's3://b/{yyyy}-{MM}-{dd}/' });
  expect(split.ok && split.value).toHaveLength(2);
});

test('a table without partitions is one piece, however long the window is', () => {
  const split = splitWindow(days(9_000), { ...table('P1D'), partitionedBy: [] }, { atMost: 1 });
  expect(split).toEqual({ ok: true, value: [days(9_000)] });
});

test('a window that cuts a partition is refused as it is without splitting', () => {
  const split = splitWindow({ start: '2001-01-01T06:00:00Z', end: '2002-01-01T00:00:00Z' }, table('P1D'), {
    atMost: 100,
  });
  expect(split.ok ? [] : split.error).toMatchObject([{ code: 'SLU-204' }]);
});
