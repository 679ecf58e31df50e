import type { Probe } from '../probe.ts';
import { staged } from '../stage.ts';

/** What Trino 483 read of the file of flights, by the offline stack (2026-11-21). */
const QUERIES = [
  { sql: 'sum(delay)', trinoBytes: 11_661_622 },
  { sql: 'sum(delay), sum(distance)', trinoBytes: 12_407_273 },
  { sql: 'count_if(origin = destination)', trinoBytes: 11_953_531 },
] as const;

/** Bytes may differ by so much of them before somebody has to look. */
const TOLERANCE = 0.01;

/** The same file, columns and questions as offline: a file of three million rows that is the same everywhere. */
export const bytes: Probe = {
  name: 'bytes',
  settles: {
    page: 'docs/budget.md',
    text: 'That Athena counts bytes as Trino 483 reads them is not verified on an account',
  },
  does: 'asks one, two and two other columns of the flights (3 million rows), and compares DataScannedInBytes',
  expects: `what Trino 483 reads offline, within ${TOLERANCE * 100} %: ${QUERIES.map((q) => q.trinoBytes).join(', ')} bytes`,
  async ask(world) {
    const path = `s3://${world.folder.raw.bucket}/${world.folder.raw.key}`;
    const files = [{ path, partition: {} }];
    return staged({ runId: 'smoke-bytes', files }, world, async ({ table }) => {
      const read: number[] = [];
      for (const { sql } of QUERIES) {
        const asked = await world.ask(`SELECT ${sql} FROM "${table}"`);
        if (asked.state !== 'SUCCEEDED') throw new Error(`Athena ${asked.state}: ${asked.reason}`);
        read.push(asked.bytes);
      }
      const near = QUERIES.map(
        ({ trinoBytes }, i) => Math.abs((read[i] ?? 0) - trinoBytes) <= trinoBytes * TOLERANCE,
      );
      return {
        holds: near.every(Boolean),
        seen: `${read.join(', ')} bytes`,
        numbers: Object.fromEntries(QUERIES.map(({ sql }, i) => [sql, read[i] ?? 0])),
      };
    });
  },
};
