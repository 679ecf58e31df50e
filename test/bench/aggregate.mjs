// Asks DuckDB the statement in the file given as argument, and compares: `low…` is at least 0, `count…` is 0.
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
const reader = await connection.runAndReadAll(readFileSync(process.argv[2], 'utf8'));
const names = reader.columnNames();
let broken = 0;
for (const row of reader.getRows()) {
  names.forEach((name, i) => {
    if ((name.startsWith('low') && row[i] < 0n) || (name.startsWith('count') && row[i] !== 0n)) broken += 1;
  });
}
process.stdout.write(`${reader.currentRowCount} partitions, ${broken} rules broken\n`);
process.exitCode = broken > 0 ? 1 : 0;
