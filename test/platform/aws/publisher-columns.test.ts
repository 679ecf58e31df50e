import { GetDatabaseCommand, GetPartitionsCommand, GetTableCommand } from '@aws-sdk/client-glue';
import { expect, test } from 'vitest';
import { describeIssue } from '../../../lib/core/contract/messages/index.ts';
import type { WrittenPartition } from '../../../lib/core/ports.ts';
import type { PhysicalType } from '../../../lib/core/sql/physical.ts';
import { PARQUET } from '../../../lib/platform/aws/glue-formats.ts';
import { s3Lake } from '../../../lib/platform/aws/lake/s3-lake.ts';
import { featureColumns } from '../../../lib/platform/aws/publisher/feature-table.ts';
import { gluePartitionPublisher } from '../../../lib/platform/aws/publisher/glue-partition.ts';
import { reads } from '../../../lib/platform/aws/publisher/reads.ts';
import { HEAD } from '../../contract-head.ts';
import { datasetIn } from '../../steps/check/judge-files.ts';
import { awsFault, mocked } from './mocked.ts';

const int = (bits: number, signed = true): PhysicalType => ({ kind: 'integer', bits, signed });
const decimal = (precision: number, scale: number): PhysicalType => ({ kind: 'decimal', precision, scale });
const floating = (bits: number): PhysicalType => ({ kind: 'floating', bits });
const list = (item: PhysicalType): PhysicalType => ({ kind: 'list', item });
const TEXT: PhysicalType = { kind: 'string' };

test.each<[string, PhysicalType, boolean]>([
  ['bigint', int(64), true],
  ['BIGINT', int(8), true],
  ['int', int(64), false],
  ['smallint', int(8, false), true],
  ['smallint', int(16, false), false],
  ['bigint', int(16, false), true],
  ['bigint', int(32, false), false],
  ['bigint', { kind: 'integer', bits: 64, signed: true, holdsUnsigned32: true }, false],
  ['double', int(32), false],
  ['double', decimal(10, 2), false],
  ['double', floating(32), true],
  ['float', floating(64), false],
  ['float', floating(16), false],
  ['decimal(12, 2)', decimal(10, 2), true],
  ['decimal(8,2)', decimal(10, 2), false],
  ['decimal(12,3)', decimal(10, 2), true],
  ['decimal(12,5)', decimal(10, 2), false],
  ['decimal(12,1)', decimal(10, 2), false],
  ['decimal(12)', decimal(10, 0), true],
  ['decimal', decimal(10, 0), true],
  ['bigint', decimal(10, 0), false],
  ['string', TEXT, true],
  ['string', { kind: 'json' }, true],
  ['string', { kind: 'uuid' }, false],
  ['binary', { kind: 'uuid' }, true],
  ['varchar(3)', TEXT, false],
  ['date', { kind: 'date' }, true],
  ['string', { kind: 'date' }, false],
  ['timestamp', { kind: 'timestamp', zoned: true }, true],
  ['bigint', { kind: 'timestamp', zoned: true }, false],
  ['boolean', { kind: 'boolean' }, true],
  ['time', { kind: 'time' }, false],
  ['array<decimal(12,2)>', list(decimal(10, 2)), true],
  ['array<double>', list(decimal(10, 2)), false],
  ['array<string>', TEXT, false],
  ['map<string,int>', { kind: 'map' }, true],
  ['string', { kind: 'map' }, false],
  [
    'struct<a:int,b:struct<c:array<decimal(4,1)>,d:string>,z:date>',
    {
      kind: 'struct',
      fields: [
        { name: 'A', type: int(32) },
        { name: 'b', type: { kind: 'struct', fields: [{ name: 'c', type: list(decimal(4, 1)) }] } },
      ],
    },
    true,
  ],
  ['struct<a:int,b:double>', { kind: 'struct', fields: [{ name: 'b', type: int(64) }] }, false],
  ['struct<a:int>', TEXT, false],
])('a column of type %s reads %j: %s', (glue, type, does) => {
  expect(reads(glue, type)).toBe(does);
});

const PROPERTIES = [
  '{name: Price, logicalType: number}',
  '{name: Id, logicalType: integer}',
  '{name: weight, logicalType: number, physicalType: "decimal(12,2)"}',
  '{name: later, logicalType: number}',
  '{name: day, logicalType: date, partitioned: true, partitionKeyPosition: 1}',
];
const { dataset: DATASET } = datasetIn(`${HEAD}    properties:\n      - ${PROPERTIES.join('\n      - ')}\n`);

function written(day: string, types: Readonly<Record<string, PhysicalType>>): WrittenPartition {
  const columns = Object.entries(types).map(([name, type]) => ({
    name,
    type,
    typeName: type.kind,
    from: 'file' as const,
  }));
  const key = { name: 'day', type: { kind: 'date' }, typeName: 'DATE', from: 'path' } as const;
  return { partition: { day }, columns: [...columns, key] };
}

test('a new table has the types that were judged, where those of the contract do not read them', () => {
  const of = (...all: WrittenPartition[]) => {
    const columns = featureColumns(DATASET, all);
    return columns.ok ? Object.fromEntries(columns.value.cells.map((c) => [c.Name, c.Type])) : columns.error;
  };
  const declared = { price: 'double', id: 'bigint', weight: 'decimal(12,2)', later: 'double' };
  expect(of()).toEqual(declared);
  expect(of(written('2001-01-01', { price: floating(32), Id: int(32), weight: decimal(10, 2) }))).toEqual(
    declared,
  );
  expect(
    of(written('2001-01-01', { price: decimal(9, 3), Id: decimal(18, 0), weight: floating(64) })),
  ).toEqual({ ...declared, price: 'decimal(9,3)', id: 'decimal(18,0)', weight: 'double' });
  const wider = [written('2001-01-01', { Price: int(32) }), written('2001-01-02', { Price: int(64) })];
  expect(of(...wider)).toEqual({ ...declared, price: 'bigint' });
  expect(of(written('2001-01-01', { Id: int(32, false) }))).toContain('Glue has no type for Id');
});

function publisherOn(columns: Readonly<Record<string, string>> | undefined) {
  const { context, glue, s3 } = mocked();
  glue.on(GetDatabaseCommand).resolves({});
  if (columns === undefined) glue.on(GetTableCommand).rejects(awsFault('EntityNotFoundException'));
  else {
    const Columns = Object.entries(columns).map(([Name, Type]) => ({ Name, Type }));
    const Table = {
      Name: 'flights',
      TableType: 'EXTERNAL_TABLE',
      StorageDescriptor: { ...PARQUET, Columns, Location: 's3://lake/x/' },
      PartitionKeys: [{ Name: 'day', Type: 'date' }],
    };
    glue.on(GetTableCommand).resolves({ Table });
  }
  glue.on(GetPartitionsCommand).resolves({});
  return { publisher: gluePartitionPublisher(s3Lake(context), async () => DATASET, context), glue, s3 };
}

const sentences = (issues: readonly Parameters<typeof describeIssue>[0][]): readonly string[] =>
  issues.map((i) => `${i.code} ${describeIssue(i).sentence} ${describeIssue(i).remedy}`);

test('a table whose columns would not read what was judged is refused, column by column', async () => {
  const { publisher } = publisherOn({
    price: 'double',
    id: 'int',
    weight: 'decimal(12,2)',
    note: 'varchar(3)',
  });
  const fits = written('2001-01-01', {
    Price: floating(64),
    Id: int(32),
    weight: decimal(12, 2),
    other: TEXT,
  });
  expect(await publisher.refuse('aviation/flights', { count: 1, written: [fits] })).toEqual([]);
  const all = [
    fits,
    written('2001-01-02', { Price: decimal(9, 3), Id: int(64), weight: decimal(10, 2) }),
    written('2001-01-03', { Price: decimal(9, 3), note: TEXT }),
  ];
  expect(sentences(await publisher.refuse('aviation/flights', { count: 3, written: all }))).toEqual([
    "SLU-584 day=2001-01-02 of aviation/flights cannot be published to test_aviation.flights: its column price is double, and the files hold decimal(9,3). Change the column price of the table to decimal(9,3), or write another type, for example by CAST in the candidate's SQL.",
    "SLU-584 day=2001-01-02 of aviation/flights cannot be published to test_aviation.flights: its column id is int, and the files hold integer (64 bits). Change the column id of the table to bigint, or write another type, for example by CAST in the candidate's SQL.",
    "SLU-584 day=2001-01-03 of aviation/flights cannot be published to test_aviation.flights: its column note is varchar(3), and the files hold string. Change the column note of the table to string, or write another type, for example by CAST in the candidate's SQL.",
  ]);
});

test('partitions that no one table could read are refused before there is a table', async () => {
  const { publisher } = publisherOn(undefined);
  const all = [
    written('2001-01-01', { Price: decimal(9, 3) }),
    written('2001-01-02', { Price: floating(64) }),
  ];
  expect(await publisher.refuse('aviation/flights', { count: 2, written: all.slice(0, 1) })).toEqual([]);
  expect(await publisher.refuse('aviation/flights', { count: 2, written: all })).toMatchObject([
    { code: 'SLU-584', params: { partition: 'day=2001-01-02', column: 'price', type: 'decimal(9,3)' } },
  ]);
});

test('more partitions than Glue moves at once are refused by their number alone', async () => {
  const { publisher, glue, s3 } = publisherOn(undefined);
  expect(await publisher.refuse('aviation/flights', { count: 100 })).toEqual([]);
  expect(await publisher.refuse('aviation/flights', { count: 101 })).toMatchObject([
    { code: 'SLU-578', params: { count: '101', limit: '100' } },
  ]);
  expect(glue.commandCalls(GetDatabaseCommand)).toHaveLength(1);
  expect(s3.calls()).toHaveLength(0);
});

test('a partition of the empty text, which Glue would read back as null, is refused', async () => {
  const { publisher } = publisherOn({});
  const empty = { partition: { day: '' }, columns: [] };
  expect(await publisher.refuse('aviation/flights', { count: 1, written: [empty] })).toMatchObject([
    { code: 'SLU-583', params: { partition: 'day=', other: 'day=null' } },
  ]);
});
