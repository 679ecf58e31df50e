import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ports } from '../../lib/core/ports.ts';
import { createDuckDb } from '../../lib/platform/local/duckdb/create-duckdb.ts';
import { localLake } from '../../lib/platform/local/lake.ts';
import { openLedger } from '../../lib/platform/local/ledger.ts';
import { localPublisher } from '../../lib/platform/local/publisher.ts';
import { runPipeline } from '../../lib/steps/run-pipeline.ts';
import type { RunOutcome } from '../../lib/steps/state/outcome.ts';
import type { RunRequest } from '../../lib/steps/state/request.ts';
import { HEAD } from '../contract-head.ts';
import { outside } from '../platform/local/duckdb/files.ts';
import { datasetIn } from './check/judge-files.ts';

const NOW = '2030-01-01T00:00:00Z';
const CONTRACT = `${HEAD}    customProperties: [{ property: sluice.granularity, value: P1D }]
    properties:
      - { name: day, logicalType: date, partitioned: true, partitionKeyPosition: 1 }
      - { name: n, logicalType: integer, logicalTypeOptions: { maximum: 2 } }
`;
const DAYS = ['2001-01-01', '2001-01-02', '2001-01-03'];

export const PLACED = 'small/t';

export interface PlacedDays {
  readonly ports: Ports;
  run(runId: string, mode?: RunRequest['mode']): Promise<RunOutcome>;
  close(): Promise<void>;
}

/** Three days that another job wrote, the last of which fails its contract, on the local platform. */
export async function placedDays(
  publisherOf: (publisher: Ports['publisher']) => Ports['publisher'],
): Promise<PlacedDays> {
  const root = mkdtempSync(join(tmpdir(), 'sluice-placed-'));
  const lake = localLake(root);
  const ledger = openLedger(join(root, 'ledger.sqlite'));
  const duck = createDuckDb({ root });
  const ports: Ports = {
    ...duck,
    lake,
    ledger,
    publisher: publisherOf(localPublisher(lake)),
    notifiers: [],
    warn: () => {},
    environment: 'local',
    actor: { user: 'test', commit: null, tool: 'test' },
    leaseMs: 30_000,
    newId: () => crypto.randomUUID(),
  };
  for (const [i, day] of DAYS.entries()) {
    const folder = join(root, `in/day=${day}`);
    mkdirSync(folder, { recursive: true });
    await outside(`COPY (SELECT ${i + 1}::BIGINT AS n) TO '${folder}/f.parquet' (FORMAT parquet)`);
  }
  return {
    ports,
    run: (runId, mode = 'enforce') => runPipeline(requestOf(runId, mode, root), ports, () => NOW),
    close: async () => {
      await duck.close();
      await ledger.close();
      await lake.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function requestOf(runId: string, mode: RunRequest['mode'], root: string): RunRequest {
  const { contract, dataset } = datasetIn(CONTRACT);
  const place = join(root, 'in');
  return {
    runId,
    pipeline: { name: PLACED },
    candidate: { by: 'location', location: place, take: 'copy' },
    contract,
    schemaName: dataset.name,
    dataset: PLACED,
    window: { start: '2001-01-01T00:00:00Z', end: '2001-01-04T00:00:00Z' },
    mode,
    everyRule: true,
    samples: false,
    partitions: DAYS.map((day, i) => ({
      id: { day: { type: 'string', value: day } },
      start: `${day}T00:00:00Z`,
      end: `2001-01-0${i + 2}T00:00:00Z`,
      asOf: NOW,
      place,
    })),
  };
}

export const publicationsOf = (outcome: RunOutcome): readonly string[] =>
  outcome.partitions.map((p) => p.publication);
