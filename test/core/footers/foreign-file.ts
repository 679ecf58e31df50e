import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Footer } from '../../../lib/core/footers/footer.ts';
import { readFooter } from '../../../lib/core/footers/read-footer.ts';
import { NULL, type Scalar, scalarText } from '../../../lib/core/values/scalar.ts';
import { toScalar } from '../../../lib/platform/local/duckdb/to-scalar.ts';
import { localLake } from '../../../lib/platform/local/lake.ts';

const FOLDER = resolve(import.meta.dirname, '../../fixtures/footers');

/** Files of other writers; how they came to be says the README beside them. */
export const FOREIGN_FILES: readonly string[] = readdirSync(FOLDER).filter((f) => f.endsWith('.parquet'));

export const pathOf = (file: string): string => join(FOLDER, file);

const lake = localLake(FOLDER);

export async function footerOf(file: string): Promise<Footer & Required<Pick<Footer, 'statistics'>>> {
  const path = pathOf(file);
  const read = await readFooter({ path, sizeBytes: statSync(path).size }, (p, a, b) =>
    lake.readRange(p, a, b),
  );
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const { statistics } = read.value;
  if (statistics === undefined) throw new Error(`${file} has no statistics`);
  return { ...read.value, statistics };
}

export interface Truth {
  readonly rows: string;
  readonly columns: Readonly<Record<string, ColumnTruth>>;
}

export interface ColumnTruth {
  /** `absent` where a footer does not say. */
  readonly nulls: string;
  readonly min: Scalar;
  readonly max: Scalar;
}

/** Reads files by a DuckDB of its own, which is no part of Sluice. */
export class ForeignReader {
  readonly #connection = DuckDBInstance.create().then(async (instance) => {
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    // values come from the rows, never from what the writer says of them
    await connection.run("SET disabled_optimizers = 'statistics_propagation'");
    return connection;
  });

  /** What the rows are, every one of them read. */
  async scan(file: string, names: readonly string[]): Promise<Truth> {
    await (await this.#connection).run(`CREATE OR REPLACE TABLE t AS FROM read_parquet('${pathOf(file)}')`);
    const items = names.map((n) => `(count(*) - count("${n}"))::VARCHAR, min("${n}"), max("${n}")`);
    const [rows, ...values] = await this.#scalars(`SELECT count(*)::VARCHAR, ${items.join(', ')} FROM t`);
    const columns = names.map((name, i) => [name, truthOf(values.slice(3 * i))] as const);
    return { rows: scalarText(rows ?? NULL), columns: Object.fromEntries(columns) };
  }

  /** What DuckDB finds in the footer of the file that was scanned last: sums and extremes of its row groups. */
  async footer(file: string, names: readonly string[]): Promise<Truth> {
    const types = await this.#pairs('SELECT column_name, column_type FROM (DESCRIBE t)');
    const of = `parquet_metadata('${pathOf(file)}')`;
    const items = names.map((name) => {
      const here = `FILTER (WHERE path_in_schema = '${name}')`;
      const value = (side: string) => `${side}(TRY_CAST(stats_${side}_value AS ${types.get(name)})) ${here}`;
      return `sum(stats_null_count) ${here}::VARCHAR, ${value('min')}, ${value('max')}`;
    });
    const values = await this.#scalars(`SELECT ${items.join(', ')} FROM ${of}`);
    const [rows] = await this.#scalars(
      `SELECT num_rows::VARCHAR FROM parquet_file_metadata('${pathOf(file)}')`,
    );
    const columns = names.map((name, i) => [name, truthOf(values.slice(3 * i))] as const);
    return { rows: scalarText(rows ?? NULL), columns: Object.fromEntries(columns) };
  }

  async close(): Promise<void> {
    (await this.#connection).closeSync();
  }

  async #pairs(sql: string): Promise<ReadonlyMap<string, string>> {
    const rows = (await (await this.#connection).runAndReadAll(sql)).getRows();
    return new Map(rows.map(([a, b]) => [String(a), String(b)]));
  }

  async #scalars(sql: string): Promise<readonly Scalar[]> {
    const result = await (await this.#connection).runAndReadAll(sql);
    const types = result.columnTypes().map(String);
    return (result.getRows()[0] ?? []).map((value, i) => toScalar(value, types[i] ?? ''));
  }
}

function truthOf([nulls = NULL, min = NULL, max = NULL]: readonly Scalar[]): ColumnTruth {
  return { nulls: nulls.type === 'null' ? 'absent' : nulls.value, min, max };
}
