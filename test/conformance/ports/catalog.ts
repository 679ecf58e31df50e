import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { string } from '../../../lib/core/values/scalar.ts';
import { ask, BIGINT, column, DATE, numbers, plain, STRING, staging, writeParquet } from './data.ts';
import type { DataPlatform, DataWorld } from './world.ts';

/** What every catalog keeps to, as its engine sees it. */
export function catalogConforms(platform: DataPlatform): void {
  let world: DataWorld;
  beforeAll(async () => {
    world = await platform.make();
  });
  afterAll(() => world.dispose());

  describe('a staged table', () => {
    it('holds exactly the files that were listed, also where others lie beside them', async () => {
      for (const [name, from] of [
        ['a', 0n],
        ['b', 10n],
        ['not-listed', 20n],
      ] as const) {
        await writeParquet(world, `exact/${name}.parquet`, numbers(3, from));
      }
      const { table } = await world.catalog.stage(
        staging(['a', 'b'].map((name) => ({ path: `exact/${name}.parquet`, partition: {} }))),
      );
      expect(plain(await ask(world, table, 'SELECT n FROM {table} ORDER BY n'))).toEqual(
        ['0', '1', '2', '10', '11', '12'].map((n) => [n]),
      );
      await writeParquet(world, 'exact/later.parquet', numbers(3, 30n));
      expect(plain(await ask(world, table, 'SELECT count(*) AS c FROM {table}'))).toEqual([['6']]);
      await world.catalog.drop({ table });
    });

    it('has the values of its partitions as columns of their types', async () => {
      const places = ["New York's", 'a/b', 'ü 🛫', '50%', 'a=b', 'x'];
      const files = await Promise.all(
        places.map(async (place, i) => {
          await writeParquet(world, `parts/${i}.parquet`, numbers(i + 1));
          const partition = { place: string(place), day: string(`2001-02-0${i + 1}`) };
          return { path: `parts/${i}.parquet`, partition };
        }),
      );
      const columns = [column('n', BIGINT), column('place', STRING, 'path'), column('day', DATE, 'path')];
      const { table } = await world.catalog.stage(staging(files, columns));
      const counts = await ask(
        world,
        table,
        'SELECT place, day, count(*) AS c FROM {table} GROUP BY place, day ORDER BY day',
      );
      expect(plain(counts)).toEqual(places.map((p, i) => [p, `2001-02-0${i + 1}`, String(i + 1)]));
      const some = await ask(
        world,
        table,
        "SELECT count(*) AS c FROM {table} WHERE day >= DATE '2001-02-05' AND place <> 'x'",
      );
      expect(plain(some)).toEqual([['5']]);
      await world.catalog.drop({ table });
    });

    it('with a partition that is null has null there', async () => {
      await writeParquet(world, 'null/1.parquet', numbers(2));
      await writeParquet(world, 'null/2.parquet', numbers(3));
      const files = [
        { path: 'null/1.parquet', partition: { place: { type: 'null' } as const } },
        { path: 'null/2.parquet', partition: { place: string('here') } },
      ];
      const columns = [column('n', BIGINT), column('place', STRING, 'path')];
      const { table } = await world.catalog.stage(staging(files, columns));
      const counts = await ask(
        world,
        table,
        'SELECT place, count(*) AS c FROM {table} GROUP BY place ORDER BY c',
      );
      expect(plain(counts)).toEqual([
        [null, '2'],
        ['here', '3'],
      ]);
      await world.catalog.drop({ table });
    });

    it('beside another one is not mixed with it', async () => {
      await writeParquet(world, 'two/1.parquet', numbers(1));
      await writeParquet(world, 'two/2.parquet', numbers(2));
      const [one, other] = await Promise.all(
        ['1', '2'].map((name) =>
          world.catalog.stage(staging([{ path: `two/${name}.parquet`, partition: {} }])),
        ),
      );
      if (one === undefined || other === undefined) throw new Error('two tables');
      const count = 'SELECT count(*) AS c FROM {table}';
      expect(plain(await ask(world, one.table, count))).toEqual([['1']]);
      expect(plain(await ask(world, other.table, count))).toEqual([['2']]);
      await world.catalog.drop(one);
      expect(plain(await ask(world, other.table, count))).toEqual([['2']]);
      await world.catalog.drop(other);
    });

    it('of which a file is gone is an error, never fewer rows', async () => {
      await writeParquet(world, 'gone/1.parquet', numbers(1));
      await writeParquet(world, 'gone/2.parquet', numbers(2));
      const files = ['1', '2'].map((name) => ({ path: `gone/${name}.parquet`, partition: {} }));
      const stage = () => world.catalog.stage(staging(files));
      const { table } = await stage();
      await world.lake.removeAll('gone/2.parquet');
      await expect(ask(world, table, 'SELECT sum(n) AS s FROM {table}')).rejects.toThrow();
      await world.catalog.drop({ table });
      await expect(
        stage().then(({ table: again }) => ask(world, again, 'SELECT sum(n) AS s FROM {table}')),
      ).rejects.toThrow();
    });

    it('that was dropped answers nothing any more, its files stay, and dropping it again is no error', async () => {
      await writeParquet(world, 'dropped/1.parquet', numbers(1));
      const { table } = await world.catalog.stage(staging([{ path: 'dropped/1.parquet', partition: {} }]));
      await world.catalog.drop({ table });
      await world.catalog.drop({ table });
      await expect(ask(world, table, 'SELECT count(*) AS c FROM {table}')).rejects.toThrow();
      expect(await world.lake.list('dropped')).toHaveLength(1);
    });
  });
}
