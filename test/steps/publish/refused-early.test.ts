import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { issue } from '../../../lib/core/contract/issue.ts';
import type { Moving, Ports } from '../../../lib/core/ports.ts';
import { createDuckDb } from '../../../lib/platform/local/duckdb/create-duckdb.ts';
import { localLake } from '../../../lib/platform/local/lake.ts';
import { openLedger } from '../../../lib/platform/local/ledger.ts';
import { localPublisher } from '../../../lib/platform/local/publisher.ts';
import { runPipeline } from '../../../lib/steps/run-pipeline.ts';
import { runFolder } from '../../../lib/steps/state/bodies.ts';
import type { RunRequest } from '../../../lib/steps/state/request.ts';
import { HEAD } from '../../contract-head.ts';
import { outside } from '../../platform/local/duckdb/files.ts';
import { datasetIn } from '../check/judge-files.ts';

const NOW = '2030-01-01T00:00:00Z';
const CONTRACT = `${HEAD}    customProperties: [{ property: sluice.granularity, value: P1D }]
    properties:
      - { name: day, logicalType: date, partitioned: true, partitionKeyPosition: 1 }
      - { name: n, logicalType: integer, logicalTypeOptions: { maximum: 2 } }
`;
const DAYS = ['2001-01-01', '2001-01-02', '2001-01-03'];

let root: string;
let ports: Ports;
let asked: Moving[];
/** What the publisher answers. */
let refuses: (moving: Moving) => boolean;
let close: () => Promise<void>;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'sluice-refused-'));
  const lake = localLake(root);
  const ledger = openLedger(join(root, 'ledger.sqlite'));
  const duck = createDuckDb({ root });
  const publisher = localPublisher(lake);
  asked = [];
  refuses = () => false;
  ports = {
    ...duck,
    lake,
    ledger,
    publisher: {
      ...publisher,
      refuse: async (dataset, moving) => {
        asked.push(moving);
        return refuses(moving) ? [issue('SLU-531', { dataset })] : [];
      },
    },
    notifiers: [],
    actor: { user: 'test', commit: null, tool: 'test' },
    leaseMs: 30_000,
    newId: () => crypto.randomUUID(),
  };
  close = async () => {
    await duck.close();
    await ledger.close();
    await lake.close();
  };
  for (const [i, day] of DAYS.entries()) {
    const folder = join(root, `in/day=${day}`);
    mkdirSync(folder, { recursive: true });
    await outside(`COPY (SELECT ${i + 1}::BIGINT AS n) TO '${folder}/f.parquet' (FORMAT parquet)`);
  }
});
afterEach(async () => {
  await close();
  rmSync(root, { recursive: true, force: true });
});

const request = (runId: string, mode: RunRequest['mode'] = 'enforce'): RunRequest => {
  const { contract, dataset } = datasetIn(CONTRACT);
  return {
    runId,
    pipeline: { name: 'small/t' },
    candidate: { by: 'location', location: join(root, 'in'), take: 'copy' },
    contract,
    schemaName: dataset.name,
    dataset: 'small/t',
    window: { start: '2001-01-01T00:00:00Z', end: '2001-01-04T00:00:00Z' },
    mode,
    everyRule: true,
    samples: false,
    partitions: DAYS.map((day, i) => ({
      id: { day: { type: 'string', value: day } },
      start: `${day}T00:00:00Z`,
      end: `2001-01-0${i + 2}T00:00:00Z`,
      asOf: NOW,
      place: join(root, 'in'),
    })),
  };
};
const run = (runId: string, mode?: RunRequest['mode']) => runPipeline(request(runId, mode), ports, () => NOW);
const copied = (runId: string) => ports.lake.list(`${runFolder('small/t', runId)}/1`);

test('what the publisher would not publish is not taken, and not measured', async () => {
  refuses = () => true;
  await expect(run('first')).rejects.toMatchObject({ issues: [{ code: 'SLU-531' }], exitCode: 2 });
  expect(asked).toEqual([{ count: 3 }]);
  expect(await copied('first')).toEqual([]);
});

test('it is asked again before the publish, with what was written of the partitions that move', async () => {
  await run('first');
  expect(asked.map((m) => m.count)).toEqual([3, 2]);
  const written = asked[1]?.written?.map((w) => [w.partition.day, w.columns.map((c) => [c.name, c.from])]);
  const columns = [
    ['n', 'file'],
    ['day', 'path'],
  ];
  expect(written).toEqual([
    ['2001-01-01', columns],
    ['2001-01-02', columns],
  ]);
});

test('what it refuses then stays unpublished, and no intent was opened for it', async () => {
  refuses = ({ written }) => written !== undefined;
  await expect(run('first')).rejects.toMatchObject({ issues: [{ code: 'SLU-531' }], exitCode: 2 });
  expect(await copied('first')).toHaveLength(3);
  expect(await ports.ledger.state('small/t')).toMatchObject({ epoch: '0', pointers: [] });
});

test('nobody is asked where nothing can move: nothing is new, or only judged', async () => {
  await run('first');
  asked = [];
  refuses = () => true;
  expect((await run('second')).partitions.map((p) => p.publication)).toEqual([
    'unchanged',
    'unchanged',
    'rejected',
  ]);
  await run('third', 'shadow');
  expect(asked).toEqual([]);
});
