import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dataset } from '../../../lib/core/contract/model.ts';
import { readContract } from '../../../lib/core/contract/read.ts';
import { bindChecks, prepareChecks } from '../../../lib/core/gate/bind.ts';
import { planGate } from '../../../lib/core/gate/plan.ts';
import { compileSample, shownColumns } from '../../../lib/core/gate/sample.ts';
import { trino } from '../../../lib/core/sql/dialects/trino.ts';
import type { PhysicalSchema } from '../../../lib/core/sql/physical.ts';
import { textColumnName } from '../../../lib/core/sql/text-column.ts';
import { transformSql } from '../../../lib/core/sql/transform-sql.ts';
import { parseTransformQuery } from '../../../lib/core/sql/user-query.ts';
import { declaredPlan, declaredSchema, evaluated } from '../../core/sql/declared-schema.ts';
import { FLIGHTS_COLUMNS, TRANSFORM_COLUMNS } from '../../core/sql/transform-columns.ts';
import { randomContract } from '../../fuzz/random-contract.ts';
import { dropDatabase, hiveType, makeDatabase, makeTable } from './glue-table.ts';
import { onTrino, overEmptyTable, readable, trinoType } from './trino-engine.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
const RUNS = Number(process.env.SLUICE_VALIDATE ?? 150);
const DATABASE = 'sluice_dialect';

const contractFiles = ['contracts', 'test/fixtures/contracts', 'test/core/sql/golden'].flatMap((folder) =>
  readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.odcs.yaml'))
    .map((name) => join(folder, name)),
);

const datasetsIn = (file: string): readonly Dataset[] => {
  const read = readContract(readFileSync(join(PROJECT, file), 'utf8'), file);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value.contract.datasets;
};

/** The statement that shows failing rows of every rule that single rows break. */
function sampleOf(dataset: Dataset, schema: PhysicalSchema, table = 'candidate'): string | undefined {
  const checks = prepareChecks(dataset);
  if (!checks.ok) return undefined;
  const rules = bindChecks(checks.value, schema).flatMap(({ prepared, bound }) => {
    const failing = bound.ok ? bound.value.failing() : undefined;
    return failing === undefined ? [] : [{ id: prepared.rule.id, failing }];
  });
  if (rules.length === 0) return undefined;
  const partitionColumns = schema.columns.filter((c) => dataset.partitionedBy.includes(c.name));
  const shown = shownColumns(dataset, schema, rules);
  const request = {
    rules,
    columns: schema.columns,
    partitionColumns,
    shown,
    table,
    dialect: trino,
  };
  return compileSample(request).sql;
}

const BUCKET = 'sluice-dialect';
beforeAll(() => makeDatabase(DATABASE, BUCKET));
afterAll(() => dropDatabase(DATABASE));

test('every statement of every contract of the project is valid over a table of the catalog', async () => {
  let validated = 0;
  for (const file of contractFiles) {
    for (const dataset of datasetsIn(file)) {
      const schema = { columns: readable(declaredSchema(dataset).columns) };
      const items = schema.columns.map(({ name, type, from }) => ({
        name,
        type: hiveType(trinoType(type) ?? ''),
        isKey: from === 'path',
      }));
      const table = `t${validated}`;
      const [keys, columns] = [items.filter((c) => c.isKey), items.filter((c) => !c.isKey)];
      await makeTable(DATABASE, table, `s3://${BUCKET}/${table}/`, columns, keys);
      const statements = declaredPlan(dataset, trino, table, schema).statements.map((s) => s.sql);
      const sample = sampleOf(evaluated(dataset), schema, table);
      for (const sql of [...statements, ...(sample === undefined ? [] : [sample])]) {
        const { rows } = await onTrino(`EXPLAIN (TYPE VALIDATE) ${sql}`, { schema: DATABASE });
        expect(rows, sql).toEqual([[true]]);
        validated += 1;
      }
    }
  }
  expect(contractFiles.length).toBeGreaterThanOrEqual(6);
  expect(validated).toBeGreaterThanOrEqual(12);
});

test.each([
  ['contracts/aviation/flights.sql', FLIGHTS_COLUMNS],
  ['test/core/sql/golden/transform.sql', TRANSFORM_COLUMNS],
] as const)('what the pipeline %s writes is valid over its source', async (file, columns) => {
  const read = parseTransformQuery(readFileSync(join(PROJECT, file), 'utf8'), { pipeline: file });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const sql = transformSql(read.value, trino, columns)
    .replaceAll('{source}', '"candidate"')
    .replaceAll(/\{window(Start|End)\}/g, "TIMESTAMP '2001-01-01 00:00:00.000000'");
  const typed = columns.map(({ name, type }) => ({ name, type: trinoType(type) ?? '' }));
  const { rows } = await onTrino(`EXPLAIN (TYPE VALIDATE) ${overEmptyTable(sql, typed)}`);
  expect(rows, sql).toEqual([[true]]);
});

test('every statement of random contracts over hostile names and types that do not fit is valid', async () => {
  let validated = 0;
  await fc.assert(
    fc.asyncProperty(randomContract, async (drawn) => {
      const read = readContract(drawn.yaml, 't.odcs.yaml');
      const dataset = read.ok ? read.value.contract.datasets[0] : undefined;
      const checks = dataset === undefined ? undefined : prepareChecks(dataset);
      if (dataset === undefined || checks === undefined || !checks.ok) return;
      const schema = { columns: readable(drawn.columns) };
      const table = { partitions: [{}], table: 'candidate', dialect: trino };
      const { statements } = planGate({ dataset, checks: checks.value, schema, ...table });
      const sample = sampleOf(dataset, schema);
      const columns = schema.columns.flatMap(({ name, type, from }) => [
        { name, type: trinoType(type) ?? '' },
        ...(from === 'text' ? [{ name: textColumnName(name), type: 'VARCHAR' }] : []),
      ]);
      for (const sql of [...statements.map((s) => s.sql), ...(sample === undefined ? [] : [sample])]) {
        try {
          await onTrino(`EXPLAIN (TYPE VALIDATE) ${overEmptyTable(sql, columns)}`);
        } catch (error) {
          throw new Error(`${String(error)}\n${sql}\n${drawn.yaml}`, { cause: error });
        }
        validated += 1;
      }
    }),
    { numRuns: RUNS },
  );
  expect(validated).toBeGreaterThan(RUNS / 20);
}, 600_000);
