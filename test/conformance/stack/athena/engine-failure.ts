import type { Failure } from './execution.ts';
import type { EngineError } from './trino-client.ts';

/** `ErrorType` by the engine's name of the error, as measured on Athena; what was not measured is a plain user error. */
const USER_TYPES: Readonly<Record<string, number>> = {
  DIVISION_BY_ZERO: 1001,
  TYPE_MISMATCH: 1002,
  COLUMN_NOT_FOUND: 1006,
  CATALOG_NOT_FOUND: 1006,
  INVALID_CAST_ARGUMENT: 1100,
  MISSING_COLUMN_NAME: 1100,
  NOT_SUPPORTED: 1200,
  TABLE_NOT_FOUND: 1301,
  SCHEMA_NOT_FOUND: 1301,
  FUNCTION_NOT_FOUND: 1303,
};

const PLAIN_USER_ERROR = 1000;
const ENGINE_ERROR = 200;
const ICEBERG_ERROR = 233;
const OUT_OF_RESOURCES = 1;

/** `Column 'x' cannot be resolved` and its like go on in Athena. */
const reworded = (error: EngineError): string => {
  if (error.errorName !== 'COLUMN_NOT_FOUND') return error.message;
  return error.message.replace(
    /cannot be resolved$/,
    'cannot be resolved or requester is not authorized to access requested resources',
  );
};

/** The engine's error as `AthenaError` says it. */
export function engineFailure(error: EngineError): Failure {
  const reason = `${error.errorName}: ${reworded(error)}`;
  if (error.errorName === 'ICEBERG_COMMIT_ERROR')
    return { category: 1, type: ICEBERG_ERROR, retryable: true, reason };
  if (error.errorType === 'INSUFFICIENT_RESOURCES') {
    return { category: 1, type: OUT_OF_RESOURCES, retryable: true, reason };
  }
  if (error.errorType === 'USER_ERROR' || error.errorName === 'HIVE_TOO_MANY_OPEN_PARTITIONS') {
    return { category: 2, type: USER_TYPES[error.errorName] ?? PLAIN_USER_ERROR, retryable: false, reason };
  }
  return { category: 1, type: ENGINE_ERROR, retryable: false, reason };
}

/** A failure of this server's own, or of what it could not reach. */
export const serviceFailure = (error: unknown): Failure => ({
  category: 1,
  type: 100,
  retryable: true,
  reason: `INTERNAL_ERROR_QUERY_ENGINE: ${error instanceof Error ? error.message : String(error)}`,
});

/** What Hive's side of Athena says. */
export const ddlFailure = (reason: string, type: number, message?: string): Failure => ({
  category: type === 1003 ? 1 : 2,
  type,
  retryable: false,
  reason,
  ...(message === undefined ? {} : { message }),
});
