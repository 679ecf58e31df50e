import { end, isFinal } from '../execution.ts';
import { type Input, requiredText } from '../input.ts';
import { cancel } from '../trino-client.ts';
import type { World } from '../world.ts';
import { executionOf } from './get.ts';

/** `StopQueryExecution`: of a finished query nothing changes. */
export async function stopQueryExecution(world: World, input: Input): Promise<object> {
  const execution = executionOf(world, requiredText(input, 'QueryExecutionId'));
  if (isFinal(execution)) return {};
  const { nextUri } = execution;
  end(execution, 'CANCELLED', 'Query cancelled by user');
  if (nextUri !== undefined) await cancel(nextUri);
  return {};
}
