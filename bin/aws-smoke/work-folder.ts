import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseDocument, YAMLMap, YAMLSeq } from 'yaml';

/** Of this repository, whose contracts and sample data are used. */
export const PROJECT = resolve(import.meta.dirname, '../..');
export const FLIGHTS = join(PROJECT, 'node_modules/vega-datasets/data/flights-3m.parquet');

export const FLIGHTS_PIPELINE = 'aviation/flights';
/** The same with a budget of one byte. */
export const DEAR_PIPELINE = 'aviation/flights_dear';
const RAW_KEY = 'raw/flights-3m.parquet';

/** What one smoke run works with: contracts of a throw-away environment, its logs, the lake of the local run. */
export interface WorkFolder {
  readonly path: string;
  readonly contracts: string;
  readonly environment: string;
  /** Of the local run that the other is compared with. */
  readonly localRoot: string;
  /** Where the source lies. */
  readonly raw: { readonly bucket: string; readonly key: string };
}

export const bucketOf = (environment: string): string => `sluice-${environment}`;

export function workFolder(path: string, environment: string): WorkFolder {
  return {
    path,
    environment,
    contracts: join(path, 'contracts'),
    localRoot: join(path, 'local'),
    raw: { bucket: bucketOf(environment), key: RAW_KEY },
  };
}

/** The flights as they are, beside them a pipeline that is too dear, and the environment's file. */
export function writeWorkFolder(folder: WorkFolder, environmentText: string): void {
  const aviation = join(folder.contracts, 'aviation');
  mkdirSync(folder.localRoot, { recursive: true });
  cpSync(join(PROJECT, 'contracts/aviation'), aviation, { recursive: true });
  writeFileSync(join(folder.contracts, `${folder.environment}.environment.yaml`), environmentText);
  const raw = join(aviation, 'flights_raw.odcs.yaml');
  writeFileSync(raw, withServer(readFileSync(raw, 'utf8'), folder));
  writeFileSync(
    join(aviation, 'flights_dear.odcs.yaml'),
    tooDear(readFileSync(join(aviation, 'flights.odcs.yaml'), 'utf8')),
  );
  const pipeline = readFileSync(join(aviation, 'flights.pipeline.yaml'), 'utf8');
  writeFileSync(
    join(aviation, 'flights_dear.pipeline.yaml'),
    pipeline
      .replace('name: aviation/flights', `name: ${DEAR_PIPELINE}`)
      .replace('contract: { name: flights,', 'contract: { name: flights_dear,'),
  );
}

function withServer(text: string, { environment, raw }: WorkFolder): string {
  const doc = parseDocument(text);
  const servers = doc.get('servers');
  if (!(servers instanceof YAMLSeq)) throw new Error('the contract of the source names no servers');
  const location = `s3://${raw.bucket}/${raw.key}`;
  servers.add(doc.createNode({ server: environment, type: 's3', environment, location, format: 'parquet' }));
  return doc.toString();
}

/** A contract of its own, since two pipelines do not publish one table. */
function tooDear(text: string): string {
  const doc = parseDocument(text);
  doc.set('id', '6b1c9a52-0d7e-4a36-9f0b-2c7d8e5f4a10');
  doc.set('name', 'flights_dear');
  doc.setIn(['schema', 0, 'name'], 'flights_dear');
  doc.setIn(['slaProperties', 0, 'element'], 'flights_dear.date');
  doc.setIn(['servers', 0, 'path'], 'lake/aviation/flights_dear');
  const settings = doc.getIn(['schema', 0, 'customProperties']);
  if (!(settings instanceof YAMLSeq)) throw new Error('the contract of flights has no settings');
  const budget = new YAMLMap();
  budget.set('property', 'sluice.budget');
  budget.set('value', { bytesPerRun: 1 });
  settings.add(budget);
  return doc.toString();
}
