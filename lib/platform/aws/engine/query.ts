import { createHash } from 'node:crypto';
import {
  type ColumnInfo,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { platformError } from '../../../core/contract/platform-error.ts';
import { MAX_STATEMENT_BYTES } from '../../../core/gate/compile.ts';
import type { Scalar } from '../../../core/values/scalar.ts';
import type { AwsContext } from '../clients.ts';
import { nameOf } from '../errors.ts';
import { retrying } from '../retry.ts';
import { toScalar } from './to-scalar.ts';

export type Row = Readonly<Record<string, Scalar>>;

/**
 * Athena knows a query by its token for a while: the same token is the same query, whatever became of it. So tokens come
 * from run and step, never from the SQL alone, which a later run sends again for another answer.
 */
export const tokenOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The id under which Athena runs the statement, of this request or of an earlier one with this token. */
export async function startQuery(
  sql: string,
  token: string,
  { config, clients, pace }: AwsContext<'athena'>,
): Promise<string> {
  const bytes = Buffer.byteLength(sql);
  if (bytes > MAX_STATEMENT_BYTES) {
    throw platformError('SLU-565', { bytes: String(bytes), limit: String(MAX_STATEMENT_BYTES) });
  }
  const request = {
    QueryString: sql,
    ClientRequestToken: tokenOf(token),
    WorkGroup: config.workgroup,
    QueryExecutionContext: { Catalog: config.catalog, Database: config.databases.staging },
    ...(config.results === undefined ? {} : { ResultConfiguration: { OutputLocation: config.results } }),
  };
  const { QueryExecutionId } = await retrying(
    () => clients.athena.send(new StartQueryExecutionCommand(request)),
    pace,
  );
  if (QueryExecutionId === undefined) throw malformed('the start of a query', 'it names no query');
  return QueryExecutionId;
}

export async function lookAtQuery(
  id: string,
  { clients, pace }: AwsContext<'athena'>,
): Promise<QueryExecution> {
  const request = new GetQueryExecutionCommand({ QueryExecutionId: id });
  const { QueryExecution: found } = await retrying(() => clients.athena.send(request), pace);
  if (found?.Status?.State === undefined) throw malformed('the state of a query', 'it has no state');
  return found;
}

/** Ending what has ended is no error. */
export async function stopQuery(id: string, { clients, pace }: AwsContext<'athena'>): Promise<void> {
  try {
    const request = new StopQueryExecutionCommand({ QueryExecutionId: id });
    await retrying(() => clients.athena.send(request), pace);
  } catch (cause) {
    if (nameOf(cause) !== 'InvalidRequestException') throw cause;
  }
}

export interface Page {
  readonly columns: readonly ColumnInfo[];
  readonly rows: readonly (readonly (string | undefined)[])[];
}

/** The result of a SELECT, page by page; the header, which is its first row, is left out. */
export async function* readPages(id: string, { clients, pace }: AwsContext<'athena'>): AsyncGenerator<Page> {
  let token: string | undefined;
  let first = true;
  do {
    const of = { QueryExecutionId: id, ...(token === undefined ? {} : { NextToken: token }) };
    const answer = await retrying(() => clients.athena.send(new GetQueryResultsCommand(of)), pace);
    const columns = answer.ResultSet?.ResultSetMetadata?.ColumnInfo;
    if (columns === undefined) throw malformed('the result of a query', 'it names no columns');
    const rows = (answer.ResultSet?.Rows ?? []).map(({ Data = [] }) => Data.map((d) => d.VarCharValue));
    if (rows.some((row) => row.length !== columns.length)) {
      throw malformed('the result of a query', 'a row has more or fewer cells than there are columns');
    }
    if (first && !isHeader(rows[0], columns)) {
      throw malformed('the result of a query', 'its first row does not name the columns');
    }
    yield { columns, rows: first ? rows.slice(1) : rows };
    first = false;
    token = answer.NextToken;
  } while (token !== undefined);
}

const isHeader = (row: Page['rows'][number] | undefined, columns: readonly ColumnInfo[]): boolean =>
  row?.every((cell, i) => cell === columns[i]?.Name || cell === columns[i]?.Label) ?? false;

/** By alias, never by position. */
export async function* readRows(id: string, context: AwsContext<'athena'>): AsyncGenerator<Row> {
  for await (const { columns, rows } of readPages(id, context)) {
    for (const row of rows) {
      yield Object.fromEntries(columns.map((c, i) => [c.Name ?? '', toScalar(row[i], c.Type ?? '')]));
    }
  }
}

const malformed = (what: string, reason: string) => platformError('SLU-582', { what, reason });
