import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalVerdict, differences } from '../../../lib/report/canonical-verdict.ts';
import { flightsContract, writeFlights } from './flights.ts';
import { writeTally } from './tally.ts';
import { judge, openWorld, type World } from './world.ts';

const DAYS = 182;
const REJECTED = ['2001-02-01', '2001-02-22', '2001-02-27', '2001-07-01'];

let world: World;
beforeAll(async () => {
  world = await openWorld('flights');
  expect(await writeFlights(world, 'flights', '2001-01-01', '2001-07-02')).toBe(DAYS);
}, 300_000);
afterAll(() => world.close());

test.each([
  ['with what their footers prove', false],
  ['asked of the engines alone', true],
])(
  '182 days of flights, %s, have one verdict on both engines; four are rejected',
  async (_, withoutProofs) => {
    const judged = { ...flightsContract(), path: 'flights', format: 'parquet', withoutProofs } as const;
    const here = await judge(judged, world.local);
    const there = await judge(judged, world.aws);
    const differing = differences(canonicalVerdict(here.verdict), canonicalVerdict(there.verdict));
    expect(differing).toEqual([]);
    const { partitions, stats } = there.verdict;
    expect(partitions).toHaveLength(DAYS);
    const rejected = partitions.filter((p) => p.decision === 'reject').map((p) => p.partition.flight_date);
    expect(rejected).toEqual(REJECTED);
    expect(stats).toMatchObject({ queries: 1, scans: 1, rowsScanned: here.verdict.stats.rowsScanned });
    writeTally('flights', {
      days: partitions.length,
      rejected: rejected.length,
      differing: differing.length,
    });
  },
  600_000,
);
