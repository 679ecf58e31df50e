import type { LineageEnd, LineageRun } from '../../../lib/core/lineage/build-event.ts';
import type { Manifest } from '../../../lib/core/publish/facts.ts';
import { datasetIn } from '../../steps/check/judge-files.ts';
import { failed } from '../notify/scene.ts';

const contract = `apiVersion: v3.1.0
kind: DataContract
id: flights
name: flights
version: 1.0.0
status: active
schema:
  - name: flights
    customProperties: [{ property: sluice.granularity, value: P1D }]
    properties:
      - { name: flight_date, logicalType: date, physicalType: DATE, partitioned: true, partitionKeyPosition: 1 }
      - { name: delay, logicalType: integer, physicalType: BIGINT, logicalTypeOptions: { minimum: -180 } }
`;

const manifest: Manifest = {
  manifestVersion: 1,
  runId: '20261121T175950-1b2c3d4e5f',
  attempt: 1,
  dataset: 'aviation/flights',
  partition: { flight_date: '2001-02-27' },
  files: [{ path: 'p', sizeBytes: 152_340, etag: 'e', rows: '16402' }],
  sha256: '9c0f3c2b7f1e4ad58b60c1d2e3f405162738495a6b7c8d9eafb0c1d2e3f40516',
};

/** The run that the page on lineage shows. */
export const EXAMPLE: LineageRun = {
  environment: 'dev',
  places: {
    platform: 'aws',
    region: 'eu-central-1',
    catalog: 'AwsDataCatalog',
    databases: { staging: 'sluice_dev', prefix: 'sluice_dev_' },
    lake: { bucket: 'example-lake', prefix: '' },
  },
  actor: { user: 'finish@dev', commit: '4f2d9c1', tool: 'sluice 0.1.0' },
  repositoryUrl: 'https://git.example.com/contracts',
  runId: manifest.runId,
  pipeline: 'aviation/flights',
  dataset: 'aviation/flights',
  table: datasetIn(contract).dataset,
  window: { start: '2001-02-27T00:00:00Z', end: '2001-02-28T00:00:00Z' },
  input: { path: 's3://example-raw/flights' },
  sql: { query: 'SELECT * FROM {source}' },
};

export const TIME = '2026-11-21T18:00:00.000Z';

export const END: LineageEnd = {
  sourceId: '307a429d576d20863ea6255ffb27921aa530e60e2b075e5ea2aab9c04aae74e1',
  verdicts: [
    {
      partition: manifest.partition,
      asOf: TIME,
      decision: 'publish',
      checks: [
        failed('delay.minimum', -68, { column: 'delay', outcome: 'passed', rows: '16402', nulls: '0' }),
      ],
    },
  ],
  manifests: [manifest],
  published: [manifest],
};
