import type { Column, Dataset } from '../contract/model.ts';
import type { PartitionVerdict } from '../gate/verdict.ts';
import type { Actor, Manifest } from '../publish/facts.ts';
import { keyOf } from '../values/canonical.ts';
import { assertionsOf } from './assertions.ts';
import {
  type DatasetName,
  type EventType,
  type FacetKey,
  type Facets,
  facetsOf,
  type InputDataset,
  type OutputDataset,
  RUN_EVENT_URL,
  type RunEvent,
} from './event.ts';
import { columnMetricsOf, sizesOf } from './metrics.ts';
import { nameOfFiles, nameOfTable, type Places } from './places.ts';
import { runUuid } from './run-uuid.ts';

/** What every event of a run says. */
export interface LineageRun {
  readonly environment: string;
  readonly places: Places;
  readonly actor: Actor;
  /** Where the contracts are kept, for people: `https://github.com/example/contracts`. */
  readonly repositoryUrl?: string;
  readonly runId: string;
  readonly pipeline: string;
  readonly dataset: string;
  readonly table: Dataset;
  readonly window: { readonly start: string; readonly end: string };
  readonly input: { readonly path: string; readonly table?: Dataset };
  readonly sql?: { readonly query: string; readonly dialect?: string };
}

/** What a run that came to its end found out. */
export interface LineageEnd {
  /** Names the content of the source, where it is known. */
  readonly sourceId?: string;
  readonly verdicts: readonly PartitionVerdict[];
  /** Of the candidates that were judged. */
  readonly manifests: readonly Manifest[];
  /** Those of them that readers see from now on. */
  readonly published: readonly Manifest[];
}

/** A run has begun: what it reads, and the table that it may write. */
export function startEvent(run: LineageRun, time: string, engine: string): RunEvent {
  return eventOf(run, 'START', time, {
    run: { processing_engine: engineOf(engine) },
    inputs: [sourceOf(run)],
    outputs: [{ ...nameOfTable(run.dataset, run.places), facets: tableFacets(run) }],
  });
}

/**
 * A run came to its end. The table is an output where readers see something new, with what was written; what was judged
 * is an input, with its rules and their outcome, because OpenLineage tells of quality where data is read.
 */
export function completeEvent(run: LineageRun, time: string, end: LineageEnd): RunEvent {
  return eventOf(run, 'COMPLETE', time, {
    inputs: [sourceOf(run, end.sourceId), ...judgedOf(run, end)],
    outputs: end.published.length === 0 ? [] : [publishedOf(run, end.published)],
  });
}

/** A run ended without a verdict. */
export function failEvent(run: LineageRun, time: string, reasons: readonly string[]): RunEvent {
  return eventOf(run, 'FAIL', time, {
    run: { errorMessage: { message: reasons.join('\n'), programmingLanguage: 'TypeScript' } },
    inputs: [sourceOf(run)],
    outputs: [],
  });
}

interface Told extends Pick<RunEvent, 'inputs' | 'outputs'> {
  readonly run?: Readonly<Partial<Record<FacetKey, Readonly<Record<string, unknown>>>>>;
}

function eventOf(run: LineageRun, eventType: EventType, eventTime: string, told: Told): RunEvent {
  const { environment, runId, window, pipeline, sql, actor } = run;
  const nominalTime = { nominalStartTime: window.start, nominalEndTime: window.end };
  return {
    eventType,
    eventTime,
    producer: producerOf(actor),
    schemaURL: RUN_EVENT_URL,
    run: { runId: runUuid(environment, runId), facets: facets(run, { nominalTime, ...told.run }) },
    job: {
      namespace: `sluice/${environment}`,
      name: pipeline,
      facets: facets(run, {
        jobType: { processingType: 'BATCH', integration: 'SLUICE', jobType: 'PIPELINE' },
        sql,
        sourceCodeLocation: sourceCodeOf(run),
      }),
    },
    inputs: told.inputs,
    outputs: told.outputs,
  };
}

function sourceOf(run: LineageRun, sourceId?: string): InputDataset {
  const name = nameOfFiles(run.input.path, run.places);
  return {
    ...name,
    facets: facets(run, {
      dataSource: dataSourceOf(name),
      schema: run.input.table && schemaOf(run.input.table),
      version: sourceId === undefined ? undefined : { datasetVersion: sourceId },
    }),
  };
}

function judgedOf(run: LineageRun, { verdicts, manifests }: LineageEnd): readonly InputDataset[] {
  const assertions = assertionsOf(run.table, verdicts);
  if (assertions.length === 0) return [];
  const columnMetrics = columnMetricsOf(verdicts);
  const inputFacets = facets(run, {
    dataQualityAssertions: { assertions },
    dataQualityMetrics: { ...sizesOf(manifests), columnMetrics },
  });
  const version = versionOf(manifests);
  return [{ ...nameOfTable(run.dataset, run.places), facets: tableFacets(run, version), inputFacets }];
}

function publishedOf(run: LineageRun, published: readonly Manifest[]): OutputDataset {
  const { bytes, ...counts } = sizesOf(published);
  const outputStatistics = { ...counts, ...(bytes === undefined ? {} : { size: bytes }) };
  return {
    ...nameOfTable(run.dataset, run.places),
    facets: tableFacets(run, versionOf(published)),
    outputFacets: facets(run, { outputStatistics }),
  };
}

/** Of one partition its snapshot; of several, one name for all of theirs. */
function versionOf(manifests: readonly Manifest[]): string | undefined {
  const [first, ...others] = manifests.map((m) => m.sha256).sort();
  return others.length === 0 ? first : keyOf([first, ...others]);
}

function tableFacets(run: LineageRun, version?: string): Facets {
  return facets(run, {
    dataSource: dataSourceOf(nameOfTable(run.dataset, run.places)),
    schema: schemaOf(run.table),
    version: version === undefined ? undefined : { datasetVersion: version },
  });
}

const facets = ({ actor }: LineageRun, given: Parameters<typeof facetsOf>[1]): Facets =>
  facetsOf(producerOf(actor), given);

/** `urn:sluice:0.1.0` of the tool `sluice 0.1.0`. */
const producerOf = ({ tool }: Actor): string => `urn:${tool.split(' ').map(encodeURIComponent).join(':')}`;

/** Namespaces of files are a scheme alone, or a bucket. */
const dataSourceOf = ({ namespace, name }: DatasetName) => ({
  name: namespace,
  uri: namespace === 'file' ? `file://${encodeURI(name)}` : namespace,
});

const schemaOf = ({ columns }: Pick<Dataset, 'columns'>) => ({ fields: columns.map(fieldOf) });

function fieldOf({
  physicalName,
  physicalType,
  logicalType,
  properties,
}: Column): Readonly<Record<string, unknown>> {
  const type = physicalType ?? logicalType;
  return {
    name: physicalName,
    ...(type === undefined ? {} : { type }),
    ...(properties === undefined ? {} : { fields: properties.map(fieldOf) }),
  };
}

/** `duckdb-1.5.5` is DuckDB of that version; an engine that names no version is its own. */
function engineOf(engine: string): Readonly<Record<string, unknown>> {
  const [, name = engine, version = engine] = /^(.+?)-(.+)$/.exec(engine) ?? [];
  return { name, version };
}

/** The commit of the contracts; without the address of a repository it is named alone. */
function sourceCodeOf({ actor, repositoryUrl }: LineageRun): Readonly<Record<string, unknown>> | undefined {
  const { commit } = actor;
  if (commit === null) return undefined;
  return repositoryUrl === undefined
    ? { type: 'git', url: `urn:git:${commit}`, version: commit }
    : { type: 'git', url: repositoryUrl, repoUrl: repositoryUrl, version: commit };
}
