import type { ColumnInfo } from '@aws-sdk/client-athena';
import { platformError } from '../../../core/contract/platform-error.ts';
import { quoteIdentifier } from '../../../core/sql/print.ts';
import type { AwsContext } from '../clients.ts';
import { failureOf } from './failure.ts';
import { pollPace } from './poll-pace.ts';
import { lookAtQuery, type Page, readPages, startQuery } from './query.ts';

/** A column of a SELECT: its name, and its type as Trino calls it. */
export interface SelectColumn {
  readonly name: string;
  readonly type: string;
}

export type Described =
  | { readonly columns: readonly SelectColumn[] }
  /** The statement is at fault, in the engine's words. */
  | { readonly refused: string };

/**
 * Columns and types of a SELECT, without a scan: of no rows the engine needs none. What Athena says of a result leaves out
 * what is inside lists, maps and structs; then the engine itself is asked.
 */
export async function describeSelect(
  sql: string,
  token: string,
  context: AwsContext<'athena'>,
): Promise<Described> {
  const first = await ask(`SELECT * FROM (\n${sql}\n) AS candidate LIMIT 0`, `${token}/columns`, context);
  if ('refused' in first) return first;
  const columns = first.page.columns.map((c) => ({ name: c.Name ?? '', type: typeOf(c) }));
  const unclear = columns.filter((c) => c.type === undefined);
  if (unclear.length === 0)
    return { columns: columns.flatMap(({ name, type }) => (type ? [{ name, type }] : [])) };
  const items = columns.map(({ name }) => `typeof(arbitrary(${quoteIdentifier(name)}))`).join(', ');
  const second = await ask(
    `SELECT ${items} FROM (SELECT * FROM (\n${sql}\n) AS candidate LIMIT 0) AS described`,
    `${token}/types`,
    context,
  );
  if ('refused' in second) return second;
  const [types = []] = second.page.rows;
  return { columns: columns.map(({ name }, i) => ({ name, type: types[i] ?? 'unknown' })) };
}

/** The first page of a result. */
async function ask(
  sql: string,
  token: string,
  context: AwsContext<'athena'>,
): Promise<{ readonly page: Page } | { readonly refused: string }> {
  const id = await startQuery(sql, token, context);
  const looks = pollPace(context.pace);
  for (;;) {
    await looks.wait(id);
    const found = await lookAtQuery(id, context);
    if (found.Status?.State === 'SUCCEEDED') break;
    if (found.Status?.State === 'QUEUED' || found.Status?.State === 'RUNNING') continue;
    const { cause, message } = failureOf(found);
    if (cause === 'statement') return { refused: message };
    throw platformError('SLU-561', { what: 'asking for the columns of the candidate', reason: message });
  }
  for await (const page of readPages(id, context)) return { page };
  return { page: { columns: [], rows: [] } };
}

const NESTED = new Set(['array', 'map', 'row', 'struct']);

/** Undefined where Athena says less than the type. */
function typeOf({ Type = '', Precision, Scale }: ColumnInfo): string | undefined {
  const type = Type.toLowerCase();
  if (NESTED.has(type)) return undefined;
  if (type !== 'decimal') return type;
  return Precision === undefined || Precision === 0 ? undefined : `decimal(${Precision},${Scale ?? 0})`;
}
