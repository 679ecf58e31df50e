import { breaches, constraint, invalid } from '../api-error.ts';
import { type Execution, type Failure, isFinal, resultLocation } from '../execution.ts';
import { type Input, requiredText, textsOf } from '../input.ts';
import type { World } from '../world.ts';

/** The query of that id, or Athena's refusal. */
export function executionOf(world: World, id: string): Execution {
  const execution = world.executions.get(id);
  if (!execution) throw invalid(`QueryExecution ${id} was not found`, 'QUERY_EXECUTION_NOT_FOUND');
  return execution;
}

const athenaError = (failure: Failure): object => ({
  ErrorCategory: failure.category,
  ErrorType: failure.type,
  Retryable: failure.retryable,
  ErrorMessage: failure.message ?? failure.reason,
});

const status = (execution: Execution): object => ({
  State: execution.state,
  SubmissionDateTime: execution.submittedMs / 1000,
  ...(execution.completedMs === undefined ? {} : { CompletionDateTime: execution.completedMs / 1000 }),
  ...(execution.reason === undefined ? {} : { StateChangeReason: execution.reason }),
  ...(execution.failure === undefined ? {} : { AthenaError: athenaError(execution.failure) }),
});

function statistics(execution: Execution): object {
  const now = execution.completedMs ?? Date.now();
  const started = execution.startedMs ?? now;
  return {
    DataScannedInBytes: execution.bytesScanned,
    EngineExecutionTimeInMillis: now - started,
    QueryQueueTimeInMillis: started - execution.submittedMs,
    QueryPlanningTimeInMillis: execution.planningMs,
    ServicePreProcessingTimeInMillis: 0,
    ServiceProcessingTimeInMillis: 0,
    TotalExecutionTimeInMillis: now - execution.submittedMs,
    ...(isFinal(execution) ? { ResultReuseInformation: { ReusedPreviousResult: false } } : {}),
  };
}

/** A query as Athena tells of it. The catalog comes back in lower case, the database as sent. */
export function describeExecution(execution: Execution): object {
  const { request, statement } = execution;
  return {
    QueryExecutionId: execution.id,
    Query: request.sql,
    StatementType: statement.type,
    ...(statement.substatement === undefined ? {} : { SubstatementType: statement.substatement }),
    WorkGroup: request.workGroup,
    ResultConfiguration: { OutputLocation: resultLocation(execution) },
    ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
    QueryExecutionContext: {
      ...(request.catalog === undefined ? {} : { Catalog: request.catalog.toLowerCase() }),
      ...(request.database === undefined ? {} : { Database: request.database }),
    },
    ...(request.parameters.length ? { ExecutionParameters: request.parameters } : {}),
    EngineVersion: { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'Athena engine version 3' },
    Status: status(execution),
    Statistics: statistics(execution),
  };
}

/** `GetQueryExecution`. */
export const getQueryExecution = (world: World, input: Input): object => ({
  QueryExecution: describeExecution(executionOf(world, requiredText(input, 'QueryExecutionId'))),
});

const MOST_IDS = 50;

/** `BatchGetQueryExecution`: ids that are not there are named apart. */
export function batchGetQueryExecution(world: World, input: Input): object {
  const ids = textsOf(input, 'QueryExecutionIds');
  if (ids.length < 1) throw breaches([constraint('queryExecutionIds', 'length greater than or equal to 1')]);
  if (ids.length > MOST_IDS)
    throw breaches([constraint('queryExecutionIds', `length less than or equal to ${MOST_IDS}`)]);
  const found = ids.map((id) => world.executions.get(id)).filter((each) => each !== undefined);
  const missing = ids.filter((id) => !world.executions.has(id));
  return {
    QueryExecutions: found.map(describeExecution),
    UnprocessedQueryExecutionIds: missing.map((id) => ({
      QueryExecutionId: id,
      ErrorCode: 'QUERY_EXECUTION_NOT_FOUND',
      ErrorMessage: `QueryExecution ${id} was not found`,
    })),
  };
}
