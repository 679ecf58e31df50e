import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Rule → how its day is broken. `n` is the number of the row. */
const PLANTED: Readonly<Record<string, string>> = {
  'date-nulls': '* REPLACE (if(n = 0, NULL, date) AS date)',
  'delay-nulls': '* REPLACE (if(n % 50 = 0, NULL, delay) AS delay)',
  'distance-nulls': '* REPLACE (if(n % 50 = 0, NULL, distance) AS distance)',
  'origin-nulls': '* REPLACE (if(n = 0, NULL, origin) AS origin)',
  'destination-nulls': '* REPLACE (if(n = 0, NULL, destination) AS destination)',
  rows: '* FROM day WHERE n < 9999',
  'delay-range': '* REPLACE (if(n = 0, 2881, delay) AS delay)',
  'distance-range': '* REPLACE (if(n = 0, 0, distance) AS distance)',
  'origin-pattern': '* REPLACE (if(n = 0, lower(origin), origin) AS origin)',
  'destination-pattern': "* REPLACE (if(n = 0, 'JFKX', destination) AS destination)",
  'no-round-trips': '* REPLACE (if(n = 0, origin, destination) AS destination)',
  duplicates: '* FROM day UNION ALL SELECT * FROM day WHERE n < 500',
  freshness: '* FROM day WHERE hour(date) < 20',
  'delay-mean': '* REPLACE (delay + 100 AS delay)',
  'origin-airports': '* FROM day WHERE origin < (SELECT quantile_disc(origin, 0.2) FROM day)',
};

/**
 * Some days of the flights, for each rule one that breaks it, the bad ones that are there, and sound ones: whether
 * contestants agree shows where there is something to find. Rule → the day that was broken.
 */
export async function plantDefects(all: string, folder: string): Promise<Readonly<Record<string, string>>> {
  const days = readdirSync(all).sort();
  const rules = Object.keys(PLANTED);
  const chosen = days.filter((d) => /2001-0(3-|2-0[1-3]|2-2[27]|7-01)/.test(d));
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const where: Record<string, string> = {};
  for (const day of chosen) {
    const rule = day.includes('2001-03') ? rules.shift() : undefined;
    cpSync(join(all, day), join(folder, day), { recursive: true });
    if (rule === undefined) continue;
    const [file = ''] = readdirSync(join(all, day));
    mkdirSync(join(folder, day), { recursive: true });
    const select = PLANTED[rule] ?? '*';
    const query = select.includes('FROM day') ? select : `${select} FROM day`;
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE day AS SELECT * EXCLUDE (file_row_number), file_row_number AS n
       FROM read_parquet('${join(all, day, file)}', file_row_number = true, hive_partitioning = false)`,
    );
    await connection.run(
      `COPY (SELECT * EXCLUDE (n) FROM (SELECT ${query})) TO '${join(folder, day, file)}' (FORMAT parquet)`,
    );
    where[rule] = day.replace('flight_date=', '');
  }
  if (rules.length > 0) throw new Error(`no day was left for ${rules.join(', ')}`);
  return where;
}
