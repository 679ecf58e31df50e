import { expect, test } from 'vitest';
import { foreignCatalog, shifted, toEngine } from './to-engine.ts';

const CATALOGS = { AwsDataCatalog: 'hive' };
const sent = (sql: string): string => toEngine(sql, CATALOGS).sql;

test('a bare decimal literal becomes a double, and nothing else does', () => {
  const sql = `SELECT 0.5, .25, 1., 1.5e3, 7, DECIMAL '0.5', '0.5', "0.5", t1.c -- 0.5\n FROM t1`;
  expect(sent(sql)).toBe(
    `SELECT 0.5E0, .25E0, 1.E0, 1.5e3, 7, DECIMAL '0.5', '0.5', "0.5", t1.c -- 0.5\n FROM t1`,
  );
});

test('the catalog is named as the engine knows it, where it qualifies a name', () => {
  expect(sent('SELECT * FROM AwsDataCatalog.db.t')).toBe('SELECT * FROM "hive".db.t');
  expect(sent('SELECT * FROM "awsdatacatalog"."db".t')).toBe('SELECT * FROM "hive"."db".t');
  expect(sent("SELECT awsdatacatalog, x.awsdatacatalog.y, 'awsdatacatalog.x'")).toBe(
    "SELECT awsdatacatalog, x.awsdatacatalog.y, 'awsdatacatalog.x'",
  );
});

test('positions come back as the client counts them', () => {
  const { restore } = toEngine('SELECT 0.5,\n 0.25, x FROM awsdatacatalog.db.t, y', CATALOGS);
  expect(restore('line 2:10: x')).toBe('line 2:8: x');
  expect(restore('line 1:8: x')).toBe('line 1:8: x');
  expect(restore('line 2:32: y')).toBe('line 2:38: y');
  expect(restore("Table 'hive.db.t' does not exist")).toBe("Table 'awsdatacatalog.db.t' does not exist");
  expect(restore('no position')).toBe('no position');
});

test('text that was put before the statement is not counted', () => {
  expect(shifted('line 3:4: x', { lines: 1 })).toBe('line 2:4: x');
  expect(shifted('line 1:24: x', { columns: 19 })).toBe('line 1:5: x');
  expect(shifted('line 2:24: x', { columns: 19 })).toBe('line 2:24: x');
});

test('a catalog of the engine is foreign where it begins a name of three parts', () => {
  expect(foreignCatalog('SELECT * FROM system.runtime.nodes', ['system'])).toEqual({
    offset: 14,
    catalog: 'system',
  });
  expect(foreignCatalog('SELECT system.runtime FROM a.system.b.c', ['system'])).toBeUndefined();
});
