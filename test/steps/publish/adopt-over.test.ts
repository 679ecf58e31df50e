import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ports } from '../../../lib/core/ports.ts';
import { createDuckDb } from '../../../lib/platform/local/duckdb/create-duckdb.ts';
import { localLake } from '../../../lib/platform/local/lake.ts';
import { openLedger } from '../../../lib/platform/local/ledger.ts';
import { localPublisher } from '../../../lib/platform/local/publisher.ts';
import { resolveAdoption } from '../../../lib/steps/request/resolve-adoption.ts';
import { runPipeline } from '../../../lib/steps/run-pipeline.ts';
import type { RunRequest } from '../../../lib/steps/state/request.ts';
import { HEAD } from '../../contract-head.ts';
import { outside } from '../../platform/local/duckdb/files.ts';
import { datasetIn } from '../check/judge-files.ts';

const root = mkdtempSync(join(tmpdir(), 'sluice-adopt-'));
const NOW = '2030-01-01T00:00:00Z';
const CONTRACT = `${HEAD}    customProperties: [{ property: sluice.granularity, value: P1D }]
    properties:
      - { name: day, logicalType: date, partitioned: true, partitionKeyPosition: 1 }
      - { name: n, logicalType: integer, logicalTypeOptions: { maximum: 9 } }
`;
const lake = localLake(root);
const ledger = openLedger(join(root, 'ledger.sqlite'));
const duck = createDuckDb({ root });
const ports: Ports = {
  ...duck,
  lake,
  ledger,
  publisher: localPublisher(lake),
  notifiers: [],
  warn: () => {},
  environment: 'local',
  actor: { user: 'test', commit: null, tool: 'test' },
  leaseMs: 30_000,
  newId: () => crypto.randomUUID(),
};

/** A folder of one day, whose rows hold that number. */
async function folderOf(n: number): Promise<string> {
  const folder = join(root, `in${n}`);
  mkdirSync(join(folder, 'day=2001-01-01'), { recursive: true });
  await outside(
    `COPY (SELECT ${n}::BIGINT AS n FROM range(3)) TO '${folder}/day=2001-01-01/f.parquet' (FORMAT parquet)`,
  );
  return folder;
}

async function adoption(folder: string, runId: string): Promise<RunRequest> {
  const about = { ...datasetIn(CONTRACT), domain: 'small', folder, take: 'copy' as const, runId, now: NOW };
  const request = await resolveAdoption(about, lake);
  if (!request.ok) throw new Error(JSON.stringify(request.error));
  return request.value;
}

let first: RunRequest;
let second: RunRequest;
beforeAll(async () => {
  first = await adoption(await folderOf(5), 'first');
  second = await adoption(await folderOf(5000), 'second');
});
afterAll(async () => {
  await duck.close();
  await ledger.close();
  await lake.close();
  rmSync(root, { recursive: true, force: true });
});

test('an adoption that another run overtook publishes nothing over it', async () => {
  const outcome = await runPipeline(first, ports, () => NOW);
  expect(outcome.partitions.map((p) => p.publication)).toEqual(['adopted']);
  await expect(runPipeline(second, ports, () => NOW)).rejects.toMatchObject({
    exitCode: 2,
    issues: [{ code: 'SLU-551' }],
  });
  const { pointers } = await ledger.state('small/t');
  expect(pointers.map((p) => p.snapshotId)).toEqual(outcome.partitions.map((p) => p.snapshotId));
});
