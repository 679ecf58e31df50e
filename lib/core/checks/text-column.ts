import type { PhysicalColumn } from '../sql/physical.ts';
import { fail, ok, type Result } from '../values/result.ts';

/** Patterns, formats and text lengths can only be asked of text. */
export function textOnly(column: PhysicalColumn, what: string): Result<PhysicalColumn, string> {
  return column.type.kind === 'string'
    ? ok(column)
    : fail(`column "${column.name}" is ${column.typeName}, and ${what} needs text`);
}
