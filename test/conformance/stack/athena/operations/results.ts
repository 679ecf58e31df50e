import { breaches, constraint, invalid } from '../api-error.ts';
import { columnInfo } from '../columns.ts';
import type { Execution, Results } from '../execution.ts';
import { type Input, numberOf, requiredText, textOf } from '../input.ts';
import { type Pages, pages } from '../pages.ts';
import type { World } from '../world.ts';
import { executionOf } from './get.ts';

const MOST_ROWS = 1000;
const FRAMEWORK_MOST = 100_000;

function checkPaging(token: string | undefined, most: number): void {
  const broken = [
    ...(token === '' ? [constraint('nextToken', 'length greater than or equal to 1')] : []),
    ...(most < 1 ? [constraint('maxResults', 'value greater than or equal to 1')] : []),
    ...(most > FRAMEWORK_MOST
      ? [constraint('maxResults', `value less than or equal to ${FRAMEWORK_MOST}`)]
      : []),
  ];
  if (broken.length) throw breaches(broken);
}

/** The results, or what Athena says of a query that has none. DDL that failed has an empty answer. */
function resultsOf(execution: Execution): Results {
  if (execution.results && execution.state === 'SUCCEEDED') return execution.results;
  if (execution.state === 'CANCELLED') throw invalid('Could not find results', 'RESULT_NOT_FOUND');
  if (execution.state === 'FAILED') {
    if (execution.statement.grammar === 'hive') return { columns: [], rows: [] };
    const text = 'Query did not finish successfully. Final query state: FAILED';
    throw invalid(text, 'INVALID_QUERY_EXECUTION_STATE');
  }
  throw invalid(
    `Query has not yet finished. Current state: ${execution.state}`,
    'INVALID_QUERY_EXECUTION_STATE',
  );
}

const datum = (value: string | null): object => (value === null ? {} : { VarCharValue: value });

/**
 * `GetQueryResults`. A full page always names a next one, even where nothing is left: so Athena was measured.
 */
export function resultsOperation(): (world: World, input: Input) => object {
  const tokens: Pages = pages();
  return (world, input) => {
    const id = requiredText(input, 'QueryExecutionId');
    const token = textOf(input, 'NextToken');
    const most = numberOf(input, 'MaxResults') ?? MOST_ROWS;
    checkPaging(token, most);
    const execution = executionOf(world, id);
    if (most > MOST_ROWS) throw invalid(`MaxResults is more than maximum allowed length ${MOST_ROWS}`);
    const results = resultsOf(execution);
    const from = token === undefined ? 0 : tokens.offset(id, token);
    if (from === undefined) throw invalid(`Malformed nextPageToken ${token}`);
    const page = results.rows.slice(from, from + most);
    return {
      ...(results.updateCount === undefined ? {} : { UpdateCount: results.updateCount }),
      ResultSet: {
        Rows: page.map((row) => ({ Data: row.map(datum) })),
        ResultSetMetadata: { ColumnInfo: results.columns.map(columnInfo) },
      },
      ...(page.length === most ? { NextToken: tokens.token(id, from + most) } : {}),
    };
  };
}
