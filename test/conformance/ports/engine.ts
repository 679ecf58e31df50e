import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseHivePath } from '../../../lib/core/footers/hive-path.ts';
import type { WriteSpec } from '../../../lib/core/ports.ts';
import { string } from '../../../lib/core/values/scalar.ts';
import { ask, ended, newToken, numbers, plain, rowsOf, staging, writeParquet } from './data.ts';
import type { DataPlatform, DataWorld } from './world.ts';

/** What every engine keeps to, in the SQL that all of them know. */
export function engineConforms(platform: DataPlatform): void {
  let world: DataWorld;
  let table: string;
  beforeAll(async () => {
    world = await platform.make();
    await writeParquet(world, 'in/n.parquet', numbers(platform.manyRows));
    ({ table } = await world.catalog.stage(staging([{ path: 'in/n.parquet', partition: {} }])));
  });
  afterAll(() => world.dispose());
  const query = (sql: string) => ({ id: 'q', table: { table }, sql: sql.replaceAll('{table}', table) });

  describe('a result', () => {
    it('has exact values with their types, and null beside the empty text', async () => {
      const [row] = await ask(
        world,
        table,
        `SELECT CAST('9223372036854775807' AS BIGINT) AS big, CAST('-1' AS TINYINT) AS tiny,
          CAST('12345678901234567890123456789012345.678' AS DECIMAL(38, 3)) AS exact, CAST('1.50' AS DECIMAL(9, 2)) AS cents,
          CAST('0.1' AS DOUBLE) AS d, CAST('NaN' AS DOUBLE) AS nan, CAST('-Infinity' AS DOUBLE) AS inf,
          CAST('1e300' AS DOUBLE) AS huge, CAST('-0' AS DOUBLE) AS zero,
          '' AS empty, CAST(NULL AS VARCHAR) AS nothing, 'a "b", c' AS quoted, 'ü 🛫' AS letters, TRUE AS yes,
          DATE '1969-12-31' AS day, TIMESTAMP '1969-12-31 23:59:59.999999' AS at, count(*) AS c FROM {table}`,
      );
      expect(row).toEqual({
        big: { type: 'integer', value: '9223372036854775807' },
        tiny: { type: 'integer', value: '-1' },
        exact: { type: 'decimal', value: '12345678901234567890123456789012345.678' },
        cents: { type: 'decimal', value: '1.50' },
        d: { type: 'double', value: '0.1' },
        nan: { type: 'double', value: 'NaN' },
        inf: { type: 'double', value: '-Infinity' },
        huge: { type: 'double', value: '1e+300' },
        zero: { type: 'double', value: '0' },
        empty: { type: 'string', value: '' },
        nothing: { type: 'null' },
        quoted: { type: 'string', value: 'a "b", c' },
        letters: { type: 'string', value: 'ü 🛫' },
        yes: { type: 'boolean', value: 'true' },
        day: { type: 'string', value: '1969-12-31' },
        at: { type: 'timestamp', value: '1969-12-31T23:59:59.999999Z' },
        c: { type: 'integer', value: String(platform.manyRows) },
      });
    });

    it('of more than a page comes whole, in its order', async () => {
      const rows = await ask(world, table, 'SELECT n FROM {table} ORDER BY n DESC');
      const expected = Array.from({ length: platform.manyRows }, (_, i) => [
        String(platform.manyRows - 1 - i),
      ]);
      expect(plain(rows)).toEqual(expected);
    });

    it('without rows has none', async () => {
      expect(await ask(world, table, 'SELECT n FROM {table} WHERE n < 0')).toEqual([]);
    });

    it('is read more than once', async () => {
      const ref = await world.engine.start(query('SELECT min(n) AS s FROM {table}'), newToken());
      await ended(world, ref);
      expect(plain(await rowsOf(world, ref))).toEqual([['0']]);
      expect(plain(await rowsOf(world, ref))).toEqual([['0']]);
    });
  });

  describe('a query', () => {
    it('that has ended says what it scanned', async () => {
      const ref = await world.engine.start(query('SELECT sum(n) AS s FROM {table}'), newToken());
      const state = await ended(world, ref);
      if (state.state !== 'succeeded') throw new Error('failed');
      expect(state.stats.rowsScanned).toMatch(/^\d+$/);
      expect(BigInt(state.stats.bytesScanned)).toBeGreaterThan(0n);
    });

    it('with the same token is the same one, with another token another', async () => {
      const [token, other] = [newToken(), newToken()];
      const first = await world.engine.start(query('SELECT max(n) AS s FROM {table}'), token);
      expect(await world.engine.start(query('SELECT max(n) AS s FROM {table}'), token)).toEqual(first);
      expect(await world.engine.start(query('SELECT max(n) AS s FROM {table}'), other)).not.toEqual(first);
      await ended(world, first);
    });

    it.each([
      ['a column that is not there', 'SELECT nope FROM {table}'],
      ['no SQL at all', 'SELEC 1'],
      ['a cell that does not convert', "SELECT CAST('a' || CAST(n AS VARCHAR) AS INTEGER) AS x FROM {table}"],
      ['a function that is not there', 'SELECT no_such_function(n) AS x FROM {table}'],
    ])('with %s is at fault itself', async (_, sql) => {
      await expect(ask(world, table, sql)).rejects.toThrow(/^statement: ./);
    });

    it('runs beside others', async () => {
      const asked = Array.from({ length: 6 }, (_, i) =>
        ask(world, table, `SELECT sum(n) + ${i} AS s FROM {table}`),
      );
      const sum = (platform.manyRows * (platform.manyRows - 1)) / 2;
      expect((await Promise.all(asked)).map(plain)).toEqual(asked.map((_, i) => [[String(sum + i)]]));
    });

    it('that is stopped fails by no fault of its own, and stopping it again is no error', async () => {
      const sql = 'SELECT count(*) AS c FROM {table} a, {table} b, {table} c WHERE a.n + b.n + c.n = 7';
      const ref = await world.engine.start(query(sql), newToken());
      expect(await world.engine.poll(ref)).toEqual({ state: 'running' });
      await world.engine.stop(ref);
      expect(await ended(world, ref)).toMatchObject({ state: 'failed', cause: 'platform' });
      await world.engine.stop(ref);
    });
  });

  describe('a candidate', () => {
    const write = (name: string, sql: string, partitionedBy: readonly string[]): WriteSpec => ({
      id: name,
      sql: sql.replaceAll('{table}', table),
      source: { table },
      target: `.sluice/runs/aviation/flights/${name}/1`,
      partitionedBy,
      filePrefix: name,
    });

    const placed = (name: string, places: readonly string[]): WriteSpec => {
      const values = places.map((place, i) => `(${i}, '${place}')`).join(', ');
      const sql = `SELECT n, p.place AS place FROM {table} JOIN (VALUES ${values}) AS p (i, place) ON n = p.i`;
      return write(name, sql, ['place']);
    };

    /** The values that its folders name, and the numbers in its files. */
    const written = async ({ target }: WriteSpec) => {
      const files = await world.lake.list(target);
      const places = files.map(({ path }) => {
        const at = parseHivePath(path.slice(target.length + 1), [{ name: 'place' }]);
        if (!at.ok) throw new Error(path);
        return at.value.place;
      });
      const staged = await world.catalog.stage(staging(files.map(({ path }) => ({ path, partition: {} }))));
      const rows = plain(await ask(world, staged.table, 'SELECT n FROM {table} ORDER BY n'));
      await world.catalog.drop(staged);
      return { places, rows };
    };

    it('lies in Hive folders below its target, and is the same for the same token', async () => {
      const places = ['a b', 'a/b', '50%', 'a=b', "it''s", 'x:y', '{}'];
      const [spec, token] = [placed('w1', places), newToken()];
      const ref = await world.engine.write(spec, token);
      expect(await world.engine.write(spec, token)).toEqual(ref);
      expect(await ended(world, ref)).toMatchObject({ state: 'succeeded' });
      // and once it has ended, and that is known
      expect(await world.engine.write(spec, token)).toEqual(ref);
      expect(await ended(world, ref)).toMatchObject({ state: 'succeeded' });
      const found = await written(spec);
      expect(new Set(found.places)).toEqual(new Set(places.map((p) => string(p.replace("''", "'")))));
      expect(found.places).toHaveLength(places.length);
      expect(found.rows).toEqual(places.map((_, i) => [String(i)]));
    });

    it('has partitions of letters beyond ASCII, or fails and is not there', async () => {
      const spec = placed('w3', ['ü 🛫']);
      const state = await ended(world, await world.engine.write(spec, newToken()));
      const excuse = platform.excused.partitionsBeyondAscii;
      if (excuse === undefined) {
        expect(state).toMatchObject({ state: 'succeeded' });
        expect(await written(spec)).toEqual({ places: [string('ü 🛫')], rows: [['0']] });
      } else {
        process.stdout.write(`${platform.name} is excused: ${excuse}\n`);
        expect(state).toMatchObject({ state: 'failed' });
        expect(await world.lake.list(spec.target)).toEqual([]);
      }
    });

    it('of a wrong statement is not there, and the statement is at fault', async () => {
      const spec = write('w2', 'SELECT nope FROM {table}', []);
      const state = await world.engine.write(spec, newToken()).then((ref) => ended(world, ref));
      expect(state).toMatchObject({ state: 'failed', cause: 'statement' });
      expect(await world.lake.list(spec.target)).toEqual([]);
    });
  });
}
