import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lake, Ledger } from '../../core/ports.ts';
import type { DatasetState, Manifest, Receipt } from '../../core/publish/facts.ts';
import { queryFacts } from '../../core/publish/query-facts.ts';
import { errnoOf, ioError } from './errors.ts';
import type { LocalLake } from './lake.ts';
import { placeOf, readShown } from './published-place.ts';
import { versionsOf } from './version-record.ts';

/**
 * Folders (or a version's record) that nothing needs any more; `paths` are relative to the root. `attempt`: the
 * candidate files of a run whose verdict stays on record.
 */
export interface Collectable {
  readonly kind: 'version' | 'run' | 'attempt';
  readonly id: string;
  readonly paths: readonly string[];
}

export interface Collection {
  readonly dataset: string;
  readonly items: readonly Collectable[];
  /** A publish whose end is not known: nothing is cleaned up while it lasts. */
  readonly openIntents: readonly string[];
}

export interface Keeping {
  /** Newest publishes whose versions stay, and newest runs whose candidates do. */
  readonly versions: number;
  /** ISO 8601 UTC: what readers still saw then, and what was written since, stays too. */
  readonly since?: string;
}

/** Runs of which `sluice show` and `sluice report` still tell everything when their candidates are gone. */
const RUNS_ON_RECORD = 20;

/**
 * What may go: versions and candidates that no pointer, no receipt of the last publishes and none of the last runs
 * needs. To be called under the dataset's lease: a run that is writing its candidate has left no other trace yet.
 */
export async function planCollection(
  dataset: string,
  keeping: Keeping,
  { lake, ledger }: { readonly lake: LocalLake; readonly ledger: Ledger },
): Promise<Collection> {
  const open = await ledger.openIntents(dataset);
  if (open.length > 0) return { dataset, items: [], openIntents: open.map((i) => i.intentId) };
  const state = await ledger.state(dataset);
  const place = placeOf(lake.root, dataset);
  const held = await heldBy(ledger, state, keeping);
  const shown = await readShown(place);
  for (const version of [state.projection, shown.kind === 'version' ? shown.version : null]) {
    if (version !== null) held.versions.add(version);
  }
  const versions = (await versionsOf(place)).filter((v) => !held.versions.has(v));
  const folder = `.sluice/runs/${dataset}`;
  const runs = (await namesIn(join(lake.root, folder))).filter((r) => !held.runs.has(r));
  const at = `.sluice/versions/${dataset}`;
  const items = [
    ...versions.map((id) => ({ kind: 'version' as const, id, paths: [`${at}/${id}`, `${at}/${id}.json`] })),
  ] as Collectable[];
  for (const id of runs) {
    if (!held.records.has(id)) items.push({ kind: 'run', id, paths: [`${folder}/${id}`] });
    else {
      const attempts = (await namesIn(join(lake.root, folder, id))).filter((name) => name !== 'state');
      const paths = attempts.map((name) => `${folder}/${id}/${name}`);
      if (paths.length > 0) items.push({ kind: 'attempt', id, paths });
    }
  }
  return { dataset, openIntents: [], items };
}

/** Removes what was listed; a version's record last, so that an interrupted collection is gone on with. */
export async function collect({ items }: Collection, lake: Lake): Promise<void> {
  for (const { paths } of items) for (const path of paths) await lake.removeAll(path);
}

interface Held {
  readonly versions: Set<string>;
  readonly runs: ReadonlySet<string>;
  /** Of these the verdict stays, even where the files go. */
  readonly records: ReadonlySet<string>;
}

async function heldBy(ledger: Ledger, state: DatasetState, keeping: Keeping): Promise<Held> {
  const { dataset } = state;
  const publishes = await recentPublishes(ledger, dataset, keeping);
  const runs = new Set<string>();
  // A version carries over what did not move, so what older pointers show is in the newest version too.
  const versions = new Set(publishes.map((r) => r.projection));
  for (const { manifest } of [...publishes, ...state.pointers]) {
    for (const run of runsOf(manifest, dataset)) runs.add(run);
  }
  const { recent, records } = await recentRuns(ledger, dataset, keeping);
  return { versions, runs: new Set([...runs, ...recent]), records };
}

/** Receipts of the newest publishes, and of those that readers still saw at `since`. */
async function recentPublishes(
  ledger: Ledger,
  dataset: string,
  { versions, since }: Keeping,
): Promise<readonly Receipt[]> {
  const receipts: Receipt[] = [];
  const epochs = new Set<string>();
  // until when the publish that comes next in this order was seen: until the newer one replaced it
  let seenUntil = '';
  for await (const { body } of queryFacts(ledger, { kind: 'receipt', dataset, order: 'newest' })) {
    const { epoch, committedAt } = body;
    if (!epochs.has(epoch)) {
      const young = since !== undefined && (seenUntil === '' || seenUntil >= since);
      if (epochs.size >= versions && !young) break;
      epochs.add(epoch);
    }
    seenUntil = committedAt;
    receipts.push(body);
  }
  return receipts;
}

async function recentRuns(ledger: Ledger, dataset: string, { versions, since }: Keeping) {
  const seen = new Set<string>();
  const recent = new Set<string>();
  const records = new Set<string>();
  for await (const { time, body } of queryFacts(ledger, { kind: 'run', dataset, order: 'newest' })) {
    const { runId, state } = body;
    const young = since !== undefined && time >= since;
    if (!seen.has(runId)) {
      if (seen.size >= Math.max(versions, RUNS_ON_RECORD) && !young) break;
      if (seen.size < versions || young) recent.add(runId);
      seen.add(runId);
    }
    if (state === 'finished') records.add(runId);
  }
  return { recent, records };
}

/** Run folders that the files of a snapshot lie in. */
function runsOf(manifest: Manifest | null, dataset: string): readonly string[] {
  const prefix = `.sluice/runs/${dataset}/`;
  return (manifest?.files ?? []).flatMap(({ path }) =>
    path.startsWith(prefix) ? (path.slice(prefix.length).split('/')[0] ?? []) : [],
  );
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return [];
    throw ioError(cause, folder);
  }
}
