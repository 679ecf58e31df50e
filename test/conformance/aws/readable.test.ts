import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateTableCommand } from '@aws-sdk/client-glue';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFooter } from '../../../lib/core/footers/read-footer.ts';
import type { PhysicalColumn } from '../../../lib/core/sql/physical.ts';
import { PARQUET } from '../../../lib/platform/aws/glue-formats.ts';
import { glueType } from '../../../lib/platform/aws/glue-types.ts';
import { reads } from '../../../lib/platform/aws/publisher/reads.ts';
import { inFolder, outside } from '../../platform/local/duckdb/files.ts';
import { type AwsWorld, makeWorld } from './world.ts';

/** One row of each type that a Parquet file may have, near the ends of what it holds. */
const CELLS = {
  i8: '(-128)::TINYINT',
  i16: '(-32768)::SMALLINT',
  i32: '(-2147483648)::INTEGER',
  i64: '9223372036854775807::BIGINT',
  u8: '255::UTINYINT',
  u16: '65535::USMALLINT',
  u32: '4294967295::UINTEGER',
  d9: '1234567.89::DECIMAL(9, 2)',
  d18: '123456789012345678::DECIMAL(18, 0)',
  d38: '123456789012345678901234567890123456.78::DECIMAL(38, 2)',
  f32: '0.1::FLOAT',
  f64: '0.1::DOUBLE',
  s: "'München'",
  b: 'true',
  d: "DATE '1969-12-31'",
  ts: "TIMESTAMP '1969-12-31 23:59:59.5'",
  blob: "'ab'::BLOB",
  li: '[1, 2]::INTEGER[]',
  ld: '[1.25]::DECIMAL(9, 2)[]',
  st: '{a: 1::INTEGER, b: 1.25::DECIMAL(9, 2)}',
};

const GLUE = [
  ...['tinyint', 'smallint', 'int', 'bigint', 'float', 'double', 'string', 'varchar(3)', 'boolean'],
  ...[
    'date',
    'timestamp',
    'binary',
    'decimal(9,2)',
    'decimal(12,2)',
    'decimal(12,3)',
    'decimal(9,1)',
    'decimal(18,0)',
  ],
  ...[
    'decimal(38,0)',
    'decimal(38,2)',
    'array<int>',
    'array<bigint>',
    'array<double>',
    'array<decimal(12,2)>',
  ],
  ...['struct<a:bigint,b:decimal(12,2)>', 'struct<b:double>', 'struct<a:int>'],
];

/** What the finding was about: Athena fails, rounds, cuts or misreads. */
const WRONG: readonly (readonly [keyof typeof CELLS, string])[] = [
  ['d9', 'double'],
  ['i64', 'double'],
  ['i64', 'int'],
  ['i32', 'smallint'],
  ['d9', 'decimal(9,1)'],
  ['d9', 'decimal(9,3)'],
  ['d38', 'decimal(9,2)'],
  ['f64', 'float'],
  ['s', 'varchar(3)'],
  ['u32', 'bigint'],
  ['ld', 'array<double>'],
];

let world: AwsWorld;
let columns: readonly PhysicalColumn[];
beforeAll(async () => {
  world = await makeWorld();
  const list = Object.entries(CELLS).map(([name, sql]) => `${sql} AS ${name}`);
  await inFolder(async (folder) => {
    const file = join(folder, 'f.parquet');
    await outside(`COPY (SELECT ${list.join(', ')}) TO '${file}' (FORMAT parquet)`);
    await world.lake.put('cells/f.parquet', await readFile(file));
  });
  const [file] = await world.lake.list('cells');
  if (file === undefined) throw new Error('nothing was written');
  const footer = await readFooter(file, world.lake.readRange);
  columns = footer.ok ? footer.value.columns : [];
});
afterAll(() => world.close());

let tables = 0;

/** The one cell of a column, read through a column of that type in Glue; the engine's words where it fails. */
async function cell(name: string, type: string): Promise<string> {
  const table = `cells_${tables++}`;
  const { bucket, prefix } = world.config.lake;
  const StorageDescriptor = {
    ...PARQUET,
    Columns: [{ Name: name, Type: type }],
    Location: `s3://${bucket}/${prefix}cells/`,
  };
  const TableInput = {
    Name: table,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { EXTERNAL: 'TRUE' },
    StorageDescriptor,
    PartitionKeys: [],
  };
  await world.clients.glue.send(
    new CreateTableCommand({ DatabaseName: world.config.databases.staging, TableInput }),
  );
  try {
    const [row] = await world.ask(`SELECT CAST(${asJson(name, type)} AS VARCHAR) AS x FROM ${table}`);
    return row?.x?.type === 'string' ? row.x.value : 'null';
  } catch (cause) {
    return `fails: ${String(cause)}`;
  }
}

/** Lists and structs have no text of their own. */
const asJson = (name: string, type: string): string =>
  type === 'binary' ? `to_hex(${name})` : type.includes('<') ? `json_format(CAST(${name} AS JSON))` : name;

/** The same number in all its digits; a float of four bytes has more of them as a double. */
function same(a: string, b: string, name: string): boolean {
  if (a === b) return true;
  if (name === 'f32') return Math.fround(Number(a)) === Math.fround(Number(b));
  return [a, b].every((text) => /^-?\d+(\.\d+)?$/.test(text)) && plain(a) === plain(b);
}

const plain = (digits: string): string => (digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits);

test('what a column is said to read, Athena reads through it as through a staged one', async () => {
  expect(columns.map((c) => c.name)).toEqual(Object.keys(CELLS));
  let count = 0;
  for (const { name, type } of columns) {
    const staged = glueType(type);
    if (staged === undefined) continue;
    const judged = await cell(name, staged);
    expect(judged, `${name} through ${staged}`).not.toMatch(/^fails|^null$/);
    for (const glue of GLUE.filter((g) => g !== staged && reads(g, type) && !g.startsWith('struct'))) {
      count += 1;
      const read = await cell(name, glue);
      expect(same(read, judged, name), `${name} through ${glue}: ${read}, judged ${judged}`).toBe(true);
    }
  }
  expect(count).toBeGreaterThanOrEqual(15);
  expect(await cell('st', 'struct<a:bigint,b:decimal(12,2)>')).toBe(
    await cell('st', 'struct<a:int,b:decimal(9,2)>'),
  );
}, 600_000);

test.each(WRONG)('%s is not what readers see through %s, and it is refused', async (name, glue) => {
  const found = columns.find((c) => c.name === name);
  if (found === undefined) throw new Error(`no column ${name}`);
  expect(reads(glue, found.type)).toBe(false);
  const staged = glueType(found.type);
  const judged = staged === undefined ? '4294967295' : await cell(name, staged);
  const read = await cell(name, glue);
  expect(same(read, judged, name), `${read}, judged ${judged}`).toBe(false);
});
