import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalVerdict, differences } from '../../../lib/report/canonical-verdict.ts';
import { HEAD } from '../../contract-head.ts';
import { datasetIn } from '../../steps/check/judge-files.ts';
import { judge, openWorld, type World } from './world.ts';

const DAYS = 24;
const CONTRACT = `${HEAD}    properties:
      - { name: day, logicalType: string, partitioned: true, partitionKeyPosition: 1 }
      - { name: n, logicalType: integer }
    quality:
      - { id: q, type: sql, query: "SELECT max(d.v) FROM (SELECT n AS v FROM {object}) d", mustBeLessThan: 20 }
`;

let world: World;
beforeAll(async () => {
  world = await openWorld('busy', { maxActiveQueries: 5 });
  for (let i = 0; i < DAYS; i++) await world.write(`days/day=d${i}/a.parquet`, `SELECT ${i}::BIGINT AS n`);
});
afterAll(() => world.close());

test('an account that has five queries at once answers a rule that needs one for each of 24 days', async () => {
  const judged = { ...datasetIn(CONTRACT), path: 'days', format: 'parquet', withoutProofs: true } as const;
  const there = await judge(judged, world.aws);
  expect(there.verdict.stats.queries).toBe(DAYS + 1);
  const here = await judge(judged, world.local);
  expect(differences(canonicalVerdict(here.verdict), canonicalVerdict(there.verdict))).toEqual([]);
  expect(there.verdict.partitions.filter((p) => p.decision === 'reject')).toHaveLength(DAYS - 20);
});
