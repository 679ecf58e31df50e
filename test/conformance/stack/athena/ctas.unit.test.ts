import { expect, test } from 'vitest';
import { isIcebergCtas, readCtas, textProperty, textsProperty } from './ctas.ts';

test('a statement is taken apart into name, properties and query', () => {
  const ctas = readCtas(`CREATE TABLE IF NOT EXISTS "Db".T WITH (
    format = 'ORC', partitioned_by = ARRAY['p', 'q'], external_location = 's3://b/it''s/'
  ) AS SELECT 1 AS n, 'a' AS p, 'AS SELECT' AS q FROM t WHERE x = ('AS') ;`);
  expect(ctas).toMatchObject({ ifNotExists: true, database: 'db', table: 't', withData: true });
  expect(ctas.query).toBe("SELECT 1 AS n, 'a' AS p, 'AS SELECT' AS q FROM t WHERE x = ('AS')");
  expect(textProperty(ctas, 'external_location')).toBe("s3://b/it's/");
  expect(textProperty(ctas, 'location')).toBeUndefined();
  expect(textsProperty(ctas, 'partitioned_by')).toEqual(['p', 'q']);
  expect(isIcebergCtas(ctas)).toBe(false);
});

test('an Iceberg table without data', () => {
  const ctas = readCtas(
    "CREATE TABLE t WITH (table_type='iceberg', partitioning=ARRAY['day(ts)']) AS (SELECT 1 AS n) WITH NO DATA",
  );
  expect(isIcebergCtas(ctas)).toBe(true);
  expect(ctas).toMatchObject({ table: 't', query: '(SELECT 1 AS n)', withData: false });
  expect(ctas.properties.partitioning).toBe("ARRAY['day(ts)']");
});

test('a name of four parts is refused', () => {
  expect(() => readCtas('CREATE TABLE a.b.c.d AS SELECT 1 AS n')).toThrow('Invalid table name a.b.c.d');
});
