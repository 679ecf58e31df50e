import { expect, test } from 'vitest';
import type { Dataset } from '../../../lib/core/contract/model.ts';
import { reportedRules } from '../../../lib/steps/report/report-rules.ts';
import { contractOf } from '../../conformance/cases/contract-of.ts';
import { CASES } from '../../conformance/cases/index.ts';
import { datasetIn } from '../check/judge-files.ts';

const allSensitive = (dataset: Dataset): Dataset => ({
  ...dataset,
  columns: dataset.columns.map((c) => ({ ...c, sensitive: true })),
});

const rules = Object.values(CASES)
  .flat()
  .flatMap((c) => reportedRules(allSensitive(datasetIn(contractOf(c)).dataset)));

const kindsOf = (some: typeof rules): readonly string[] => [...new Set(some.map((r) => r.kind))].sort();

test('of a column that must not be seen, only kinds that count are shown', () => {
  // what stands in both lists is one query of its own, and another that counts rows
  expect(kindsOf(rules.filter((r) => r.masked))).toEqual(
    ['columnType', 'freshness', 'latency', 'max', 'mean', 'min', 'range', 'sql', 'sum'].sort(),
  );
  expect(kindsOf(rules.filter((r) => !r.masked))).toEqual(
    [
      ...['columnPresent', 'extraColumns', 'rowCount', 'primaryKey', 'unique', 'duplicateValues'],
      ...['required', 'nullValues', 'missingValues', 'invalidValues', 'enum', 'format', 'pattern'],
      ...['multipleOf', 'length', 'distinctCount', 'sql'],
    ].sort(),
  );
});

test('no column that must not be seen, nothing masked', () => {
  const open = Object.values(CASES)
    .flat()
    .flatMap((c) => reportedRules(datasetIn(contractOf(c)).dataset));
  expect(open.length).toBe(rules.length);
  expect(open.filter((r) => r.masked)).toEqual([]);
});

test('a wrong type is found in single rows, of text files', () => {
  const types = rules.filter((r) => r.kind === 'columnType');
  expect(types.length).toBeGreaterThan(0);
  expect(types.every((r) => r.ofRows)).toBe(true);
});
