import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  BatchCreatePartitionCommand,
  CreateTableCommand,
  DeleteTableCommand,
  GetTableCommand,
  type TableInput,
  UpdatePartitionCommand,
} from '@aws-sdk/client-glue';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dataset } from '../../../lib/core/contract/model.ts';
import { readContract } from '../../../lib/core/contract/read.ts';
import { readFooter } from '../../../lib/core/footers/read-footer.ts';
import type { Manifest, Move } from '../../../lib/core/publish/facts.ts';
import { type PublishEnd, publish } from '../../../lib/core/publish/law.ts';
import { pinManifest } from '../../../lib/core/publish/manifest.ts';
import { refusalsOf } from '../../../lib/core/publish/refusals.ts';
import { resolveOpenIntents } from '../../../lib/core/publish/resolve.ts';
import { type PartitionId, partitionKey } from '../../../lib/core/values/partition.ts';
import { string } from '../../../lib/core/values/scalar.ts';
import { createClients } from '../../../lib/platform/aws/clients.ts';
import { PARQUET } from '../../../lib/platform/aws/glue-formats.ts';
import { openAws } from '../../../lib/platform/aws/open-aws.ts';
import { openLedger } from '../../../lib/platform/local/ledger.ts';
import { actor, move, request } from '../../core/publish/world.ts';
import { inFolder, outside } from '../../platform/local/duckdb/files.ts';
import { type AwsWorld, makeWorld } from './world.ts';

const CONTRACT = `apiVersion: v3.1.0
kind: DataContract
id: flights
version: 1.0.0
status: active
schema:
  - name: flights
    properties:
      - {name: Id, logicalType: integer, required: true}
      - {name: place, logicalType: string}
      - {name: day, logicalType: date, partitioned: true, partitionKeyPosition: 1}
      - {name: Port, logicalType: string, partitioned: true, partitionKeyPosition: 2}
  - name: touched
    properties:
      - {name: Id, logicalType: integer}
      - {name: day, logicalType: date, partitioned: true, partitionKeyPosition: 1}
      - {name: Port, logicalType: string, partitioned: true, partitionKeyPosition: 2}
  - name: fares
    properties:
      - {name: Price, logicalType: number}
      - {name: day, logicalType: date, partitioned: true, partitionKeyPosition: 1}
  - name: airports
    properties:
      - {name: Id, logicalType: integer}
`;

let world: AwsWorld;
beforeAll(async () => {
  const read = readContract(CONTRACT, 'flights.odcs.yaml');
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const datasets = new Map(read.value.contract.datasets.map((d): [string, Dataset] => [d.name, d]));
  world = await makeWorld(async (dataset) => datasets.get(dataset.split('/')[1] ?? ''));
});
afterAll(() => world.close());

const clock = (): string => '2001-07-02T00:00:00.000Z';

async function candidate(
  dataset: string,
  runId: string,
  partition: PartitionId,
  folder: string,
  data: bigint[],
) {
  const path = [`.sluice/runs/${dataset}/${runId}/1`, folder, `${runId}-0`].filter((p) => p !== '').join('/');
  await world.write(path, [{ name: 'id', data, type: 'INT64' }]);
  const files = (await world.lake.pin([path])).map((f) => ({ ...f, rows: String(data.length) }));
  return pinManifest({ runId, attempt: 1, dataset, partition, files });
}

const of = (day: string, port: string): PartitionId => ({ day: string(day), Port: string(port) });
const flight = (runId: string, day: string, data: bigint[]) =>
  candidate('aviation/flights', runId, of(day, 'a b/ü'), `day=${day}/Port=a b%2Fü`, data);

/** A dataset's ledger, and what a run does with it. */
function session(dataset: string, publisher = world.publisher) {
  const ledger = openLedger(':memory:');
  const ports = { ledger, publisher, actor, newId: () => randomUUID() };
  return {
    ledger,
    publish: (moves: readonly Move[]): Promise<PublishEnd> =>
      publish({ ...request(randomUUID(), moves), dataset }, ports, clock),
    resolve: () => resolveOpenIntents(dataset, ports, clock),
  };
}

const seen = async (dataset: string): Promise<readonly (string | null)[]> =>
  (await world.publisher.observe(dataset)).partitions.map((p) => p.snapshotId).sort();

const shas = (...manifests: Manifest[]) => manifests.map((m) => m.sha256).sort();

test('partitions become visible, are replaced, withdrawn and shown again: readers see what the ledger says', async () => {
  const { publish: move_, resolve } = session('aviation/flights');
  const table = `${world.config.databases.prefix}aviation.flights`;
  const rows = () => world.ask(`SELECT "day", "Port", "Id" FROM ${table} ORDER BY 1, 3`);
  expect(await world.publisher.refuse('aviation/flights', { count: 1 })).toEqual([]);
  expect(await world.publisher.observe('aviation/flights')).toEqual({ projection: null, partitions: [] });
  const one = await flight('r1', '2001-01-01', [1n, 2n]);
  const two = await flight('r1', '2001-01-02', [3n]);
  expect(await move_([move(null, one), move(null, two)])).toMatchObject({ end: 'committed' });
  expect(await seen('aviation/flights')).toEqual(shas(one, two));
  expect((await rows()).map((r) => [r.day, r.Port, r.Id])).toEqual([
    [string('2001-01-01'), string('a b/ü'), { type: 'integer', value: '1' }],
    [string('2001-01-01'), string('a b/ü'), { type: 'integer', value: '2' }],
    [string('2001-01-02'), string('a b/ü'), { type: 'integer', value: '3' }],
  ]);
  const better = await flight('r2', '2001-01-02', [4n, 5n]);
  expect(await move_([move(two, better)])).toMatchObject({ end: 'committed' });
  expect(await seen('aviation/flights')).toEqual(shas(one, better));
  expect(await rows()).toHaveLength(4);
  expect(await move_([{ ...move(one, null), decision: 'rollback' }])).toMatchObject({ end: 'committed' });
  expect(await seen('aviation/flights')).toEqual(shas(better));
  expect(await move_([move(null, one), { ...move(better, two), decision: 'rollback' }])).toMatchObject({
    end: 'committed',
  });
  expect(await seen('aviation/flights')).toEqual(shas(one, two));
  expect(await resolve()).toMatchObject({ closed: [], driftRepaired: false, issues: [] });

  // somebody moves a partition by hand
  const { staging: _, prefix } = world.config.databases;
  const location = (m: Manifest) =>
    `s3://${world.config.lake.bucket}/${world.config.lake.prefix}aviation/flights/runs/${m.runId}/1/day=2001-01-02/Port=a b%2Fü/`;
  await world.clients.glue.send(
    new UpdatePartitionCommand({
      DatabaseName: `${prefix}aviation`,
      TableName: 'flights',
      PartitionValueList: ['2001-01-02', 'a b/ü'],
      PartitionInput: {
        Values: ['2001-01-02', 'a b/ü'],
        StorageDescriptor: { ...PARQUET, Columns: [], Location: location(better) },
      },
    }),
  );
  expect(await seen('aviation/flights')).toEqual(shas(one, better));
  expect(await resolve()).toMatchObject({ driftRepaired: true });
  expect(await seen('aviation/flights')).toEqual(shas(one, two));

  // the table itself is dropped: it is made again, with what the pointers say
  await world.clients.glue.send(
    new DeleteTableCommand({ DatabaseName: `${prefix}aviation`, Name: 'flights' }),
  );
  expect(await resolve()).toMatchObject({ driftRepaired: true });
  expect(await seen('aviation/flights')).toEqual(shas(one, two));
  expect(await rows()).toHaveLength(3);
});

test('what somebody does to the files of a published folder is found, said, and mended by files written anew', async () => {
  const dataset = 'aviation/touched';
  const { publish: move_, resolve, ledger } = session(dataset);
  const [day, folder] = [of('2001-01-01', 'x'), 'day=2001-01-01/Port=x'];
  const one = await candidate(dataset, 'r1', day, folder, [1n, 2n]);
  const two = await candidate(dataset, 'r1', of('2001-01-02', 'x'), 'day=2001-01-02/Port=x', [3n]);
  expect(await move_([move(null, one), move(null, two)])).toMatchObject({ end: 'committed' });
  const { epoch } = await ledger.state(dataset);
  const [path = ''] = one.files.map((f) => f.path);
  const unmended = async (why: string) => {
    for (let i = 0; i < 2; i++) {
      const found = await resolve();
      expect(found).toMatchObject({
        driftRepaired: false,
        drift: { partitions: [{ expected: one.sha256 }] },
      });
      expect(found.issues.map((x) => [x.code, x.params.why])).toEqual([
        ['SLU-505', expect.stringContaining(why)],
      ]);
    }
    // nothing was opened that could not have helped
    expect((await ledger.state(dataset)).epoch).toBe(epoch);
  };
  await world.lake.copy(path, `${path}-stranger`);
  await unmended(`${path}-stranger`.replace('.sluice/runs/aviation/touched', 'aviation/touched/runs'));
  await world.lake.removeAll(`${path}-stranger`);
  expect(await resolve()).toMatchObject({ issues: [] });
  await world.write(path, [{ name: 'id', data: [7n], type: 'INT64' }]);
  await unmended('is not the one that was judged any more');
  await world.lake.removeAll(path);
  await unmended('is not the one that was judged any more');
  // a folder of another run shows it again
  const again = await candidate(dataset, 'r2', day, folder, [1n, 2n]);
  expect(await move_([move(one, again)])).toMatchObject({ end: 'committed' });
  expect(await seen(dataset)).toEqual(shas(again, two));
  expect(await resolve()).toMatchObject({ driftRepaired: false, issues: [] });
});

test('a file that changes after it was judged is not published, and one that is added is not either', async () => {
  const { publish: move_, ledger } = session('aviation/flights');
  const changed = await flight('r3', '2001-02-01', [1n]);
  await flight('r3', '2001-02-01', [1n, 2n]);
  expect(await move_([move(null, changed)])).toMatchObject({
    end: 'notCommitted',
    why: expect.stringContaining('is not the one that was judged any more'),
  });
  const joined = await flight('r4', '2001-02-02', [1n]);
  const [file] = joined.files;
  await world.lake.copy(file?.path ?? '', `${file?.path}-stranger`);
  expect(await move_([move(null, joined)])).toMatchObject({
    end: 'notCommitted',
    why: expect.stringContaining('lies in its folder and was not judged'),
  });
  expect((await ledger.state('aviation/flights')).pointers).toEqual([]);
  expect(await world.publisher.missing(changed)).toEqual([changed.files[0]?.path]);
  expect(await world.publisher.missing(joined)).toEqual([]);
});

test('a number whose files hold decimals is a decimal to readers, also of a table that was dropped and made again', async () => {
  const dataset = 'aviation/fares';
  const { publish: move_, resolve, ledger } = session(dataset);
  const table = `${world.config.databases.prefix}aviation.fares`;
  const fares = async (runId: string, day: string, sql: string) => {
    const path = `.sluice/runs/${dataset}/${runId}/1/day=${day}/f`;
    await inFolder(async (local) => {
      await outside(`COPY (SELECT ${sql} AS "Price") TO '${local}/f' (FORMAT parquet)`);
      await world.lake.put(path, await readFile(`${local}/f`));
    });
    const files = (await world.lake.pin([path])).map((f) => ({ ...f, rows: '1' }));
    const footer = await readFooter({ path, sizeBytes: files[0]?.sizeBytes ?? 0 }, world.lake.readRange);
    const manifest = pinManifest({ runId, attempt: 1, dataset, partition: { day: string(day) }, files });
    const columns = footer.ok ? footer.value.columns : [];
    const body = { ...manifest, candidateKey: runId, columns };
    const partition = partitionKey(manifest.partition);
    await ledger.append([{ kind: 'manifest', dataset, partition, id: runId, time: clock(), body }]);
    return manifest;
  };
  const refusals = async (...moves: Move[]) =>
    (await refusalsOf(dataset, moves, { ledger, publisher: world.publisher })).map((i) => i.code);
  const prices = async () => (await world.ask(`SELECT price FROM ${table} ORDER BY 1`)).map((r) => r.price);
  const one = await fares('r1', '2001-01-01', '123456.789::DECIMAL(9, 3)');
  expect(await refusals(move(null, one))).toEqual([]);
  expect(await move_([move(null, one)])).toMatchObject({ end: 'committed' });
  expect(await prices()).toEqual([{ type: 'decimal', value: '123456.789' }]);
  const wider = await fares('r2', '2001-01-02', '1.5::DECIMAL(12, 3)');
  const other = await fares('r3', '2001-01-02', '1.5::DOUBLE');
  expect(await refusals(move(null, wider))).toEqual(['SLU-584']);
  expect(await refusals(move(null, other))).toEqual(['SLU-584']);
  const narrower = await fares('r4', '2001-01-02', '2.5::DECIMAL(5, 3)');
  expect(await refusals(move(null, narrower))).toEqual([]);
  expect(await move_([move(null, narrower)])).toMatchObject({ end: 'committed' });
  await world.clients.glue.send(
    new DeleteTableCommand({ DatabaseName: `${world.config.databases.prefix}aviation`, Name: 'fares' }),
  );
  expect(await resolve()).toMatchObject({ driftRepaired: true });
  expect(await prices()).toEqual([
    { type: 'decimal', value: '2.500' },
    { type: 'decimal', value: '123456.789' },
  ]);
});

test('a table without partitions shows one folder', async () => {
  const dataset = 'aviation/airports';
  const { publish: move_, resolve } = session(dataset);
  const rows = () => world.ask(`SELECT id FROM ${world.config.databases.prefix}aviation.airports ORDER BY 1`);
  const one = await candidate(dataset, 'r1', {}, '', [1n]);
  const two = await candidate(dataset, 'r2', {}, '', [2n, 3n]);
  expect(await move_([move(null, one)])).toMatchObject({ end: 'committed' });
  expect(await rows()).toHaveLength(1);
  expect(await move_([move(one, two)])).toMatchObject({ end: 'committed' });
  expect(await seen(dataset)).toEqual([two.sha256]);
  expect(await rows()).toHaveLength(2);
  expect(await move_([{ ...move(two, null), decision: 'rollback' }])).toMatchObject({ end: 'committed' });
  expect(await seen(dataset)).toEqual([]);
  expect(await rows()).toEqual([]);
  expect(await resolve()).toMatchObject({ driftRepaired: false, issues: [] });
});

test('a partition without files is one that readers find empty', async () => {
  const dataset = 'aviation/flights';
  const empty = pinManifest({
    runId: 'r9',
    attempt: 1,
    dataset,
    partition: of('2001-03-01', 'x'),
    files: [],
  });
  const before = await seen(dataset);
  const ledger = session(dataset);
  // the ledger of this test knows nothing else: what was there is withdrawn
  expect(await ledger.publish([move(null, empty)])).toMatchObject({ end: 'committed' });
  expect(before).not.toEqual([]);
  expect(await seen(dataset)).toEqual([empty.sha256]);
});

/** A publisher whose Glue client does something else with some requests. */
async function disturbed(on: Disturbance) {
  const clients = createClients(world.config);
  const send = clients.glue.send.bind(clients.glue);
  const glue = Object.assign(clients.glue, {
    send: (command: Parameters<typeof send>[0]) => on(command, () => send(command)),
  });
  const { publisher } = await openAws(world.config, {
    clients: { ...clients, glue },
    contractOf: async () => contractOfFlights(),
  });
  return publisher;
}

type Disturbance = (command: object, act: () => Promise<object>) => Promise<object>;

test('a publish whose answers are lost happened all the same', async () => {
  const lost = new Set<string>();
  const publisher = await disturbed(async (command, act) => {
    const answer = await act();
    const { name } = command.constructor;
    if (lost.has(name) || !/^(Create|Batch|Update)/.test(name)) return answer;
    lost.add(name);
    throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  });
  const { publish: move_, resolve } = session('aviation/lost', publisher);
  const one = await candidate('aviation/lost', 'r1', of('2001-01-01', 'x'), 'day=2001-01-01/Port=x', [1n]);
  const two = await candidate('aviation/lost', 'r2', of('2001-01-01', 'x'), 'day=2001-01-01/Port=x', [2n]);
  expect(await move_([move(null, one)])).toMatchObject({ end: 'committed' });
  expect(await move_([move(one, two)])).toMatchObject({ end: 'committed' });
  expect([...lost].sort()).toEqual([
    'BatchCreatePartitionCommand',
    'BatchUpdatePartitionCommand',
    'CreateTableCommand',
  ]);
  expect(await seen('aviation/lost')).toEqual([two.sha256]);
  expect(await resolve()).toMatchObject({ driftRepaired: false, issues: [] });
});

test('of a publish that Glue did in part readers keep nothing', async () => {
  const days = ['2001-01-01', '2001-01-02', '2001-01-03'];
  const publisher = await disturbed(async (command, act) => {
    if (!(command instanceof BatchCreatePartitionCommand)) return act();
    const list = command.input.PartitionInputList ?? [];
    command.input.PartitionInputList = list.slice(0, 1);
    await act();
    const Errors = list.slice(1).map(({ Values }) => ({
      PartitionValues: Values,
      ErrorDetail: { ErrorCode: 'ResourceNumberLimitExceededException', ErrorMessage: 'too many' },
    }));
    return { Errors };
  });
  const { publish: move_, ledger } = session('aviation/partial', publisher);
  const all = await Promise.all(
    days.map((d) => candidate('aviation/partial', 'r1', of(d, 'x'), `day=${d}/Port=x`, [1n])),
  );
  expect(await move_(all.map((m) => move(null, m)))).toMatchObject({
    end: 'notCommitted',
    why: expect.stringContaining(
      'Glue refused 2 of the partitions of aviation/partial, the first with ResourceNumberLimitExceededException: too many',
    ),
  });
  expect(await seen('aviation/partial')).toEqual([]);
  expect((await ledger.state('aviation/partial')).pointers).toEqual([]);
});

test('more partitions than Glue moves at once are refused before anything changes', async () => {
  const { publish: move_ } = session('aviation/many');
  const many = Array.from({ length: 101 }, (_, i) =>
    pinManifest({ runId: 'r', attempt: 1, dataset: 'aviation/many', partition: of(`d${i}`, 'x'), files: [] }),
  );
  expect(await move_(many.map((m) => move(null, m)))).toMatchObject({
    end: 'notCommitted',
    why: expect.stringContaining('moves at most 100 partitions at once, not 101'),
  });
  expect(await world.publisher.observe('aviation/many')).toEqual({ projection: null, partitions: [] });
});

const table = (name: string, input: Partial<TableInput>): TableInput => ({
  Name: name,
  TableType: 'EXTERNAL_TABLE',
  Parameters: { EXTERNAL: 'TRUE' },
  StorageDescriptor: { ...PARQUET, Columns: [], Location: 's3://elsewhere/x/' },
  PartitionKeys: [
    { Name: 'day', Type: 'date' },
    { Name: 'port', Type: 'string' },
  ],
  ...input,
});

test.each([
  ['SLU-570', { Parameters: { EXTERNAL: 'TRUE', 'projection.enabled': 'true' } }],
  ['SLU-571', { TableType: 'VIRTUAL_VIEW' }],
  ['SLU-571', { Parameters: { EXTERNAL: 'TRUE', table_type: 'ICEBERG' } }],
  ['SLU-571', { StorageDescriptor: { InputFormat: 'org.apache.hadoop.mapred.TextInputFormat' } }],
  ['SLU-572', { StorageDescriptor: { ...PARQUET, Columns: [] } }],
  ['SLU-573', { PartitionKeys: [{ Name: 'day', Type: 'date' }] }],
  ['SLU-575', { Parameters: { EXTERNAL: 'TRUE', 'sluice.dataset': 'aviation/Flights' } }],
] as const)(
  '%s: a table that a publish would not change, or not its own, is refused',
  async (code, input) => {
    const other = await makeWorld(async () => contractOfFlights());
    const DatabaseName = `${other.config.databases.prefix}aviation`;
    await other.clients.glue.send(
      new CreateTableCommand({ DatabaseName, TableInput: table('flights', input as Partial<TableInput>) }),
    );
    const issues = await other.publisher.refuse('aviation/flights', { count: 1 });
    expect(issues.map((i) => i.code)).toEqual([code]);
    const { Table } = await other.clients.glue.send(new GetTableCommand({ DatabaseName, Name: 'flights' }));
    expect(Table?.Name).toBe('flights');
    await other.close();
  },
);

function contractOfFlights(): Dataset {
  const read = readContract(CONTRACT, 'flights.odcs.yaml');
  const [dataset] = read.ok ? read.value.contract.datasets : [];
  if (dataset === undefined) throw new Error('the contract of this test is not one');
  return dataset;
}

test('a dataset without a database, without a contract, or with a strange name is refused', async () => {
  const codes = async (dataset: string) =>
    (await world.publisher.refuse(dataset, { count: 1 })).map((i) => i.code);
  expect(await codes('seafaring/ships')).toEqual(['SLU-581']);
  expect(await codes('aviation/unknown')).toEqual(['SLU-576']);
  expect(await codes('aviation/../x')).toEqual(['SLU-531']);
});
