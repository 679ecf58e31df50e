import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('DuckDB is not loaded before something is staged', async () => {
  const script = `
    const { createDuckDb } = await import('./lib/platform/local/duckdb/create-duckdb.ts');
    const loaded = () => process.report.getReport().sharedObjects.some((s) => s.includes('duckdb'));
    const db = createDuckDb({ root: '/' });
    const before = loaded();
    await db.catalog.stage({ dataset: 'd', runId: 'r', attempt: 1, format: 'parquet', files: [], columns: [] });
    console.log(JSON.stringify([db.engine.name, before, loaded()]));
    await db.close();
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(JSON.parse(stdout)).toEqual([expect.stringMatching(/^duckdb-\d+\.\d+\.\d+$/), false, true]);
});
