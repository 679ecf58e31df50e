import { ddlFailure } from '../engine-failure.ts';
import type { Failure } from '../execution.ts';

/** A DDL statement that started and failed. */
export class DdlError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.reason);
    this.failure = failure;
  }
}

const TASK = 'FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask.';

export const tableNotFound = (database: string, table: string): DdlError =>
  new DdlError(
    ddlFailure(`FAILED: SemanticException [Error 10001]: Table not found ${database}.${table}`, 1301),
  );

export const databaseNotFound = (database: string): DdlError =>
  new DdlError(
    ddlFailure(`FAILED: SemanticException [Error 10072]: Database does not exist: ${database}`, 1301),
  );

export const tableExists = (table: string): DdlError =>
  new DdlError(
    ddlFailure(
      `${TASK} AlreadyExistsException(message:Table ${table} already exist)`,
      1006,
      `Table ${table} already exists.`,
    ),
  );

/** Hive's task says no. */
export const taskFailure = (message: string, type = 1006): DdlError =>
  new DdlError(ddlFailure(`${TASK} ${message}`, type));

export const semanticError = (message: string, type = 1006): DdlError =>
  new DdlError(ddlFailure(`FAILED: SemanticException ${message}`, type));

export const notForIceberg = (): DdlError =>
  new DdlError(ddlFailure('Query type not supported by Athena Iceberg at this time', 1200));

export const unknownType = (type: string): DdlError =>
  new DdlError(
    ddlFailure(`FAILED: ParseException cannot recognize input near '${type}' in column type`, 1003),
  );
