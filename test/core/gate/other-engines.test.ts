import { expect, test } from 'vitest';
import { rulesOfOtherEngines, sqlOfOtherEngine } from '../../../lib/core/gate/other-engines.ts';
import { datasetOf } from './contract-text.ts';

const ruleFor = (engine: string): string =>
  `{ id: r-${engine}, type: sql, query: "SELECT count(*) FROM {object}", mustBe: 1,
     customProperties: [{ property: sluice.engine, value: ${engine} }] }`;
const dataset = datasetOf({
  quality: `[${['duckdb', 'trino', 'athena'].map(ruleFor).join(', ')},
    { id: shared, type: sql, query: "SELECT count(*) FROM {object}", mustBe: 1 },
    { id: rows, metric: rowCount, mustBe: 1, customProperties: [{ property: sluice.engine, value: trino }] }]`,
});

test.each([
  ['duckdb', ['r-trino', 'r-athena']],
  ['trino', ['r-duckdb']],
] as const)('on %s rules for another engine are refused where they stand', (here, rules) => {
  const found = rulesOfOtherEngines(dataset, here);
  expect(found.map((i) => i.params.rule)).toEqual(rules);
  for (const { code, severity, at, params } of found) {
    expect({ code, severity, here: params.here }).toEqual({ code: 'SLU-317', severity: 'error', here });
    expect(at).toEqual(dataset.rules.find((r) => r.id === params.rule)?.at);
  }
});

const at = { file: 'p.pipeline.yaml', line: 4 };

test.each([
  ['duckdb', 'trino', true],
  ['athena', 'trino', false],
  ['Trino', 'trino', false],
  ['trino', 'duckdb', true],
  ['DuckDB', 'duckdb', false],
  [undefined, 'duckdb', false],
] as const)('SQL of a pipeline for %s on %s', (engine, here, refused) => {
  const expected = { code: 'SLU-318', severity: 'error', params: { pipeline: 'a/b', engine, here }, at };
  expect(sqlOfOtherEngine({ name: 'a/b', engine }, here, at)).toEqual(refused ? [expected] : []);
});

test('a name that no engine has is left to who reads the SQL', () => {
  expect(sqlOfOtherEngine({ name: 'a/b', engine: 'sqlite' }, 'duckdb', at)).toEqual([]);
});
