import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readContract } from '../../lib/core/contract/read.ts';
import { prepareChecks } from '../../lib/core/gate/bind.ts';
import { planGate } from '../../lib/core/gate/plan.ts';
import { duckdb } from '../../lib/core/sql/dialects/duckdb.ts';
import { textColumnName } from '../../lib/core/sql/text-column.ts';
import { quoteName } from '../../lib/platform/local/duckdb/quote.ts';
import { typeSql } from '../../lib/platform/local/duckdb/type-sql.ts';
import { type RandomContract, randomContract } from './random-contract.ts';

const RUNS = Number(process.env.SLUICE_FUZZ ?? 500);
let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create();
  connection = await instance.connect();
});
afterAll(() => instance.closeSync());

/** A table as the catalog would stage it, with one row of nulls. */
async function stage({ columns }: RandomContract): Promise<void> {
  const items = columns.flatMap(({ name, type, from }) => [
    `CAST(NULL AS ${typeSql(type)}) AS ${quoteName(name)}`,
    ...(from === 'text' ? [`CAST(NULL AS VARCHAR) AS ${quoteName(textColumnName(name))}`] : []),
  ]);
  const list = items.length === 0 ? 'NULL AS "empty"' : items.join(', ');
  await connection.run(`CREATE OR REPLACE TABLE candidate AS SELECT ${list}`);
}

test('random contracts never crash the reader or the planner, and never make SQL that the engine refuses', async () => {
  const seen = { read: 0, planned: 0, statements: 0 };
  await fc.assert(
    fc.asyncProperty(randomContract, async (drawn) => {
      const read = readContract(drawn.yaml, 't.odcs.yaml');
      if (!read.ok) {
        expect(read.error.length).toBeGreaterThan(0);
        return;
      }
      seen.read += 1;
      const [dataset] = read.value.contract.datasets;
      if (dataset === undefined) throw new Error('no dataset');
      const checks = prepareChecks(dataset);
      if (!checks.ok) {
        expect(checks.error.length).toBeGreaterThan(0);
        return;
      }
      seen.planned += 1;
      const schema = { columns: drawn.columns };
      const plan = planGate({
        dataset,
        checks: checks.value,
        schema,
        partitions: [{}],
        table: 'candidate',
        dialect: duckdb,
      });
      await stage(drawn);
      for (const { sql } of plan.statements) {
        seen.statements += 1;
        try {
          await connection.runAndReadAll(sql);
        } catch (error) {
          throw new Error(`${sql}\n${drawn.yaml}`, { cause: error });
        }
      }
    }),
    { numRuns: RUNS },
  );
  // the generator is no use if most of what it draws ends at the reader
  expect(seen.planned).toBeGreaterThan(RUNS / 20);
  expect(seen.statements).toBeGreaterThan(RUNS / 20);
}, 600_000);
