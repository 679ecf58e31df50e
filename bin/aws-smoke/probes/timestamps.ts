import { rowsOf } from '../ask-athena.ts';
import { parquetOf } from '../duckdb.ts';
import type { Probe } from '../probe.ts';
import { staged } from '../stage.ts';
import type { World } from '../world.ts';

const BELOW = '2001-02-26 23:59:59.123456';
const ABOVE = '2001-02-26 23:59:59.123678';

/** A file of microseconds: an instant in another zone, and two times without a zone. */
const ROWS = `SELECT TIMESTAMP '${BELOW}' AS plain, TIMESTAMP '${ABOVE}' AS above, TIMESTAMPTZ '${BELOW}+05' AS zoned`;

async function readBack(name: string, world: World): Promise<Record<'plain' | 'above' | 'zoned', string>> {
  const path = `aviation/smoke/${name}/times.parquet`;
  await world.lake.put(path, await parquetOf(ROWS));
  const files = [{ path, partition: {}, rows: '1' }];
  return staged({ runId: `smoke-${name}`, files }, world, async ({ table }) => {
    const sql = `SELECT CAST(plain AS varchar), CAST(above AS varchar), CAST(zoned AS varchar) FROM "${table}"`;
    const [[plain, above, zoned] = []] = await rowsOf(world.ask(sql));
    return { plain: String(plain), above: String(above), zoned: String(zoned) };
  });
}

const inUtc: Probe = {
  name: 'timestamps-utc',
  settles: {
    page: 'docs/aws.md',
    text: '| timestamp, with a zone or without | `timestamp` | in UTC, to the millisecond',
  },
  does: `reads ${BELOW} without a zone and in the zone +05 from Parquet`,
  expects: 'both to the millisecond, the second as 18:59:59 in UTC',
  async ask(world) {
    const { plain, zoned } = await readBack('timestamps-utc', world);
    return {
      holds: plain === '2001-02-26 23:59:59.123' && zoned === '2001-02-26 18:59:59.123',
      seen: `${plain} and ${zoned}`,
    };
  },
};

const rounded: Probe = {
  name: 'timestamps-rounded',
  settles: {
    page: 'docs/engines.md',
    text: 'what Trino does unless told otherwise, and not verified on Athena',
  },
  does: `reads ${BELOW} and ${ABOVE} from Parquet`,
  expects: 'rounded, not cut: .123 and .124',
  async ask(world) {
    const { plain, above } = await readBack('timestamps-rounded', world);
    return { holds: plain.endsWith(':59.123') && above.endsWith(':59.124'), seen: `${plain} and ${above}` };
  },
};

export const TIMESTAMPS: readonly Probe[] = [inUtc, rounded];
