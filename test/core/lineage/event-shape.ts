import * as z from 'zod';

/**
 * What OpenLineage asks of the events and facets that are sent here, in words of our own and stricter than its schemas:
 * no key may be there that those do not name. Facets are looked up by the schema that they say they follow.
 */
const SPEC = 'https://openlineage.io/spec';
const text = z.string().min(1);
const instant = z.iso.datetime();
const count = z.int().min(0);

const facet = <S extends z.ZodRawShape>(version: string, name: string, shape: S) =>
  z.strictObject({
    _producer: z.url(),
    _schemaURL: z.literal(`${SPEC}/facets/${version}/${name}.json#/$defs/${name}`),
    ...shape,
  });

const field = z.strictObject({
  name: text,
  type: text.optional(),
  get fields() {
    return z.array(field).optional();
  },
});

const assertion = z.strictObject({
  assertion: text,
  success: z.boolean(),
  name: text,
  severity: z.enum(['error', 'warn']),
  column: text.optional(),
  expected: z.string().optional(),
  actual: z.string().optional(),
  description: text.optional(),
  params: z.record(z.string(), z.unknown()),
});

const datasetFacets = z.strictObject({
  dataSource: facet('1-0-1', 'DatasourceDatasetFacet', { name: text, uri: z.url() }),
  schema: facet('1-2-0', 'SchemaDatasetFacet', { fields: z.array(field) }).optional(),
  version: facet('1-0-1', 'DatasetVersionDatasetFacet', { datasetVersion: text }).optional(),
});

const runFacets = z.strictObject({
  nominalTime: facet('1-0-1', 'NominalTimeRunFacet', {
    nominalStartTime: instant,
    nominalEndTime: instant,
  }),
  processing_engine: facet('1-1-1', 'ProcessingEngineRunFacet', { name: text, version: text }).optional(),
  errorMessage: facet('1-0-1', 'ErrorMessageRunFacet', {
    message: text,
    programmingLanguage: text,
  }).optional(),
});

const jobFacets = z.strictObject({
  jobType: facet('2-0-4', 'JobTypeJobFacet', { processingType: text, integration: text, jobType: text }),
  sql: facet('1-1-0', 'SQLJobFacet', { query: text, dialect: text.optional() }).optional(),
  sourceCodeLocation: facet('1-1-0', 'SourceCodeLocationJobFacet', {
    type: text,
    url: z.url(),
    repoUrl: text.optional(),
    version: text.optional(),
  }).optional(),
});

const inputFacets = z.strictObject({
  dataQualityAssertions: facet('1-1-0', 'DataQualityAssertionsDatasetFacet', {
    assertions: z.array(assertion).min(1),
  }),
  dataQualityMetrics: facet('1-0-3', 'DataQualityMetricsInputDatasetFacet', {
    rowCount: count.optional(),
    bytes: count.optional(),
    fileCount: count,
    columnMetrics: z.record(z.string(), z.strictObject({ nullCount: count })),
  }),
});

const outputFacets = z.strictObject({
  outputStatistics: facet('1-0-2', 'OutputStatisticsOutputDatasetFacet', {
    rowCount: count.optional(),
    size: count.optional(),
    fileCount: count,
  }),
});

const dataset = { namespace: text, name: text, facets: datasetFacets };

/** An event that is not so is an error that names the place. */
export const eventShape = z.strictObject({
  eventType: z.enum(['START', 'COMPLETE', 'FAIL']),
  eventTime: instant,
  producer: z.url(),
  schemaURL: z.literal(`${SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent`),
  run: z.strictObject({ runId: z.uuid(), facets: runFacets }),
  job: z.strictObject({ namespace: text, name: text, facets: jobFacets }),
  inputs: z.array(z.strictObject({ ...dataset, inputFacets: inputFacets.optional() })),
  outputs: z.array(z.strictObject({ ...dataset, outputFacets: outputFacets.optional() })),
});

export type ReadEvent = z.output<typeof eventShape>;
