import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CliFailure } from '../../lib/cli/failure.ts';
import { requestsOf } from '../../lib/cli/request.ts';
import { SmallPipeline } from './small-pipeline.ts';

let place: SmallPipeline;
beforeAll(() => {
  place = new SmallPipeline();
  writeFileSync(
    join(place.contracts, 'away.environment.yaml'),
    'apiVersion: sluice/v1\nname: away\nplatform: aws\nregion: eu-central-1\nlake: s3://some-lake\n',
  );
  place.edit(
    'small/raw.odcs.yaml',
    /servers: \[(.*)\]/,
    'servers: [$1, { server: away, environment: away, type: s3, location: "s3://raw/days/", format: parquet }]',
  );
});
afterAll(() => place.remove());

const HALF_A_YEAR = { start: '2001-01-01', end: '2001-07-02' };
const ask = (env: string) =>
  requestsOf('small/days', { ...HALF_A_YEAR, contracts: place.contracts, root: place.root, env });

test('half a year is one run on this machine, and two of at most 100 days on AWS, each with an id of its own', () => {
  expect(ask('local').map((r) => r.partitions.length)).toEqual([182]);
  const parts = ask('away');
  expect(parts.map((r) => [r.window.start.slice(0, 10), r.window.end.slice(0, 10)])).toEqual([
    ['2001-01-01', '2001-04-11'],
    ['2001-04-11', '2001-07-02'],
  ]);
  expect(parts.map((r) => r.partitions.length)).toEqual([100, 82]);
  expect(new Set(parts.map((r) => r.runId)).size).toBe(2);
});

test('a window that is decided as a whole is refused where it is too long for one run', () => {
  place.contract(['{ property: sluice.unit, value: window }']);
  try {
    expect(() => ask('away')).toThrow(CliFailure);
    expect(() => ask('away')).toThrow('SLU-206');
    expect(ask('local').map((r) => r.partitions.length)).toEqual([182]);
  } finally {
    place.contract([]);
  }
});
