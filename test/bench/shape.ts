import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

export interface Shape {
  readonly partitions: number;
  readonly rows: number;
  readonly columns: number;
  readonly rules: number;
}

/** A rule on a column: every second one is an extreme (proven by footers), the others have to be counted. */
const rulesOf = ({ columns, rules }: Shape) =>
  Array.from({ length: rules }, (_, r) => {
    const column = `c${r % columns}`;
    return r % 2 === 0
      ? { id: `low${r}`, number: `min(${column})`, threshold: 'mustBeGreaterOrEqualTo' }
      : { id: `count${r}`, number: 'count(*)', where: `${column} % 7 = ${r + 8}`, threshold: 'mustBe' };
  });

export function contractOf(shape: Shape): string {
  const properties = Array.from(
    { length: shape.columns },
    (_, c) => `      - { name: c${c}, logicalType: integer }\n`,
  );
  const quality = rulesOf(shape).map(({ id, number, where, threshold }) => {
    const query = `SELECT ${number} FROM {object}${where === undefined ? '' : ` WHERE ${where}`}`;
    return `      - { id: ${id}, type: sql, query: "${query}", ${threshold}: 0 }\n`;
  });
  return `apiVersion: v3.1.0
kind: DataContract
id: growth
name: growth
version: 1.0.0
status: active
schema:
  - name: growth
    properties:
      - { name: p, logicalType: integer, partitioned: true, partitionKeyPosition: 1 }
${properties.join('')}    quality:
${quality.join('')}`;
}

/** The same rules as one statement that somebody would write, for `aggregate.mjs`. */
export function aggregateOf(shape: Shape, folder: string): string {
  const numbers = rulesOf(shape).map(
    ({ id, number, where }) => `${number}${where === undefined ? '' : ` FILTER (WHERE ${where})`} AS ${id}`,
  );
  return `SELECT p, ${numbers.join(', ')}
    FROM read_parquet('${folder}/*/*.parquet', hive_partitioning = true) GROUP BY p`;
}

/** Whole numbers below a thousand, the partitions in folders, one file in each. */
export async function writeData(shape: Shape, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '4GB' });
  const connection = await instance.connect();
  const columns = Array.from({ length: shape.columns }, (_, c) => `(i * ${c + 1}) % 1000 AS c${c}`);
  const perPartition = Math.ceil(shape.rows / shape.partitions);
  for (let p = 0; p < shape.partitions; p += 1) {
    mkdirSync(join(folder, `p=${p}`), { recursive: true });
    await connection.run(
      `COPY (SELECT ${columns.join(', ')} FROM range(${p * perPartition}, ${(p + 1) * perPartition}) r(i))
       TO '${join(folder, `p=${p}`, 'data.parquet')}' (FORMAT parquet)`,
    );
  }
  connection.closeSync();
  instance.closeSync();
}
