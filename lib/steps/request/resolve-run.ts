import { type Issue, issue, type SourceRef } from '../../core/contract/issue.ts';
import type { Contract, Dataset } from '../../core/contract/model.ts';
import type { Registry } from '../../core/contract/registry.ts';
import { chooseServer } from '../../core/contract/servers.ts';
import type { Environment } from '../../core/environment/environment.ts';
import { rulesOfOtherEngines, sqlOfOtherEngine } from '../../core/gate/other-engines.ts';
import { asOfPartition } from '../../core/pipeline/as-of.ts';
import { expectedPartitions } from '../../core/pipeline/expected-partitions.ts';
import { parseGranularity } from '../../core/pipeline/granularity.ts';
import { expandLocation } from '../../core/pipeline/location.ts';
import type { Pipeline } from '../../core/pipeline/pipeline.ts';
import type { Window } from '../../core/pipeline/window.ts';
import type { RunMode } from '../../core/publish/facts.ts';
import { parseTransformQuery } from '../../core/sql/user-query.ts';
import { fail, ok, type Result } from '../../core/values/result.ts';
import type { RunRequest } from '../state/request.ts';
import type { PlannedSource } from '../state/source.ts';

export interface RunInputs {
  readonly pipeline: Pipeline;
  /** Text of the pipeline's SQL file. */
  readonly sql: string;
  readonly registry: Registry;
  readonly window: Window;
  readonly mode: RunMode;
  /** Evaluate every rule, also of partitions that footers alone reject. */
  readonly everyRule?: boolean;
  /** Look for a few failing rows of what is rejected. */
  readonly samples?: boolean;
  readonly runId: string;
  /** ISO 8601 UTC. */
  readonly now: string;
  /** Chooses the servers of sources. */
  readonly environment: Pick<Environment, 'name' | 'platform'>;
  /** Turns a server's path into one that the lake can read. */
  readonly locate: (path: string) => string;
}

/** A pipeline, its contracts and a window to one request that says all; or every reason why not. */
export function resolveRun(inputs: RunInputs): Result<RunRequest, readonly Issue[]> {
  const { pipeline, window } = inputs;
  const resolved = resolveDefinitions(inputs);
  if (!resolved.ok) return resolved;
  const { contract, dataset } = resolved.value;
  const refused = [...checkTransform(pipeline, inputs.sql), ...ofOtherEngines(inputs, dataset)];
  if (refused.length > 0) return fail(refused);
  const expected = expectedPartitions(window, dataset, pipeline.at.window);
  if (!expected.ok) return expected;
  return ok({
    runId: inputs.runId,
    pipeline: { name: pipeline.name },
    candidate: candidateOf(inputs, resolved.value.source),
    contract,
    schemaName: dataset.name,
    dataset: `${pipeline.domain}/${dataset.name}`,
    window,
    mode: inputs.mode,
    everyRule: inputs.everyRule ?? false,
    samples: inputs.samples ?? true,
    partitions: expected.value.map((p) => ({
      ...p,
      asOf: asOfPartition(p.end, inputs.now),
      ...placeOf(p.start, dataset, inputs),
    })),
  });
}

function candidateOf(
  { pipeline, sql }: RunInputs,
  source: PlannedSource | undefined,
): RunRequest['candidate'] {
  const { candidate } = pipeline;
  if ('location' in candidate) {
    const { location, take, marker } = candidate;
    return { by: 'location', location, take, ...(marker === undefined ? {} : { marker }) };
  }
  if (source === undefined) throw new Error(`pipeline ${pipeline.name} has SQL and no source`);
  return { by: 'query', sql, ...engineOf(pipeline), source };
}

/** Where another job writes the partition that begins then. */
function placeOf(
  partitionStart: string,
  { settings }: Dataset,
  { pipeline, window, locate }: RunInputs,
): { readonly place?: string } {
  if (!('location' in pipeline.candidate)) return {};
  const granularity = parseGranularity(settings.granularity ?? '');
  const span = { partitionStart, windowStart: window.start, windowEnd: window.end, granularity };
  return { place: locate(expandLocation(pipeline.candidate.location, span)) };
}

const engineOf = ({ candidate }: Pipeline): { readonly engine?: string } =>
  'sql' in candidate && candidate.engine !== undefined ? { engine: candidate.engine } : {};

/** What is wrong with a pipeline's SQL, at the place where the pipeline names it. */
export function checkTransform(pipeline: Pipeline, sql: string): readonly Issue[] {
  const { candidate, at, name } = pipeline;
  if (!('sql' in candidate)) return [];
  const context = { pipeline: `${name} (${candidate.sql})`, at: at.candidate, ...engineOf(pipeline) };
  const checked = parseTransformQuery(sql, context);
  return checked.ok ? [] : checked.error;
}

/** The engine of a platform. */
const ENGINES = { local: 'duckdb', aws: 'trino' } as const;

/** What is written for an engine that the environment does not have. */
function ofOtherEngines({ pipeline, environment }: RunInputs, dataset: Dataset): readonly Issue[] {
  const here = ENGINES[environment.platform];
  const { engine } = engineOf(pipeline);
  return [
    ...sqlOfOtherEngine({ name: pipeline.name, engine }, here, pipeline.at.candidate),
    ...rulesOfOtherEngines(dataset, here),
  ];
}

interface ResolvedDefinitions {
  readonly contract: Contract;
  readonly dataset: Dataset;
  /** Files that another job wrote need none. */
  readonly source?: PlannedSource;
}

/** What a pipeline names, whatever the window: its contract and its source; or all that is wrong with either. */
export function resolveDefinitions(
  inputs: Pick<RunInputs, 'pipeline' | 'registry' | 'environment' | 'locate'>,
): Result<ResolvedDefinitions, readonly Issue[]> {
  const { pipeline } = inputs;
  const target = resolveTarget(inputs);
  // of files that are there already a source says where they come from, and nothing is read from it
  const source =
    'sql' in pipeline.candidate && pipeline.source ? resolveSource(inputs, pipeline.source) : ok(undefined);
  if (target.ok && source.ok) {
    return ok({ ...target.value, ...(source.value === undefined ? {} : { source: source.value }) });
  }
  return fail([
    ...(target.ok ? [] : placed(target.error, pipeline.at.contract)),
    ...(source.ok ? [] : placed(source.error, pipeline.at.source)),
  ]);
}

function resolveTarget({
  pipeline: { contract, domain },
  registry,
}: Pick<RunInputs, 'pipeline' | 'registry'>): Result<Omit<ResolvedDefinitions, 'source'>, readonly Issue[]> {
  const found = findContract(registry, qualified(contract.name, domain), contract.version);
  if (!found.ok) return found;
  const dataset = chooseSchema(found.value, contract.schema);
  return dataset.ok ? ok({ contract: found.value, dataset: dataset.value }) : dataset;
}

/** What is nowhere else stands where the pipeline names it. */
const placed = (issues: readonly Issue[], at: SourceRef): readonly Issue[] =>
  issues.map((i) => (i.at === undefined ? { ...i, at } : i));

/** The one schema of a contract, or the one that was named. */
export function chooseSchema(
  contract: Contract,
  name: string | undefined,
): Result<Dataset, readonly Issue[]> {
  const schemas = contract.datasets.map((d) => d.name).join(', ');
  const chosen = name === undefined ? contract.datasets : contract.datasets.filter((d) => d.name === name);
  const [only, ...others] = chosen;
  const at = { file: contract.file };
  if (only === undefined) {
    return fail([issue('SLU-608', { contract: contract.name, schema: name ?? '', schemas }, at)]);
  }
  return others.length > 0 ? fail([issue('SLU-607', { contract: contract.name, schemas }, at)]) : ok(only);
}

function resolveSource(
  {
    pipeline,
    registry,
    environment,
    locate,
  }: Pick<RunInputs, 'pipeline' | 'registry' | 'environment' | 'locate'>,
  { dataset, version }: NonNullable<Pipeline['source']>,
): Result<PlannedSource, readonly Issue[]> {
  const found = findContract(registry, qualified(dataset, pipeline.domain), version);
  if (!found.ok) return found;
  const contract = found.value;
  const table = chooseSchema(contract, contract.datasets.length > 1 ? dataset.split('/').at(-1) : undefined);
  if (!table.ok) return table;
  const server = chooseServer(contract, { environment: environment.name });
  if (!server.ok) return server;
  const wanted = SERVERS[environment.platform];
  const { format, delimiter, [wanted.key]: path } = server.value.properties;
  if (server.value.type !== wanted.type || typeof path !== 'string' || !isFormat(format)) {
    const { server: name, type } = server.value;
    const params = {
      server: name,
      type,
      environment: environment.name,
      wanted: wanted.type,
      key: wanted.key,
    };
    return fail([issue('SLU-316', params, server.value.at)]);
  }
  const place = {
    dataset: qualified(dataset, pipeline.domain),
    table: table.value,
    path: locate(path),
    format,
  };
  return ok(typeof delimiter === 'string' ? { ...place, delimiter } : place);
}

function findContract(
  registry: Registry,
  name: string,
  version?: string,
): Result<Contract, readonly Issue[]> {
  const found = registry.find(name, version);
  return found.ok ? ok(found.value.contract) : found;
}

/** Servers that a platform reads sources from, and the key that says where the files are. */
const SERVERS = { local: { type: 'local', key: 'path' }, aws: { type: 's3', key: 'location' } } as const;

const isFormat = (format: unknown): format is PlannedSource['format'] =>
  format === 'parquet' || format === 'csv' || format === 'json';

const qualified = (name: string, domain: string): string => (name.includes('/') ? name : `${domain}/${name}`);
