/** The part of OpenLineage 2-0-2 that a run of the gate tells: https://openlineage.io/spec/2-0-2/OpenLineage.json. */
export interface RunEvent {
  readonly eventType: EventType;
  /** ISO 8601 UTC. */
  readonly eventTime: string;
  readonly producer: string;
  readonly schemaURL: string;
  readonly run: { readonly runId: string; readonly facets: Facets };
  readonly job: { readonly namespace: string; readonly name: string; readonly facets: Facets };
  readonly inputs: readonly InputDataset[];
  readonly outputs: readonly OutputDataset[];
}

export type EventType = 'START' | 'COMPLETE' | 'FAIL';

export interface Facet {
  readonly _producer: string;
  readonly _schemaURL: string;
  readonly [key: string]: unknown;
}

export type Facets = Readonly<Record<string, Facet>>;

/** How the naming page of the specification calls a dataset. */
export interface DatasetName {
  readonly namespace: string;
  readonly name: string;
}

export interface InputDataset extends DatasetName {
  readonly facets: Facets;
  readonly inputFacets?: Facets;
}

export interface OutputDataset extends DatasetName {
  readonly facets: Facets;
  readonly outputFacets?: Facets;
}

const SPEC = 'https://openlineage.io/spec';

export const RUN_EVENT_URL = `${SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent`;

/** Every facet that is told, by its key: version and name of its schema. */
const SCHEMAS = {
  dataQualityAssertions: '1-1-0/DataQualityAssertionsDatasetFacet',
  dataQualityMetrics: '1-0-3/DataQualityMetricsInputDatasetFacet',
  dataSource: '1-0-1/DatasourceDatasetFacet',
  errorMessage: '1-0-1/ErrorMessageRunFacet',
  jobType: '2-0-4/JobTypeJobFacet',
  nominalTime: '1-0-1/NominalTimeRunFacet',
  outputStatistics: '1-0-2/OutputStatisticsOutputDatasetFacet',
  processing_engine: '1-1-1/ProcessingEngineRunFacet',
  schema: '1-2-0/SchemaDatasetFacet',
  sourceCodeLocation: '1-1-0/SourceCodeLocationJobFacet',
  sql: '1-1-0/SQLJobFacet',
  version: '1-0-1/DatasetVersionDatasetFacet',
} as const;

export type FacetKey = keyof typeof SCHEMAS;

export const FACET_KEYS = Object.keys(SCHEMAS) as FacetKey[];

/** Facets as they are sent: each with who made it and the schema that it follows; those that are undefined are left out. */
export function facetsOf(
  producer: string,
  given: Readonly<Partial<Record<FacetKey, Readonly<Record<string, unknown>> | undefined>>>,
): Facets {
  const of = FACET_KEYS.flatMap((key): (readonly [string, Facet])[] => {
    const body = given[key];
    return body === undefined ? [] : [[key, { _producer: producer, _schemaURL: schemaUrlOf(key), ...body }]];
  });
  return Object.fromEntries(of);
}

function schemaUrlOf(key: FacetKey): string {
  const file = SCHEMAS[key];
  return `${SPEC}/facets/${file}.json#/$defs/${file.slice(file.indexOf('/') + 1)}`;
}
