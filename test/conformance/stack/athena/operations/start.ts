import { randomUUID } from 'node:crypto';
import { invalid, malformed, tooManyQueries } from '../api-error.ts';
import { classify, type Statement } from '../classify.ts';
import { findTable } from '../ddl/catalog.ts';
import { readDdl } from '../ddl/read.ts';
import { type Execution, isFinal, newExecution, type QueryRequest } from '../execution.ts';
import { type Input, requiredText, resultPlace, structureOf, textOf, textsOf } from '../input.ts';
import { isSign, lex } from '../lex.ts';
import type { WorkGroupOptions } from '../options.ts';
import { checkParameters } from '../parameters.ts';
import { runExecution } from '../run.ts';
import { checkSyntax } from '../syntax.ts';
import { checkToken } from '../tokens.ts';
import type { World } from '../world.ts';
import { workGroupOf } from './work-group.ts';

const LONGEST_QUERY = 262_144;

function checkLength(sql: string): void {
  if (sql.length > LONGEST_QUERY) {
    throw invalid(
      `1 validation error detected: Value at 'queryString' failed to satisfy constraint: Member must have length less than or equal to ${LONGEST_QUERY}`,
    );
  }
  if (Buffer.byteLength(sql) > LONGEST_QUERY)
    throw invalid(`queryString exceeds maximum allowed length ${LONGEST_QUERY}`);
}

/** The folder of results: the workgroup's where it is enforced or the client names none. */
async function outputOf(world: World, group: WorkGroupOptions, asked: string | undefined): Promise<string> {
  const location = (group.enforced ? undefined : asked) ?? group.outputLocation;
  if (location === undefined) {
    throw invalid(
      'No output location provided. You did not provide an output location for  your query results. Either specify an ' +
        'S3 bucket location or enable Athena managed query results in your workgroup settings.',
    );
  }
  const { bucket } = resultPlace(location);
  if (!(await world.hasBucket(bucket))) throw invalid(`Unable to verify/create output bucket ${bucket}`);
  return location;
}

/** What the statement is; what Athena refuses before it starts is refused. */
async function statementOf(
  world: World,
  sql: string,
  group: WorkGroupOptions,
  database: string,
): Promise<Statement> {
  const statement = classify(lex(sql));
  const tokens = lex(sql, statement?.grammar);
  const semicolon = tokens.findIndex((token) => isSign(token, ';'));
  if (semicolon >= 0 && semicolon < tokens.length - 1)
    throw malformed(`Only one sql statement is allowed. Got: ${sql}`);
  if (statement?.grammar === 'hive') {
    await checkDdl(world, sql, database);
    return statement;
  }
  await checkSyntax(world, sql);
  if (!statement) throw malformed('Queries of this type are not supported');
  const placed = tokens.some((token) => token.value.toLowerCase() === 'external_location');
  if (group.enforced && statement.file === 'table' && placed) {
    throw invalid(
      "The Create Table As Select query failed because it was submitted with an 'external_location' property to an " +
        'Athena Workgroup that enforces a centralized output location for all queries. Please remove the ' +
        "'external_location' property and resubmit the query.",
    );
  }
  return statement;
}

async function checkDdl(world: World, sql: string, database: string): Promise<void> {
  const statement = readDdl(sql);
  if (statement.kind !== 'describe' && statement.kind !== 'showColumns') return;
  const { glue, s3 } = world;
  const ddl = { glue, s3, database, engine: () => Promise.resolve(), nowMs: () => 0 };
  if (await findTable(ddl, statement.name)) return;
  throw invalid(
    'Entity Not Found (Service: AmazonDataCatalog; Status Code: 400; Error Code: EntityNotFoundException; Request ID: ' +
      `${randomUUID()}; Proxy: null)`,
  );
}

const activeOf = (world: World): number =>
  [...world.executions.values()].filter((each) => !isFinal(each)).length;

/** `StartQueryExecution`, its checks in the order that Athena was measured to make them. */
export async function startQueryExecution(
  world: World,
  input: Input,
): Promise<{ readonly QueryExecutionId: string }> {
  const sql = requiredText(input, 'QueryString');
  const token = checkToken(textOf(input, 'ClientRequestToken'));
  checkLength(sql);
  const group = workGroupOf(world, textOf(input, 'WorkGroup'));
  const asked = textOf(structureOf(input, 'ResultConfiguration'), 'OutputLocation');
  const outputLocation = await outputOf(world, group, asked);
  const context = structureOf(input, 'QueryExecutionContext');
  const [catalog, database] = [textOf(context, 'Catalog'), textOf(context, 'Database')];
  const statement = await statementOf(world, sql, group, (database ?? 'default').toLowerCase());
  const parameters = textsOf(input, 'ExecutionParameters');
  checkParameters(parameters, statement);

  const compared = [sql, catalog, database, group.enforced ? undefined : asked];
  const known = world.tokens.find(token, compared);
  if (known !== undefined) return { QueryExecutionId: known };
  if (activeOf(world) >= world.maxActiveQueries) throw tooManyQueries();
  const request: QueryRequest = {
    sql,
    workGroup: group.name,
    parameters,
    outputLocation,
    ...(catalog === undefined ? {} : { catalog }),
    ...(database === undefined ? {} : { database }),
  };
  const execution = begin(world, request, statement);
  world.tokens.keep(token, compared, execution.id);
  return { QueryExecutionId: execution.id };
}

function begin(world: World, request: QueryRequest, statement: Statement): Execution {
  const execution = newExecution(randomUUID(), request, statement, Date.now());
  world.executions.set(execution.id, execution);
  world.faults.started(execution.id, request.sql);
  void runExecution(world, execution, world.faults.onStart(request.sql));
  return execution;
}
