import { expect, test } from 'vitest';
import { maskCheck, maskedRules } from '../../../lib/core/gate/mask-check.ts';
import type { CheckResult } from '../../../lib/core/gate/verdict.ts';
import { boolean, integer, NULL, string } from '../../../lib/core/values/scalar.ts';
import { datasetOf } from './contract-text.ts';

const PAY = `[
  { name: pay, physicalName: salary, logicalType: integer, required: true, classification: confidential,
    logicalTypeOptions: { minimum: 0 },
    quality: [{ id: pay-nulls, metric: nullValues, mustBe: 0 }] },
  { name: age, logicalType: integer, logicalTypeOptions: { maximum: 99 } }]`;
const OF_TABLE = `[
  { id: highest, type: sql, query: "SELECT max(salary) FROM {object}", mustBeLessThan: 9 },
  { id: mixed, type: sql, query: "SELECT max(age + salary) FROM {object}", mustBeLessThan: 9 },
  { id: oldest, type: sql, query: "SELECT max(age) FROM {object}", mustBeLessThan: 9 },
  { id: rows, metric: rowCount, mustBeGreaterThan: 1 }]`;

test('a rule is masked whose number is a cell of a sensitive column, by whatever name it reads it', () => {
  const masked = maskedRules(datasetOf({ properties: PAY, quality: OF_TABLE }));
  expect([...masked].sort()).toEqual(['highest', 'mixed', 'pay.minimum', 'pay.type']);
});

test('a rule that could not be bound is masked by the column that it is of', () => {
  const query = '{ id: odd, type: sql, query: "SELECT max(nosuch) FROM {object}", mustBeLessThan: 9 }';
  const properties = PAY.replace('[{ id: pay-nulls', `[${query}, { id: pay-nulls`);
  expect([...maskedRules(datasetOf({ properties }))].sort()).toEqual(['odd', 'pay.minimum', 'pay.type']);
});

test('nothing is masked where nothing is sensitive', () => {
  const properties = PAY.replace('classification: confidential', 'classification: public');
  expect(maskedRules(datasetOf({ properties, quality: OF_TABLE }))).toEqual(new Set());
});

const check: CheckResult = {
  id: 'pay.minimum',
  kind: 'range',
  column: 'salary',
  scope: 'partition',
  severity: 'error',
  outcome: 'failed',
  measured: integer(-1),
  expected: { op: 'mustBeGreaterOrEqualTo', value: '0' },
  by: 'query',
  message: 'salary: smallest is -1',
};
const HIDDEN = { measured: string('masked'), message: 'salary: what was measured is masked' };

test('of a masked rule neither the number nor the sentence is shown; where there is none, it stays none', () => {
  expect(maskCheck(check, true, true)).toEqual({ ...check, ...HIDDEN });
  expect(maskCheck({ ...check, measured: NULL }, true, false)).toEqual({
    ...check,
    ...HIDDEN,
    measured: NULL,
  });
  const { column: _, ...ofTable } = check;
  expect(maskCheck(ofTable, true, false).message).toBe('range: what was measured is masked');
});

test('of another rule all is shown, but for an error of the engine beside sensitive columns', () => {
  expect(maskCheck(check, false, true)).toBe(check);
  expect(maskCheck(check, false, false)).toBe(check);
  const broken: CheckResult = { ...check, reason: 'broken' };
  expect(maskCheck(broken, false, true)).toEqual({ ...broken, ...HIDDEN });
  expect(maskCheck(broken, false, false)).toBe(broken);
});

test('what a file has of columns is no cell of them', () => {
  const present: CheckResult = { ...check, measured: boolean(false) };
  expect(maskCheck(present, true, true)).toBe(present);
  const typed: CheckResult = { ...check, measured: string('INT64'), by: 'schema' };
  expect(maskCheck(typed, true, true)).toBe(typed);
});
