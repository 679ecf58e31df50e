import { afterAll, expect, test } from 'vitest';
import type { PhysicalColumn } from '../../../lib/core/sql/physical.ts';
import { scalarText } from '../../../lib/core/values/scalar.ts';
import { FOREIGN_FILES, pathOf } from '../../core/footers/foreign-file.ts';
import { type Compared, ProofAndScan } from './proof-and-scan.ts';

const both = new ProofAndScan();
afterAll(() => both.close());

/** What a contract may demand of a column: its type, and rules whose numbers footers may know. */
const DEMANDS: Readonly<Record<string, string>> = {
  integer:
    'logicalType: integer, required: true, enum: [{ value: 42 }], logicalTypeOptions: { minimum: -300, maximum: 400 }',
  decimal:
    'logicalType: number, required: true, logicalTypeOptions: { exclusiveMinimum: -1.25, maximum: 20 }',
  floating: 'logicalType: number, required: true, logicalTypeOptions: { minimum: -10, maximum: 10 }',
  string: 'logicalType: string, required: true, enum: [{ value: ABC }]',
  boolean: 'logicalType: boolean, required: true',
  date: 'logicalType: date, required: true, enum: [{ value: "2001-01-01" }], logicalTypeOptions: { minimum: "1969-12-31" }',
  timestamp:
    'logicalType: timestamp, required: true, logicalTypeOptions: { minimum: "1950-01-01T00:00:00Z", maximum: "2001-02-03T04:05:06Z" }',
};

/** How many of the numbers that such a contract needs the footer alone gives. */
const PROVEN: Readonly<Record<string, string>> = {
  'arrow-rs-arro3-0.9.1': '129 of 186',
  'duckdb-1.5.5': '124 of 176',
  'fastparquet-2026.9.0': '57 of 144',
  'hyparquet-writer-0.17.0': '118 of 181',
  'parquet-java-1.16.0': '122 of 191',
  'polars-2.1.0': '45 of 71',
  'pyarrow-0.15.1': '92 of 171',
  'pyarrow-26.0.1': '128 of 186',
};

function contractOf(columns: readonly PhysicalColumn[]): string {
  const known = columns.filter((c) => DEMANDS[c.type.kind] !== undefined);
  const properties = known.map(
    ({ name, type }) =>
      `      - { name: ${name}, ${DEMANDS[type.kind]}, quality: [{ id: ${name}-nulls, metric: nullValues, mustBe: 0 }] }\n`,
  );
  const queries = known
    .flatMap(({ name }) => ['MIN(#)', 'MAX(#)', 'COUNT(#)', 'COUNT(DISTINCT #)'].map((q) => [name, q]))
    .map(
      ([name = '', q = ''], i) =>
        `      - { id: q${i}, type: sql, query: 'SELECT ${q.replace('#', `"${name}"`)} FROM {object}', mustBe: 3 }\n`,
    );
  const young = known
    .filter((c) => c.type.kind === 'timestamp' || c.type.kind === 'date')
    .map(({ name }) => `  - { property: freshness, value: 1, unit: d, element: t.${name} }\n`);
  return `apiVersion: v3.2.0\nkind: DataContract\nid: t\nversion: 1.0.0\nstatus: active\n${
    young.length === 0 ? '' : `slaProperties:\n${young.join('')}`
  }schema:\n  - name: t\n    properties:\n${properties.join('')}    quality:\n      - { id: rows, metric: rowCount, mustBe: 9 }\n${queries.join('')}`;
}

function expectTrue({ id, proven, measured }: Compared): void {
  if (proven === undefined) return;
  if (measured === undefined) throw new Error(`${id} was not measured`);
  if (proven.type === 'decimal') expect(Number(proven.value), id).toBe(Number(scalarText(measured)));
  else expect(proven, id).toEqual(measured);
}

async function compare(files: readonly string[]): Promise<readonly Compared[]> {
  const paths = files.map(pathOf);
  const compared = await both.compare(contractOf(await both.columns(paths)), paths);
  for (const metric of compared) expectTrue(metric);
  return compared;
}

const provenOf = (compared: readonly Compared[]): readonly string[] =>
  compared.flatMap(({ id, proven }) => (proven === undefined ? [] : [id]));

test.each(FOREIGN_FILES)('%s: what its footer proves of a contract is what a scan measures', async (file) => {
  expect(provenOf(await compare([file]))).toContain('count(*)');
});

test('files of several writers are one partition, whatever the order of their columns', async () => {
  const files = [
    'pyarrow-26.0.1-reversed.parquet',
    'duckdb-2.0.0.parquet',
    'pyarrow-26.0.1-no-rows.parquet',
    'arrow-rs-arro3-0.9.1-pages2.parquet',
    'duckdb-0.5.1-no-rows.parquet',
  ];
  const compared = await compare(files);
  const provenValue = (id: string) => compared.find((m) => m.id === id)?.proven;
  expect(provenValue('count(*)')).toEqual({ type: 'integer', value: '4626' });
  expect(provenValue('count(CASE WHEN ("s" IS NULL) THEN 1 END)')).toEqual({ type: 'integer', value: '514' });
  expect(provenValue('max("i64")')).toEqual({ type: 'integer', value: '9223372036854775807' });
  expect(provenValue('count(DISTINCT "one_s")')).toEqual({ type: 'integer', value: '1' });
  expect(provenValue('min("d")')).toEqual({ type: 'string', value: '0001-01-01' });
});

test('one file whose nulls are not known makes those of the partition unknown', async () => {
  const proven = provenOf(await compare(['pyarrow-3.0.0-v1.parquet', 'pyarrow-26.0.1-v1.parquet']));
  expect(proven).not.toContain('count(CASE WHEN ("s" IS NULL) THEN 1 END)');
  expect(proven).toContain('count(CASE WHEN ("i32" IS NULL) THEN 1 END)');
});

test.each(Object.entries(PROVEN))('%s: none of its proofs is lost', async (file, expected) => {
  const compared = await compare([`${file}.parquet`]);
  expect(`${provenOf(compared).length} of ${compared.length}`).toBe(expected);
});
