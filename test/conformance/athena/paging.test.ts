import {
  GetQueryResultsCommand,
  ListQueryExecutionsCommand,
  paginateGetQueryResults,
} from '@aws-sdk/client-athena';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Rig, refusal, rig } from './athena.ts';

let athena: Rig;
let id: string;
beforeAll(async () => {
  athena = await rig('paging', { workGroups: [{ name: 'other' }] });
  id = await athena.start('SELECT n FROM unnest(sequence(1, 2500)) t(n) ORDER BY n');
  await athena.finished(id);
});
afterAll(() => athena.close());

const page = (more: { MaxResults?: number; NextToken?: string }, of = id) =>
  athena.client.send(new GetQueryResultsCommand({ QueryExecutionId: of, ...more }));

test('the SDK reads all rows in pages, the header once', async () => {
  const pages: number[] = [];
  const values: string[] = [];
  const paginator = paginateGetQueryResults(
    { client: athena.client, pageSize: 1000 },
    { QueryExecutionId: id },
  );
  for await (const { ResultSet } of paginator) {
    pages.push(ResultSet?.Rows?.length ?? 0);
    for (const row of ResultSet?.Rows ?? []) values.push(row.Data?.[0]?.VarCharValue ?? '');
  }
  expect(pages).toEqual([1000, 1000, 501]);
  expect(values).toHaveLength(2501);
  expect([values[0], values[1], values[1000], values[2500]]).toEqual(['n', '1', '1000', '2500']);
});

test('a page that is full names a next one, even where nothing is left', async () => {
  const three = await athena.start('SELECT n FROM (VALUES 1, 2) t(n)');
  await athena.finished(three);
  const full = await page({ MaxResults: 3 }, three);
  expect(full.ResultSet?.Rows).toHaveLength(3);
  const empty = await page({ MaxResults: 3, NextToken: full.NextToken ?? '' }, three);
  expect(empty.ResultSet?.Rows).toEqual([]);
  expect(empty.NextToken).toBeUndefined();
});

test('a token says nothing, belongs to its query, and another is refused', async () => {
  const { NextToken = '' } = await page({ MaxResults: 10 });
  expect(NextToken).not.toMatch(/^\d+$/);
  expect((await page({ MaxResults: 1, NextToken })).ResultSet?.Rows?.[0]?.Data?.[0]?.VarCharValue).toBe('10');
  const other = await athena.start('SELECT 1 AS n');
  await athena.finished(other);
  for (const [token, of] of [
    ['10', id],
    [`${NextToken}x`, other],
    [NextToken, other],
  ] as const) {
    expect(await refusal(page({ NextToken: token }, of))).toMatchObject({
      name: 'InvalidRequestException',
      code: 'INVALID_INPUT',
      message: `Malformed nextPageToken ${token}`,
    });
  }
});

test.each([
  [
    0,
    "1 validation error detected: Value at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [1001, 'MaxResults is more than maximum allowed length 1000'],
])('MaxResults %i is refused', async (MaxResults, message) => {
  expect(await refusal(page({ MaxResults }))).toMatchObject({ code: 'INVALID_INPUT', message });
});

test('queries are listed by workgroup, the newest first, in pages', async () => {
  const more = { WorkGroup: 'other' };
  const started = [];
  for (let i = 0; i < 5; i++) started.push(await athena.start(`SELECT ${i} AS n`, more));
  const list = (input: object) => athena.client.send(new ListQueryExecutionsCommand({ ...more, ...input }));
  const first = await list({ MaxResults: 2 });
  const second = await list({ MaxResults: 2, NextToken: first.NextToken });
  const third = await list({ MaxResults: 2, NextToken: second.NextToken });
  const ids = [first, second, third].flatMap((each) => each.QueryExecutionIds ?? []);
  expect(ids).toEqual(started.toReversed());
  expect(third.NextToken).toBeUndefined();
  expect(await refusal(list({ NextToken: 'x' }))).toMatchObject({
    message: 'The nextPageToken is malformed: x',
  });
});
