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

type Slice = readonly ResolvedFile[];

/** One instance with one thread. */
interface Lane {
  readonly open: OpenInstance;
  readonly profilePath?: string;
}

/** What is left to do, and what has been found out so far. */
interface Work {
  readonly sql: string;
  readonly table: StagedTable;
  todo: Slice[];
  open: readonly Lane[];
  readonly rows: Row[];
  readonly profiles: QueryProfile[];
  stopped: boolean;
}

/** Files that one instance may be allowed: DuckDB needs some 13 KB for each while it reads the list. */
const GROUP_FILES = 2048;

/** Answers one statement slice by slice, as many at a time as there are lanes. The same rows, in another order. */
export async function runSliced(
  sql: string,
  table: StagedTable,
  slices: readonly Slice[],
  lanes: number,
  onStart: (interrupt: () => void) => void,
): Promise<QueryOutcome> {
  const profiled = table.profilePath !== undefined;
  const work: Work = { sql, table, todo: [], open: [], rows: [], profiles: [], stopped: false };
  onStart(() => {
    work.stopped = true;
    work.todo = [];
    for (const lane of work.open) lane.open.first.interrupt();
  });
  let scans: number | undefined;
  for (const group of groupsOf(slices)) {
    scans = await runGroup(work, group, lanes, scans);
    // a lane that was just between two slices has no error of its own
    if (work.stopped) throw new Error('INTERRUPT Error: stopped between two slices');
  }
  return {
    rows: work.rows,
    rowsScanned: (await table.rows()) * BigInt(scans ?? 0),
    bytesScanned: table.bytes * BigInt(scans ?? 0),
    ...(profiled ? { profile: mergeProfiles(work.profiles) } : {}),
  };
}

/** Slices in their order, in groups for whose files one instance a lane is opened. */
function groupsOf(slices: readonly Slice[]): readonly (readonly Slice[])[] {
  const groups: Slice[][] = [];
  let room = 0;
  for (const slice of slices) {
    if (room < slice.length) {
      groups.push([]);
      room = GROUP_FILES;
    }
    groups.at(-1)?.push(slice);
    room -= slice.length;
  }
  return groups;
}

/** Answers the statement for the slices of one group; how many times it reads the table is found out once. */
async function runGroup(
  work: Work,
  group: readonly Slice[],
  lanes: number,
  known: number | undefined,
): Promise<number> {
  const { sql, table } = work;
  const files = group.flat();
  work.open = await Promise.all(Array.from({ length: lanes }, () => openLane(table, files)));
  try {
    const scans = known ?? (await countScans(sql, table, work.open));
    if (!work.stopped) work.todo = [...group];
    const ended = await Promise.allSettled(work.open.map((lane) => runLane(work, lane)));
    for (const lane of ended) if (lane.status === 'rejected') throw lane.reason;
    return scans;
  } finally {
    await Promise.all(work.open.map(closeLane));
    work.open = [];
  }
}

async function runLane(work: Work, lane: Lane): Promise<void> {
  for (let slice = work.todo.shift(); slice !== undefined; slice = work.todo.shift()) {
    try {
      await runSlice(work, slice, lane);
    } catch (error) {
      work.todo = [];
      throw error;
    }
  }
}

/** How many times the statement reads the table: the same for every slice. */
async function countScans(sql: string, { name }: StagedTable, [lane]: readonly Lane[]): Promise<number> {
  if (lane === undefined) return 0;
  const checked = await checkSelect(lane.open.first, sql, name);
  if ('refused' in checked) throw new StatementRefused(checked.refused);
  return checked.scans;
}

async function openLane({ profilePath: wanted }: StagedTable, files: Slice): Promise<Lane> {
  const profilePath =
    wanted === undefined ? undefined : join(tmpdir(), `sluice-profile-${randomUUID()}.json`);
  const open = await openInstance({
    files: files.map((f) => f.path),
    threads: 1,
    // every file is read once: what DuckDB would keep of it only fills the memory
    settings: ['SET GLOBAL enable_external_file_cache = false'],
    prepare: async () => {},
    ...(profilePath === undefined ? {} : { profilePath }),
  });
  return { open, ...(profilePath === undefined ? {} : { profilePath }) };
}

async function closeLane({ open, profilePath }: Lane): Promise<void> {
  await open.close();
  if (profilePath !== undefined) await rm(profilePath, { force: true });
}

async function runSlice({ sql, table, rows, profiles }: Work, files: Slice, lane: Lane): Promise<void> {
  const { first } = lane.open;
  await createView(first, table.name, { ...table.spec, files });
  for (const row of await readRows(first, sql)) rows.push(row);
  if (lane.profilePath !== undefined) profiles.push(readProfile(await readFile(lane.profilePath, 'utf8')));
}
