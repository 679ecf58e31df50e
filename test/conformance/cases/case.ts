import type { CheckResult } from '../../../lib/core/gate/verdict.ts';

export type Cell = string | number | boolean | null;

/**
 * One rule against one small table, as a contract writes it and as the engine's files hold it: what every engine has
 * to say of it. Written by hand from what the rule means, not from what the code returned.
 */
export interface CheckCase {
  /** The rule in words; together with the kind it names the test. */
  readonly says: string;
  /** Column name → SQL type, in the table's order. */
  readonly columns: Readonly<Record<string, string>>;
  /** Cells as SQL would cast them from text; null is NULL. */
  readonly rows: readonly (readonly Cell[])[];
  /** Entries of `schema[].properties`, one YAML flow mapping each. */
  readonly properties: readonly string[];
  /** Entries of `schema[].quality`, one YAML flow mapping each. */
  readonly quality?: readonly string[];
  /** Entries of `slaProperties`, one YAML flow mapping each. */
  readonly sla?: readonly string[];
  /** Entries of the dataset's `customProperties`. */
  readonly settings?: readonly string[];
  readonly apiVersion?: string;
  /** A file of text instead of a table of Parquet: its bytes, read with the contract's types. */
  readonly csv?: string;
  readonly json?: string;
  readonly now?: string;
  /** Check id → what the verdict says of it. */
  readonly expect: Readonly<Record<string, Expected>>;
}

export interface Expected {
  readonly outcome: CheckResult['outcome'];
  readonly by?: CheckResult['by'];
  /** `null` where nothing was measured; left out where the number does not matter. */
  readonly measured?: string | null;
  readonly unit?: string;
  readonly nulls?: string;
  readonly reason?: CheckResult['reason'];
  /** Words that the message must hold. */
  readonly message?: string | RegExp;
  readonly expected?: CheckResult['expected'];
}

/** A table with one column `a`. */
export const one = (type: string, ...cells: readonly Cell[]): Pick<CheckCase, 'columns' | 'rows'> => ({
  columns: { a: type },
  rows: cells.map((c) => [c]),
});
