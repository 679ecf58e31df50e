import { string } from '../../../lib/core/values/scalar.ts';
import { rowsOf } from '../ask-athena.ts';
import { parquetOf } from '../duckdb.ts';
import type { Probe } from '../probe.ts';
import { staged } from '../stage.ts';

const FOLDER = 'aviation/smoke/lists';
const DAY = { name: 'day', type: { kind: 'date' }, typeName: 'DATE', from: 'path' } as const;
const LISTED = [
  { path: `${FOLDER}/a.parquet`, partition: { day: string('2001-01-01') }, rows: '2' },
  { path: `${FOLDER}/b c é.parquet`, partition: { day: string('2001-01-02') }, rows: '1' },
];
const EXPECTED = '2001-01-01 2 3, 2001-01-02 1 4';

/** Three files in one folder, of which two are listed, each as a partition. */
export const lists: Probe = {
  name: 'lists',
  settles: {
    page: 'docs/aws.md',
    text: 'That Athena reads such lists for partitioned Parquet is documented for S3 Inventory',
  },
  does: 'stages two of the three Parquet files of a folder, each as a partition of its own, and reads the table',
  expects: `exactly the rows of the two: ${EXPECTED}`,
  async ask(world) {
    const bodies = await Promise.all([
      parquetOf('SELECT id FROM (VALUES (1), (2)) AS t(id)'),
      parquetOf('SELECT 4 AS id'),
      parquetOf('SELECT 100 AS id'),
    ]);
    const paths = [...LISTED.map((f) => f.path), `${FOLDER}/stranger.parquet`];
    for (const [i, body] of bodies.entries()) await world.lake.put(paths[i] ?? '', body);
    return staged({ runId: 'smoke-lists', files: LISTED, keys: [DAY] }, world, async ({ table }) => {
      const sql = `SELECT CAST("day" AS varchar), count(*), sum(id) FROM "${table}" GROUP BY 1 ORDER BY 1`;
      const seen = (await rowsOf(world.ask(sql))).map((row) => row.join(' ')).join(', ');
      return { holds: seen === EXPECTED, seen };
    });
  },
};
