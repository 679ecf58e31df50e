import type { Issue } from '../contract/issue.ts';
import { CHECK_KINDS, type CheckKindName, type Dataset, type Rule } from '../contract/model.ts';
import type { Result } from '../values/result.ts';
import type { Shown } from './check-kind.ts';
import { columnPresent } from './column-present.ts';
import { columnType } from './column-type.ts';
import type { CheckDefinition, PreparedCheck } from './define.ts';
import { distinctCount } from './distinct-count.ts';
import { duplicateValues } from './duplicate-values.ts';
import { enumeration } from './enum.ts';
import { extraColumns } from './extra-columns.ts';
import { format } from './format.ts';
import { freshness, latency } from './freshness.ts';
import { invalidValues } from './invalid-values.ts';
import { length } from './length.ts';
import { max } from './max.ts';
import { mean } from './mean.ts';
import { min } from './min.ts';
import { missingValues } from './missing-values.ts';
import { multipleOf } from './multiple-of.ts';
import { nullValues } from './null-values.ts';
import { pattern } from './pattern.ts';
import { primaryKey } from './primary-key.ts';
import { range } from './range.ts';
import { required } from './required.ts';
import { rowCount } from './row-count.ts';
import { sql } from './sql.ts';
import { sum } from './sum.ts';
import { unique } from './unique.ts';

/** The catalogue. A kind that is missing here does not compile. */
const CHECKS: Readonly<Record<CheckKindName, CheckDefinition>> = {
  columnPresent,
  columnType,
  extraColumns,
  required,
  nullValues,
  missingValues,
  invalidValues,
  duplicateValues,
  unique,
  primaryKey,
  rowCount,
  range,
  length,
  pattern,
  format,
  multipleOf,
  enum: enumeration,
  sql,
  freshness,
  latency,
  mean,
  min,
  max,
  sum,
  distinctCount,
};

const isCheckKind = (name: string): name is CheckKindName =>
  (CHECK_KINDS as readonly string[]).includes(name);

/** Undefined where the rule's kind is none that is evaluated. */
export function prepareCheck(
  rule: Rule,
  dataset: Dataset,
): Result<PreparedCheck, readonly Issue[]> | undefined {
  return isCheckKind(rule.kind) ? CHECKS[rule.kind].prepare(rule, dataset) : undefined;
}

/** What `sluice explain KIND` says; undefined for a name that is no kind. */
export function explainKind(
  name: string,
): { readonly info: string; readonly explanation: string } | undefined {
  if (!isCheckKind(name)) return undefined;
  const { info, explanation } = CHECKS[name];
  return { info, explanation };
}

/** What results of a kind show; of a name that is no kind nothing is said. */
export const shownBy = (name: string): Shown => (isCheckKind(name) ? CHECKS[name].shows : {});
