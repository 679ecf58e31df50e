import type { CheckKindName } from '../../../lib/core/contract/model.ts';
import { freshness, latency } from './ages.ts';
import { distinctCount, max, mean, min, sum } from './aggregates.ts';
import type { CheckCase } from './case.ts';
import { columnPresent } from './column-present.ts';
import { columnType } from './column-type.ts';
import { duplicateValues } from './duplicate-values.ts';
import { enumeration } from './enum.ts';
import { extraColumns } from './extra-columns.ts';
import { format } from './format.ts';
import { invalidValues } from './invalid-values.ts';
import { length } from './length.ts';
import { missingValues } from './missing-values.ts';
import { multipleOf } from './multiple-of.ts';
import { nullValues } from './null-values.ts';
import { pattern } from './pattern.ts';
import { primaryKey } from './primary-key.ts';
import { range } from './range.ts';
import { required } from './required.ts';
import { rowCount } from './row-count.ts';
import { sql } from './sql.ts';
import { unique } from './unique.ts';

/** The cases of every kind: a kind without any does not compile. */
export const CASES: Readonly<Record<CheckKindName, readonly CheckCase[]>> = {
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
