import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkSelect } from './check-select.ts';
import { type OpenInstance, openInstance } from './open-instance.ts';
import { mergeProfiles, type QueryProfile, readProfile } from './profile.ts';
import { type QueryOutcome, type Row, readRows } from './run-query.ts';
import type { ResolvedFile } from './source-sql.ts';
import { createView, type StagedTable } from './staged-table.ts';
import { StatementRefused } from './statement-refused.ts';

/** One instance with one thread, and what it has found out so far. */
interface Lane {
  readonly open: OpenInstance;
  readonly profilePath?: string;
  readonly rows: Row[];
  readonly profiles: QueryProfile[];
}

/** Answers one statement slice by slice, as many at a time as there are lanes. The same rows, in another order. */
export async function runSliced(
  sql: string,
  table: StagedTable,
  slices: readonly (readonly ResolvedFile[])[],
  lanes: number,
  onStart: (interrupt: () => void) => void,
): Promise<QueryOutcome> {
  const profiled = table.profilePath !== undefined;
  const opened = await Promise.all(Array.from({ length: lanes }, () => openLane(table, profiled)));
  const todo = [...slices];
  let stopped = false;
  try {
    onStart(() => {
      stopped = true;
      todo.length = 0;
      for (const lane of opened) lane.open.first.interrupt();
    });
    const scans = await countScans(sql, table, opened);
    const ended = await Promise.allSettled(
      opened.map(async (lane) => {
        for (let slice = todo.shift(); slice !== undefined; slice = todo.shift()) {
          try {
            await runSlice(sql, table, slice, lane);
          } catch (error) {
            todo.length = 0;
            throw error;
          }
        }
      }),
    );
    for (const lane of ended) if (lane.status === 'rejected') throw lane.reason;
    // a lane that was just between two slices has no error of its own
    if (stopped) throw new Error('INTERRUPT Error: stopped between two slices');
    const rows = opened.flatMap((l) => l.rows);
    const profiles = opened.flatMap((l) => l.profiles);
    return {
      rows,
      rowsScanned: (await table.rows()) * BigInt(scans),
      bytesScanned: table.bytes * BigInt(scans),
      ...(profiled ? { profile: mergeProfiles(profiles) } : {}),
    };
  } finally {
    await Promise.all(opened.map(closeLane));
  }
}

/** How many times the statement reads the table: the same for every slice. */
async function countScans(sql: string, { name }: StagedTable, [lane]: readonly Lane[]): Promise<number> {
  if (lane === undefined) return 0;
  const checked = await checkSelect(lane.open.first, sql, name);
  if ('refused' in checked) throw new StatementRefused(checked.refused);
  return checked.scans;
}

async function openLane({ spec }: StagedTable, profiled: boolean): Promise<Lane> {
  const profilePath = profiled ? join(tmpdir(), `sluice-profile-${randomUUID()}.json`) : undefined;
  const open = await openInstance({
    files: spec.files.map((f) => f.path),
    threads: 1,
    // every file is read once: what DuckDB would keep of it only fills the memory
    settings: ['SET GLOBAL enable_external_file_cache = false'],
    prepare: async () => {},
    ...(profilePath === undefined ? {} : { profilePath }),
  });
  return { open, rows: [], profiles: [], ...(profilePath === undefined ? {} : { profilePath }) };
}

async function closeLane({ open, profilePath }: Lane): Promise<void> {
  await open.close();
  if (profilePath !== undefined) await rm(profilePath, { force: true });
}

async function runSlice(
  sql: string,
  { name, spec }: StagedTable,
  files: readonly ResolvedFile[],
  lane: Lane,
): Promise<void> {
  const { first } = lane.open;
  await createView(first, name, { ...spec, files });
  for (const row of await readRows(first, sql)) lane.rows.push(row);
  if (lane.profilePath !== undefined)
    lane.profiles.push(readProfile(await readFile(lane.profilePath, 'utf8')));
}
