import {
  BatchGetQueryExecutionCommand,
  ListQueryExecutionsCommand,
  type QueryExecution,
} from '@aws-sdk/client-athena';
import type { AwsContext } from '../../lib/platform/aws/clients.ts';
import { lookAtQuery, readPages, startQuery } from '../../lib/platform/aws/engine/query.ts';
import { nameOf, reasonOf } from '../../lib/platform/aws/errors.ts';
import { retrying } from '../../lib/platform/aws/retry.ts';

export type Cell = string | undefined;

/** How a statement ended; `REFUSED`: Athena did not start it. */
export type Asked =
  | { readonly state: 'SUCCEEDED'; readonly rows: readonly (readonly Cell[])[]; readonly bytes: number }
  | { readonly state: 'FAILED' | 'CANCELLED' | 'REFUSED'; readonly reason: string };

const LOOK_MS = 300;

/** Sends a statement to Athena and waits for it; the token says whether it is a new one. */
export async function askAthena(sql: string, token: string, context: AwsContext<'athena'>): Promise<Asked> {
  let id: string;
  try {
    id = await startQuery(sql, token, context);
  } catch (cause) {
    if (nameOf(cause) !== 'InvalidRequestException') throw cause;
    const code = cause instanceof Error && 'AthenaErrorCode' in cause ? `${cause.AthenaErrorCode}: ` : '';
    return { state: 'REFUSED', reason: `${code}${reasonOf(cause)}` };
  }
  for (;;) {
    const { Status, Statistics } = await lookAtQuery(id, context);
    const state = Status?.State;
    if (state === 'FAILED' || state === 'CANCELLED')
      return { state, reason: Status?.StateChangeReason ?? 'no reason given' };
    if (state === 'SUCCEEDED') {
      const rows: (readonly Cell[])[] = [];
      for await (const page of readPages(id, context)) rows.push(...page.rows);
      return { state, rows, bytes: Statistics?.DataScannedInBytes ?? 0 };
    }
    await context.pace.sleep(LOOK_MS);
  }
}

/** The rows of a SELECT; throws where it has none to give. */
export async function rowsOf(asked: Promise<Asked>): Promise<readonly (readonly Cell[])[]> {
  const found = await asked;
  if (found.state === 'SUCCEEDED') return found.rows;
  throw new Error(`Athena ${found.state}: ${found.reason}`);
}

const PAGE = 50;

/** Athena's list of queries is not said to be up to date. */
const LIST_LAG_MS = 3_000;

/** How many queries the environment has sent while the work was done, and what came of the work. */
export async function countingQueries<T>(
  context: AwsContext<'athena'>,
  work: () => Promise<T>,
): Promise<{ readonly ended: T; readonly sent: number }> {
  await context.pace.sleep(LIST_LAG_MS);
  const before = new Set((await queriesSent(context)).map((q) => q.QueryExecutionId));
  const ended = await work();
  await context.pace.sleep(LIST_LAG_MS);
  const sent = (await queriesSent(context)).filter((q) => !before.has(q.QueryExecutionId)).length;
  return { ended, sent };
}

/** Those of the environment's own staging database. */
async function queriesSent({
  config,
  clients,
  pace,
}: AwsContext<'athena'>): Promise<readonly QueryExecution[]> {
  const found: QueryExecution[] = [];
  let token: string | undefined;
  do {
    const request = { WorkGroup: config.workgroup, ...(token === undefined ? {} : { NextToken: token }) };
    const page = await retrying(() => clients.athena.send(new ListQueryExecutionsCommand(request)), pace);
    const ids = page.QueryExecutionIds ?? [];
    for (let from = 0; from < ids.length; from += PAGE) {
      const batch = new BatchGetQueryExecutionCommand({ QueryExecutionIds: ids.slice(from, from + PAGE) });
      found.push(...((await retrying(() => clients.athena.send(batch), pace)).QueryExecutions ?? []));
    }
    token = page.NextToken;
  } while (token !== undefined);
  return found.filter((q) => q.QueryExecutionContext?.Database === config.databases.staging);
}
