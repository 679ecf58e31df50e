import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mergeColumns } from '../../../lib/core/footers/neighbours.ts';
import { readFooter } from '../../../lib/core/footers/read-footer.ts';
import type { StagingSpec } from '../../../lib/core/ports.ts';
import type { PhysicalColumn, PhysicalType } from '../../../lib/core/sql/physical.ts';
import { NULL, string } from '../../../lib/core/values/scalar.ts';
import { type AwsWorld, makeWorld } from './world.ts';

let world: AwsWorld;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const BIGINT: PhysicalType = { kind: 'integer', bits: 64, signed: true };
const column = (name: string, type: PhysicalType, from: PhysicalColumn['from'] = 'file'): PhysicalColumn => ({
  name,
  type,
  typeName: type.kind,
  from,
});

const spec = (files: StagingSpec['files'], columns: readonly PhysicalColumn[]): StagingSpec => ({
  dataset: 'aviation/flights',
  runId: '20010227T060000-1a2b3c4d5e',
  attempt: 1,
  format: 'parquet',
  files,
  columns,
});

const ids = (...data: bigint[]) => [{ name: 'Id', data, type: 'INT64' as const }];

test('a staged table holds exactly the listed files, whatever lies beside them and however they are called', async () => {
  await world.write('in/a.parquet', ids(1n, 2n));
  await world.write('in/b c/%20 é+=x.parquet', ids(9007199254740993n));
  await world.write('in/stranger.parquet', ids(7n));
  const files = ['in/a.parquet', 'in/b c/%20 é+=x.parquet'].map((path) => ({
    path,
    partition: {},
    rows: '2',
  }));
  const { table } = await world.catalog.stage(spec(files, [column('Id', BIGINT)]));
  expect(table).toMatch(/^stg_20010227t060000_1a2b3c4d5e_1_[0-9a-f]{12}$/);
  expect(await world.ask(`SELECT "Id" FROM "${table}" ORDER BY 1`)).toEqual(
    ['1', '2', '9007199254740993'].map((value) => ({ Id: { type: 'integer', value } })),
  );
  await world.catalog.drop({ table });
  await expect(world.ask(`SELECT 1 FROM "${table}"`)).rejects.toThrow('does not exist');
  expect(await world.lake.list(`.sluice/staging/${table}`)).toEqual([]);
  // a second time is no error
  await world.catalog.drop({ table });
});

test('partition values come from the spec, typed; null, text with spaces, slashes and percent signs among them', async () => {
  await world.write('days/1.parquet', ids(1n));
  await world.write('days/2.parquet', ids(2n));
  await world.write('days/3.parquet', ids(3n));
  const of = (day: string, place: string | null) => ({
    day: string(day),
    Place: place === null ? NULL : string(place),
  });
  const files = [
    { path: 'days/1.parquet', partition: of('2001-01-01', 'a b/ü%20') },
    { path: 'days/2.parquet', partition: of('2001-01-02', null) },
    { path: 'days/3.parquet', partition: of('2001-01-02', 'a b/ü%20') },
  ];
  const columns = [
    column('Id', BIGINT),
    column('day', { kind: 'date' }, 'path'),
    column('Place', { kind: 'string' }, 'path'),
  ];
  const { table } = await world.catalog.stage(spec(files, columns));
  const rows = await world.ask(
    `SELECT "day" AS p0, "Place" AS p1, count(*) AS m0 FROM "${table}" WHERE "day" >= DATE '2001-01-01' GROUP BY "day", "Place" ORDER BY 1, 2`,
  );
  const one = { type: 'integer', value: '1' };
  expect(rows).toEqual([
    { p0: string('2001-01-01'), p1: string('a b/ü%20'), m0: one },
    { p0: string('2001-01-02'), p1: string('a b/ü%20'), m0: one },
    { p0: string('2001-01-02'), p1: NULL, m0: one },
  ]);
  await world.catalog.drop({ table });
});

test('a column that some files lack is null there, and one that Athena cannot read is left out', async () => {
  await world.write('old.parquet', ids(1n));
  await world.write('new.parquet', [...ids(2n), { name: 'extra', data: [1.5], type: 'DOUBLE' }]);
  const files = ['old.parquet', 'new.parquet'].map((path) => ({ path, partition: {} }));
  const columns = [
    column('Id', BIGINT),
    column('extra', { kind: 'floating', bits: 64 }),
    column('at', { kind: 'time' }),
  ];
  const { table } = await world.catalog.stage(spec(files, columns));
  expect(await world.ask(`SELECT * FROM "${table}" ORDER BY 1`)).toEqual([
    { id: { type: 'integer', value: '1' }, extra: NULL },
    { id: { type: 'integer', value: '2' }, extra: { type: 'double', value: '1.5' } },
  ]);
  await world.catalog.drop({ table });
});

test('a column is left out where one of the files has unsigned numbers of 32 bits in it', async () => {
  const unsigned = { name: 'n', type: 'INT32' as const, converted_type: 'UINT_32' as const };
  const file = parquetWriteBuffer({
    columnData: [
      { name: 'Id', data: [1n] },
      { name: 'n', data: [4294967295] },
    ],
    schema: [
      { name: 'root', num_children: 2 },
      { name: 'Id', type: 'INT64', repetition_type: 'REQUIRED' },
      { ...unsigned, repetition_type: 'REQUIRED' },
    ],
  });
  await world.lake.put('unsigned/a.parquet', new Uint8Array(file));
  await world.write('unsigned/b.parquet', [...ids(2n), { name: 'n', data: [1n], type: 'INT64' }]);
  const paths = await world.lake.list('unsigned');
  const footers = await Promise.all(paths.map((f) => readFooter(f, world.lake.readRange)));
  const columns = mergeColumns(footers.flatMap((f) => (f.ok ? [f.value] : [])));
  const files = paths.map(({ path }) => ({ path, partition: {} }));
  const { table } = await world.catalog.stage(spec(files, columns));
  expect(await world.ask(`SELECT * FROM "${table}" ORDER BY 1`)).toEqual(
    ['1', '2'].map((value) => ({ id: { type: 'integer', value } })),
  );
  await world.catalog.drop({ table });
  // what it would be read as
  const as = [column('n', BIGINT)];
  const wrong = await world.catalog.stage(spec(files.slice(0, 1), as));
  expect(await world.ask(`SELECT n FROM "${wrong.table}"`)).toEqual([
    { n: { type: 'integer', value: '-1' } },
  ]);
  await world.catalog.drop(wrong);
});

test('a table of no files has no rows', async () => {
  const columns = [column('Id', BIGINT), column('day', { kind: 'date' }, 'path')];
  for (const of of [columns, columns.slice(0, 1)]) {
    const { table } = await world.catalog.stage(spec([], of));
    expect(await world.ask(`SELECT count(*) AS n FROM "${table}"`)).toEqual([
      { n: { type: 'integer', value: '0' } },
    ]);
    await world.catalog.drop({ table });
  }
});

test('more partitions than Glue takes in one call are staged all the same', async () => {
  await world.write('one.parquet', ids(1n));
  const files = Array.from({ length: 120 }, (_, i) => ({
    path: 'one.parquet',
    partition: { n: { type: 'integer' as const, value: String(i) } },
    rows: '1',
  }));
  const columns = [column('Id', BIGINT), column('n', { kind: 'integer', bits: 32, signed: true }, 'path')];
  const { table } = await world.catalog.stage(spec(files, columns));
  const [row] = await world.ask(`SELECT count(DISTINCT n) AS n, sum("Id") AS s FROM "${table}"`);
  expect(row).toEqual({ n: { type: 'integer', value: '120' }, s: { type: 'integer', value: '120' } });
  await world.catalog.drop({ table });
});

test('two columns that differ in case only, and files of text, are refused', async () => {
  const twins = [column('Id', BIGINT), column('ID', BIGINT)];
  await expect(world.catalog.stage(spec([], twins))).rejects.toThrow('upper and lower case only: Id, ID');
  await expect(world.catalog.stage({ ...spec([], []), format: 'csv' })).rejects.toThrow(
    'aviation/flights has CSV files, which are not read on Athena',
  );
});
