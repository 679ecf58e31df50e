import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inParallel } from '../../../lib/core/values/in-parallel.ts';
import type { ReadDataset } from '../../steps/check/judge-files.ts';
import { datasetIn } from '../../steps/check/judge-files.ts';
import type { World } from './world.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
const AVIATION = join(PROJECT, 'contracts/aviation');
const FLIGHTS = join(PROJECT, 'node_modules/vega-datasets/data/flights-3m.parquet');

export function flightsContract(): ReadDataset {
  const file = join(AVIATION, 'flights.odcs.yaml');
  return datasetIn(readFileSync(file, 'utf8'), file);
}

/** The days of `[start, end)` as the pipeline's own SQL makes them, in Hive folders of both lakes. */
export async function writeFlights(world: World, path: string, start: string, end: string): Promise<number> {
  const sql = readFileSync(join(AVIATION, 'flights.sql'), 'utf8')
    .replace('{source}', `read_parquet('${FLIGHTS}')`)
    .replace('{windowStart}', `TIMESTAMP '${start}'`)
    .replace('{windowEnd}', `TIMESTAMP '${end}'`);
  const folder = join(world.root, path);
  await world.duckdb.run(`COPY (${sql}) TO '${folder}' (FORMAT parquet, PARTITION_BY (flight_date))`);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) =>
    f.endsWith('.parquet'),
  );
  await inParallel(files, (file) => world.put(`${path}/${file}`));
  return files.length;
}
