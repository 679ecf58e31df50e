import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckResult } from '../../../lib/core/gate/verdict.ts';
import { HEAD } from '../../contract-head.ts';
import { datasetIn } from '../../steps/check/judge-files.ts';
import { EXCUSES } from './excuses.ts';
import { judge, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld('listed');
});
afterAll(() => world.close());

/** The checks of the one partition of a file, on both engines. */
async function checksOf(
  name: string,
  select: string,
  properties: string,
): Promise<Readonly<Record<'local' | 'aws', Readonly<Record<string, CheckResult>>>>> {
  await world.write(`${name}.parquet`, select);
  const judged = {
    ...datasetIn(`${HEAD}    properties: [${properties}]\n`),
    path: `${name}.parquet`,
  } as const;
  const of = async (ports: World['local']) => {
    const { verdict } = await judge({ ...judged, format: 'parquet', withoutProofs: true }, ports);
    return Object.fromEntries((verdict.partitions[0]?.checks ?? []).map((c) => [c.id, c]));
  };
  return { local: await of(world.local), aws: await of(world.aws) };
}

const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/engines.md'), 'utf8');
const SECTION = /## What Athena does not judge\n([\s\S]*?)\n## /.exec(PAGE)?.[1] ?? '';
const COLUMNS = 'Columns of times, maps, and unsigned numbers of 32 bits and more';
const TWINS = 'Partitions of null and of the empty text beside each other';
const BESIDE = 'Decimals of 38 digits beside a number with more digits after the point';

test('the page lists exactly the excuses of the cases, with reason and date, and the columns that cannot be read', () => {
  const names = [...SECTION.matchAll(/^\| \*\*(.+?)\*\*/gm)].map((m) => m[1]);
  expect(names).toEqual([...EXCUSES.map((e) => e.name), COLUMNS, BESIDE, TWINS]);
  for (const { name, reason, date } of EXCUSES) {
    const line = SECTION.split('\n').find((l) => l.includes(`**${name}**`));
    expect(line).toContain(reason);
    expect(line).toContain(date);
  }
});

test.each([
  ['TIME', 'time', "TIME '12:30:00'"],
  ['MAP(VARCHAR, INTEGER)', 'map', 'MAP {a: 1}'.replace('a', "'a'")],
  ['UINTEGER', 'integer', '4294967295::UINTEGER'],
  ['UBIGINT', 'integer', '18446744073709551615::UBIGINT'],
])(`${COLUMNS}: a rule about a %s is not evaluated, every other one is`, async (_, logicalType, value) => {
  const name = `t${logicalType}${value.length}`;
  const properties = [
    `{ name: a, logicalType: ${logicalType}, required: true }`,
    '{ name: b, logicalType: integer, required: true }',
  ];
  const { local, aws } = await checksOf(name, `SELECT ${value} AS a, 1::BIGINT AS b`, properties.join(', '));
  expect(local['a.required']).toMatchObject({ outcome: 'passed' });
  expect(aws['a.required']).toMatchObject({ outcome: 'notEvaluated', reason: 'broken' });
  const others = Object.keys(local).filter((id) => id !== 'a.required');
  expect(others.length).toBeGreaterThanOrEqual(4);
  for (const id of others) expect(aws[id]?.outcome, id).toBe(local[id]?.outcome);
});

test(`${COLUMNS}: one file that has them among others is enough`, async () => {
  await world.write('mixed/a.parquet', 'SELECT 4294967295::UINTEGER AS a, 1::BIGINT AS b');
  await world.write('mixed/b.parquet', 'SELECT -1::BIGINT AS a, 2::BIGINT AS b');
  const query = 'SELECT COUNT(*) FROM {object} WHERE a < 0';
  const quality = `quality: [{ id: negative, type: sql, query: ${JSON.stringify(query)}, mustBe: 1 }]`;
  const properties = `{ name: a, logicalType: integer, ${quality} }, { name: b, logicalType: integer, required: true }`;
  const judged = {
    ...datasetIn(`${HEAD}    properties: [${properties}]\n`),
    path: 'mixed',
    format: 'parquet',
    withoutProofs: true,
  } as const;
  const outcomes = async (ports: World['local']) => {
    const { verdict } = await judge(judged, ports);
    return Object.fromEntries((verdict.partitions[0]?.checks ?? []).map((c) => [c.id, c.outcome]));
  };
  expect(await outcomes(world.local)).toMatchObject({ negative: 'passed', 'b.required': 'passed' });
  expect(await outcomes(world.aws)).toMatchObject({ negative: 'notEvaluated', 'b.required': 'passed' });
});

test(`${TWINS}: two partitions on DuckDB, refused on Athena`, async () => {
  for (const k of ['', '__HIVE_DEFAULT_PARTITION__']) {
    await world.write(`twins/k=${k}/f.parquet`, 'SELECT 1::BIGINT AS a');
  }
  const key = '{ name: k, logicalType: string, partitioned: true, partitionKeyPosition: 1 }';
  const judged = {
    ...datasetIn(`${HEAD}    properties: [{ name: a, logicalType: integer, required: true }, ${key}]\n`),
    path: 'twins',
    format: 'parquet',
    withoutProofs: true,
  } as const;
  const { verdict } = await judge(judged, world.local);
  expect(verdict.partitions.map((p) => p.partition.k).sort()).toEqual(['', null]);
  await expect(judge(judged, world.aws)).rejects.toThrow('are one and the same in Glue');
});

test(`${BESIDE}: not evaluated on DuckDB, evaluated on Athena`, async () => {
  const rule = (id: string, query: string) =>
    `{ id: ${id}, type: sql, query: ${JSON.stringify(query)}, mustBe: 1 }`;
  const rules = [
    rule('bare', 'SELECT COUNT(*) FROM {object} WHERE a = 2.5'),
    rule('cast', 'SELECT COUNT(*) FROM {object} WHERE CAST(a AS DOUBLE) > 2.5'),
  ];
  const column = `{ name: a, logicalType: integer, quality: [${rules.join(', ')}] }`;
  const value = `CAST('${'9'.repeat(38)}' AS DECIMAL(38, 0))`;
  const { local, aws } = await checksOf('beside', `SELECT ${value} AS a`, column);
  expect(local.bare).toMatchObject({ outcome: 'notEvaluated' });
  expect(aws.bare).toMatchObject({ outcome: 'failed', measured: { value: '0' } });
  expect([local.cast?.outcome, aws.cast?.outcome]).toEqual(['passed', 'passed']);
});
