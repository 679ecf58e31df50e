import { type Execution, resultLocation } from './execution.ts';
import { position } from './lex.ts';
import { QueryError } from './run-engine.ts';
import { foreignCatalog } from './to-engine.ts';
import type { EngineSession } from './trino-client.ts';
import { engineCatalog, type World } from './world.ts';

/** One writer a query, so that its limit of 100 open partitions is the query's. */
const ONE_WRITER = { task_min_writer_count: '1', task_max_writer_count: '1' };

const noCatalog = (where: string, catalog: string): QueryError => {
  const reason = `CATALOG_NOT_FOUND: ${where}Catalog '${catalog.toLowerCase()}' does not exist`;
  return new QueryError({ category: 2, type: 1006, retryable: false, reason });
};

/** The engine's session of a query: its catalog, its database, its limits. */
export function sessionOf(world: World, execution: Execution, cutoff: number | undefined): EngineSession {
  const { catalog, database } = execution.request;
  const engine = engineCatalog(world, catalog);
  const { type, file } = execution.statement;
  if (engine === undefined && (type === 'DML' || file === 'table')) throw noCatalog('', catalog ?? '');
  const foreign = foreignCatalog(execution.request.sql, world.hiddenCatalogs);
  if (foreign) throw noCatalog(`line ${position(execution.request.sql, foreign.offset)}: `, foreign.catalog);
  return {
    catalog: engine ?? engineCatalog(world, undefined) ?? 'hive',
    schema: (database ?? 'default').toLowerCase(),
    tag: execution.id,
    properties: {
      ...(execution.statement.counts ? ONE_WRITER : {}),
      ...(cutoff === undefined ? {} : { query_max_scan_physical_bytes: `${cutoff}B` }),
    },
  };
}

/** Where a table goes that its statement gives no place. */
export const tableLocation = (execution: Execution): string => `${resultLocation(execution)}/`;
