import { PARQUET } from '../../../lib/platform/aws/glue-formats.ts';
import {
  createPartitions,
  listPartitions,
  updatePartitions,
} from '../../../lib/platform/aws/glue-partitions.ts';
import { createTable, dropTable } from '../../../lib/platform/aws/glue-tables.ts';
import { placeOf, uriOf } from '../../../lib/platform/aws/lake/place.ts';
import { parquetOf } from '../duckdb.ts';
import type { Probe } from '../probe.ts';
import type { World } from '../world.ts';

const NAME = 'smoke_entry';
const FOLDER = 'aviation/smoke/entry';
const MOVES = 40;
const BETWEEN_READS_MS = 30;

/** What readers saw while the entry went to and fro. */
interface Watched {
  glueReads: number;
  /** Neither the one place nor the other, or not exactly one entry. */
  glueTorn: number;
  /** The old place after the move had been answered. */
  glueLate: number;
  athenaReads: number;
  athenaTorn: number;
}

/** Two folders, of one row and of two, and a table whose single entry shows one of them. */
async function makeTable(world: World) {
  const { context } = world;
  const folders = await Promise.all(
    ['SELECT 1 AS id', 'SELECT id FROM (VALUES (1), (2)) AS t(id)'].map(async (sql, i) => {
      const folder = `${FOLDER}/${i + 1}`;
      await world.lake.put(`${folder}/rows.parquet`, await parquetOf(sql));
      return `${uriOf(placeOf(folder, context.config))}/`;
    }),
  );
  const storage = { ...PARQUET, Columns: [{ Name: 'id', Type: 'int' }] };
  const table = { database: context.config.databases.staging, name: NAME };
  const Location = `${uriOf(placeOf(FOLDER, context.config))}/`;
  await createTable(
    table.database,
    {
      ...{ Name: NAME, TableType: 'EXTERNAL_TABLE', Parameters: { EXTERNAL: 'TRUE' } },
      StorageDescriptor: { ...storage, Location },
      PartitionKeys: [{ Name: 'day', Type: 'string' }],
    },
    context,
  );
  const entryAt = (location: string | undefined) => ({
    Values: ['one'],
    StorageDescriptor: { ...storage, Location: location },
  });
  await createPartitions(table, [entryAt(folders[0])], context);
  return { table, folders, entryAt };
}

export const oneEntry: Probe = {
  name: 'one-entry',
  settles: { page: 'docs/aws.md', text: 'One entry changes atomically' },
  does: `moves one entry of Glue ${MOVES} times between two folders (BatchUpdatePartition), while Glue and Athena are read`,
  expects: 'every read finds the one folder or the other, and after a move has been answered the new one',
  async ask(world) {
    const { context } = world;
    const { table, folders, entryAt } = await makeTable(world);
    const watched: Watched = { glueReads: 0, glueTorn: 0, glueLate: 0, athenaReads: 0, athenaTorn: 0 };
    let moving = true;
    const locations = async (): Promise<readonly (string | undefined)[]> => {
      const found: (string | undefined)[] = [];
      for await (const p of listPartitions(table, context)) found.push(p.StorageDescriptor?.Location);
      watched.glueReads += 1;
      if (found.length !== 1 || !folders.includes(found[0] ?? '')) watched.glueTorn += 1;
      return found;
    };
    const readGlue = async (): Promise<void> => {
      while (moving) {
        await locations();
        await context.pace.sleep(BETWEEN_READS_MS);
      }
    };
    const readAthena = async (): Promise<void> => {
      while (moving) {
        const asked = await world.ask(`SELECT count(*) FROM "${NAME}"`);
        const count = asked.state === 'SUCCEEDED' ? asked.rows[0]?.[0] : asked.reason;
        watched.athenaReads += 1;
        // a query that failed on the move is as bad as a wrong number
        if (count !== '1' && count !== '2') watched.athenaTorn += 1;
      }
    };
    const move = async (): Promise<void> => {
      try {
        for (let i = 1; i <= MOVES || watched.athenaReads < 3; i += 1) {
          const to = folders[i % 2];
          const refused = await updatePartitions(table, [entryAt(to)], context);
          if (refused.length > 0) throw new Error(`Glue refused a move: ${refused[0]?.message}`);
          if (!(await locations()).includes(to)) watched.glueLate += 1;
        }
      } finally {
        moving = false;
      }
    };
    try {
      await Promise.all([move(), readGlue(), readAthena()]);
    } finally {
      moving = false;
      await dropTable(table.database, NAME, context);
    }
    const { glueReads, glueTorn, glueLate, athenaReads, athenaTorn } = watched;
    return {
      holds: glueTorn + glueLate + athenaTorn === 0,
      seen: `of ${glueReads} reads of Glue ${glueTorn} found something else and ${glueLate} the old folder after the move; of ${athenaReads} of Athena ${athenaTorn}`,
      numbers: { ...watched },
    };
  },
};
