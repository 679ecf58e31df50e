// What somebody would write instead of a contract: one SQL statement over all partitions, and a few comparisons.
// Reads the folder given as argument, prints the rejected days, exits 1 where there are some.
import { DuckDBInstance } from '@duckdb/node-api';

const sql = (folder) => `
  SELECT
    CAST(flight_date AS VARCHAR) AS day,
    count(*) AS n,
    count(*) FILTER (WHERE date IS NULL) AS date_nulls,
    count(*) FILTER (WHERE delay IS NULL) AS delay_nulls,
    count(*) FILTER (WHERE distance IS NULL) AS distance_nulls,
    count(*) FILTER (WHERE origin IS NULL) AS origin_nulls,
    count(*) FILTER (WHERE destination IS NULL) AS destination_nulls,
    min(delay) AS delay_min,
    max(delay) AS delay_max,
    avg(delay) AS delay_mean,
    min(distance) AS distance_min,
    max(distance) AS distance_max,
    count(*) FILTER (WHERE NOT regexp_matches(origin, '^[A-Z]{3}$')) AS bad_origins,
    count(*) FILTER (WHERE NOT regexp_matches(destination, '^[A-Z]{3}$')) AS bad_destinations,
    count(DISTINCT origin) AS origins,
    count(*) FILTER (WHERE origin = destination) AS round_trips,
    count(*) - count(DISTINCT (date, origin, destination)) AS duplicates,
    epoch(CAST(flight_date AS TIMESTAMP) + INTERVAL 1 DAY - max(date)) AS age
  FROM read_parquet('${folder.replaceAll("'", "''")}/*/*.parquet', hive_partitioning = true)
  GROUP BY flight_date
  ORDER BY flight_date`;

const RULES = {
  'null rates': (d) =>
    d.date_nulls + d.origin_nulls + d.destination_nulls === 0 &&
    d.delay_nulls / d.n < 0.01 &&
    d.distance_nulls / d.n < 0.01,
  'at least 10,000 rows': (d) => d.n >= 10_000,
  'delay from -180 to 2880': (d) => d.delay_min >= -180 && d.delay_max <= 2880,
  'mean delay from -30 to 90': (d) => d.delay_mean >= -30 && d.delay_mean <= 90,
  'distance from 1 to 6000': (d) => d.distance_min >= 1 && d.distance_max <= 6000,
  'airport codes': (d) => d.bad_origins + d.bad_destinations === 0,
  'at least 100 origins': (d) => d.origins >= 100,
  'no round trips': (d) => d.round_trips === 0,
  'less than 1 % duplicates': (d) => d.duplicates / d.n < 0.01,
  'newest row within 2 h': (d) => d.age < 7200,
};

/** The days, and of those that are rejected what they break. */
export async function judgeFlights(connection, folder) {
  const reader = await connection.runAndReadAll(sql(folder));
  const days = reader
    .getRowObjects()
    .map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, k === 'day' ? v : Number(v)])));
  const broken = days.map((day) => ({
    day: day.day,
    rules: Object.keys(RULES).filter((name) => !RULES[name](day)),
  }));
  return { days: days.length, rejected: broken.filter(({ rules }) => rules.length > 0) };
}

if (process.argv[1] === import.meta.filename) {
  const instance = await DuckDBInstance.create(':memory:');
  const { days, rejected } = await judgeFlights(await instance.connect(), process.argv[2]);
  for (const { day, rules } of rejected) process.stdout.write(`${day}: ${rules.join(', ')}\n`);
  process.stdout.write(`${days - rejected.length} passed, ${rejected.length} rejected\n`);
  process.exitCode = rejected.length > 0 ? 1 : 0;
}
