import { platformError } from '../../../core/contract/platform-error.ts';
import type { Engine, QueryState } from '../../../core/ports.ts';
import type { AwsContext } from '../clients.ts';
import { nameOf, reasonOf, wording } from '../errors.ts';
import { dropTable, getTable } from '../glue-tables.ts';
import { s3Lake } from '../lake/s3-lake.ts';
import { ROWS_PARAMETER, stagedTablesIn } from '../table-name.ts';
import { failureOf } from './failure.ts';
import { ATHENA } from './name.ts';
import { pollPace } from './poll-pace.ts';
import { lookAtQuery, readRows, startQuery, stopQuery } from './query.ts';
import { type Referred, referred, refTo } from './reference.ts';
import { startWrite } from './start-write.ts';

/**
 * Athena as Engine. A reference holds all that is needed to go on with a query in another process. Rows scanned: those that
 * the staged files have, once for each time the statement names the table; bytes scanned: what Athena charges for.
 * Throws PlatformError.
 */
export function athenaEngine(context: AwsContext<'athena' | 'glue' | 's3'>): Engine {
  const looks = pollPace(context.pace);
  const rowsOf = rowCounts(context);
  const lake = s3Lake(context);
  return {
    ...ATHENA,
    start: (query, token) =>
      wording('the start of a query', () =>
        orRefused(async () => ({ kind: 'query', id: await startQuery(query.sql, token, context) })),
      ).then(refTo),
    write: (spec, token) =>
      wording('the start of the candidate query', () =>
        orRefused(() => startWrite(spec, token, lake, context)),
      ).then(refTo),
    poll: (ref) =>
      wording('looking at a query', async (): Promise<QueryState> => {
        const of = referred(ref);
        if (of.kind === 'refused') return { state: 'failed', cause: 'statement', message: of.message };
        await looks.wait(of.id);
        const found = await lookAtQuery(of.id, context);
        const state = found.Status?.State;
        if (state === 'QUEUED' || state === 'RUNNING') return { state: 'running' };
        looks.forget(of.id);
        if (of.kind === 'write') await dropTable(context.config.databases.staging, of.table, context);
        if (state !== 'SUCCEEDED') return failureOf(found);
        const bytes = found.Statistics?.DataScannedInBytes ?? 0;
        const rows = await rowsOf(stagedTablesIn(found.Query ?? ''));
        return { state: 'succeeded', stats: { rowsScanned: rows, bytesScanned: String(bytes) } };
      }),
    rows: async function* rows(ref) {
      const of = referred(ref);
      if (of.kind === 'refused')
        throw platformError('SLU-561', { what: 'reading a result', reason: of.message });
      const pages = readRows(of.id, context);
      for (;;) {
        const next = await wording('reading a result', () => pages.next());
        if (next.done === true) return;
        yield next.value;
      }
    },
    stop: (ref) =>
      wording('stopping a query', async () => {
        const of = referred(ref);
        if (of.kind !== 'refused') await stopQuery(of.id, context);
      }),
  };
}

/** What Athena refuses before it starts: the statement is at fault, not the platform. */
async function orRefused(start: () => Promise<Referred>): Promise<Referred> {
  try {
    return await start();
  } catch (cause) {
    const code = cause instanceof Error && 'AthenaErrorCode' in cause ? cause.AthenaErrorCode : undefined;
    if (nameOf(cause) !== 'InvalidRequestException' || code !== 'MALFORMED_QUERY') throw cause;
    return { kind: 'refused', message: reasonOf(cause) };
  }
}

/** Rows that were stated when the tables were staged; asked for once a table. */
function rowCounts({
  config,
  clients,
  pace,
}: AwsContext<'glue'>): (tables: readonly string[]) => Promise<string> {
  const known = new Map<string, bigint>();
  const ask = async (table: string): Promise<bigint> => {
    const found = await getTable(config.databases.staging, table, { clients, pace });
    return BigInt(found?.Parameters?.[ROWS_PARAMETER] ?? '0');
  };
  return async (tables) => {
    let sum = 0n;
    for (const table of tables) {
      const rows = known.get(table) ?? (await ask(table));
      known.set(table, rows);
      sum += rows;
    }
    return sum.toString();
  };
}
