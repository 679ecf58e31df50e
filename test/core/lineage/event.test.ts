import { expect, test } from 'vitest';
import type { PartitionVerdict } from '../../../lib/core/gate/verdict.ts';
import {
  completeEvent,
  failEvent,
  type LineageRun,
  startEvent,
} from '../../../lib/core/lineage/build-event.ts';
import { nameOfFiles, nameOfTable, type Places } from '../../../lib/core/lineage/places.ts';
import { runUuid } from '../../../lib/core/lineage/run-uuid.ts';
import type { Manifest } from '../../../lib/core/publish/facts.ts';
import { datasetIn } from '../../steps/check/judge-files.ts';
import { CONTRACT, dayOf, failed, TIME } from '../notify/scene.ts';
import { eventShape } from './event-shape.ts';

const AWS: Places = {
  platform: 'aws',
  region: 'eu-central-1',
  catalog: 'AwsDataCatalog',
  databases: { staging: 's', prefix: 'sluice_dev_' },
  lake: { bucket: 'lake', prefix: 'features/' },
};
const LOCAL: Places = { platform: 'local', root: '/data' };

const run: LineageRun = {
  environment: 'dev',
  places: AWS,
  actor: { user: 'ada@host', commit: 'abc123', tool: 'sluice 0.1.0' },
  runId: 'run-2',
  pipeline: 'aviation/t',
  dataset: 'aviation/late-flights',
  table: datasetIn(CONTRACT).dataset,
  window: { start: '2001-01-01T00:00:00Z', end: '2001-01-03T00:00:00Z' },
  input: { path: 's3://raw/flights', table: datasetIn(CONTRACT).dataset },
  sql: { query: 'SELECT 1', dialect: 'trino' },
};

const verdict = (n: number, checks: PartitionVerdict['checks']): PartitionVerdict => ({
  partition: { day: dayOf(n) },
  asOf: TIME,
  decision: 'publish',
  checks,
});

const manifest = (n: number, rows: string): Manifest => ({
  manifestVersion: 1,
  runId: 'run-2',
  attempt: 1,
  dataset: 'aviation/late-flights',
  partition: { day: dayOf(n) },
  files: [{ path: `p${n}`, sizeBytes: 10, etag: 'e', rows }],
  sha256: `snapshot-${n}`,
});

const delay = (measured: number, outcome: 'passed' | 'failed', nulls = '1') =>
  failed('delay.minimum', measured, { column: 'delay', outcome, nulls });

const complete = (verdicts: readonly PartitionVerdict[], published: readonly Manifest[]) =>
  eventShape.parse(
    completeEvent(run, TIME, {
      sourceId: 'source-1',
      verdicts,
      manifests: [manifest(0, '3'), manifest(1, '4')],
      published,
    }),
  );

test('start, complete and fail are events of the specification, of one run and one job', () => {
  const events = [
    startEvent(run, TIME, 'duckdb-1.5.5'),
    completeEvent(run, TIME, { verdicts: [], manifests: [], published: [] }),
    failEvent(run, TIME, ['no disk', 'no hope']),
  ].map((e) => eventShape.parse(e));
  expect(events.map((e) => e.eventType)).toEqual(['START', 'COMPLETE', 'FAIL']);
  expect(new Set(events.map((e) => e.run.runId)).size).toBe(1);
  expect(events.map((e) => [e.job.namespace, e.job.name])).toEqual(
    Array(3).fill(['sluice/dev', 'aviation/t']),
  );
  const [start, , fail] = events;
  expect(start?.run.facets.processing_engine).toMatchObject({ name: 'duckdb', version: '1.5.5' });
  expect(start?.run.facets.nominalTime).toMatchObject({
    nominalStartTime: run.window.start,
    nominalEndTime: run.window.end,
  });
  expect(start?.job.facets.sql).toMatchObject({ query: 'SELECT 1', dialect: 'trino' });
  expect(fail?.run.facets.errorMessage?.message).toBe('no disk\nno hope');
});

test('the id of a run is a UUID of version 5, the same each time, another one in another environment', () => {
  const id = runUuid('dev', 'run-2');
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(runUuid('dev', 'run-2')).toBe(id);
  expect(new Set([id, runUuid('prod', 'run-2'), runUuid('dev', 'run-3')]).size).toBe(3);
});

test('what was published is an output with its version and size; what was judged is an input with its rules', () => {
  const event = complete(
    [verdict(0, [delay(1, 'passed')]), verdict(1, [delay(-200, 'failed')])],
    [manifest(0, '3')],
  );
  const name = 'AwsDataCatalog.sluice_dev_aviation.late_flights';
  const namespace = 'awsathena://athena.eu-central-1.amazonaws.com';
  const [source, judged] = event.inputs;
  expect(source).toMatchObject({ namespace: 's3://raw', name: 'flights' });
  expect(source?.facets.version?.datasetVersion).toBe('source-1');
  expect([judged?.namespace, judged?.name]).toEqual([namespace, name]);
  expect(judged?.inputFacets?.dataQualityMetrics).toMatchObject({
    rowCount: 7,
    bytes: 20,
    fileCount: 2,
    columnMetrics: { delay: { nullCount: 2 } },
  });
  expect(event.outputs).toHaveLength(1);
  expect(event.outputs[0]).toMatchObject({ namespace, name });
  expect(event.outputs[0]?.facets.version?.datasetVersion).toBe('snapshot-0');
  expect(event.outputs[0]?.outputFacets?.outputStatistics).toMatchObject({
    rowCount: 3,
    size: 10,
    fileCount: 1,
  });
});

test('nothing published is no output; several partitions are one version, in whatever order', () => {
  expect(complete([], []).outputs).toEqual([]);
  const versionOf = (...published: Manifest[]) =>
    complete([], published).outputs[0]?.facets.version?.datasetVersion;
  const both = versionOf(manifest(0, '3'), manifest(1, '4'));
  expect(both).toMatch(/^[0-9a-f]{64}$/);
  expect(versionOf(manifest(1, '4'), manifest(0, '3'))).toBe(both);
});

test('a rule is one assertion over all partitions, and shows the first that breaks it', () => {
  const event = complete(
    [
      verdict(0, [delay(1, 'passed')]),
      verdict(1, [delay(-200, 'failed')]),
      verdict(2, [delay(-300, 'failed')]),
    ],
    [],
  );
  expect(event.inputs[1]?.inputFacets?.dataQualityAssertions.assertions).toEqual([
    {
      assertion: 'range',
      success: false,
      name: 'delay.minimum',
      severity: 'error',
      column: 'delay',
      expected: 'mustBeGreaterOrEqualTo -180',
      actual: '-200',
      description: 'smallest value is -200, expected at least -180',
      params: { partitions: 3, failedPartitions: 2, firstFailed: 'day=2001-01-02' },
    },
  ]);
});

test('rules that nobody asked or that have nothing to say are no assertions; what could not be evaluated fails', () => {
  const event = complete(
    [
      verdict(0, [
        failed('a', 1, { outcome: 'notEvaluated', reason: 'notAsked' }),
        failed('b', 1, { outcome: 'notApplicable' }),
        failed('c', 1, { outcome: 'notEvaluated', reason: 'broken' }),
        failed('d', 1, { outcome: 'warned', severity: 'warning' }),
      ]),
    ],
    [],
  );
  const told = event.inputs[1]?.inputFacets?.dataQualityAssertions.assertions;
  expect(told?.map((a) => [a.name, a.success, a.severity])).toEqual([
    ['c', false, 'error'],
    ['d', false, 'warn'],
  ]);
});

test('a cell that must not be shown is in no event', () => {
  const salary = failed('salary.maximum', 123_456, { column: 'salary', message: 'largest value is 123456' });
  const event = complete([verdict(0, [salary])], []);
  expect(JSON.stringify(event)).not.toContain('123456');
  expect(event.inputs[1]?.inputFacets?.dataQualityAssertions.assertions[0]?.actual).toBe('masked');
});

test('nulls of a column that one partition does not know are not told', () => {
  const without = failed('delay.minimum', 1, { column: 'delay' });
  const event = complete([verdict(0, [delay(1, 'passed')]), verdict(1, [without])], []);
  expect(event.inputs[1]?.inputFacets?.dataQualityMetrics.columnMetrics).toEqual({});
});

test.each([
  ['s3://raw', AWS, 's3://raw', '/'],
  ['s3://raw/a/b/', AWS, 's3://raw', 'a/b'],
  ['s3://raw/a/{yyyy}/{MM}/*.parquet', AWS, 's3://raw', 'a'],
  ['aviation/raw', AWS, 's3://lake', 'features/aviation/raw'],
  ['/other/flights.parquet', LOCAL, 'file', '/other/flights.parquet'],
  ['in/day={yyyy}-{MM}-{dd}/', LOCAL, 'file', '/data/in'],
])('files at %s are called by their place', (path, places, namespace, name) => {
  expect(nameOfFiles(path, places)).toEqual({ namespace, name });
});

test('a table on this machine is its folder', () => {
  expect(nameOfTable('aviation/t', LOCAL)).toEqual({ namespace: 'file', name: '/data/lake/aviation/t' });
});

test('the commit is named with the repository where that is known, and left out where there is none', () => {
  const codeOf = (more: Partial<LineageRun>) =>
    eventShape.parse(startEvent({ ...run, ...more }, TIME, 'athena')).job.facets.sourceCodeLocation;
  expect(codeOf({})).toMatchObject({ type: 'git', url: 'urn:git:abc123', version: 'abc123' });
  const repositoryUrl = 'https://git.example.com/contracts';
  expect(codeOf({ repositoryUrl })).toMatchObject({ url: repositoryUrl, repoUrl: repositoryUrl });
  expect(codeOf({ actor: { ...run.actor, commit: null } })).toBeUndefined();
});
