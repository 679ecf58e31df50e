import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lake, Ledger } from '../../core/ports.ts';
import type { Manifest, Receipt } from '../../core/publish/facts.ts';
import { errnoOf, ioError } from './errors.ts';
import type { LocalLake } from './lake.ts';
import { placeOf, readShown } from './published-place.ts';
import { versionsOf } from './version-record.ts';

/** A folder (or a version's record) that nothing needs any more; `path` is relative to the root. */
export interface Collectable {
  readonly kind: 'version' | 'run';
  readonly id: string;
  readonly paths: readonly string[];
}

export interface Collection {
  readonly dataset: string;
  readonly items: readonly Collectable[];
  /** A publish whose end is not known: nothing is cleaned up while it lasts. */
  readonly openIntents: readonly string[];
}

/**
 * What may go: versions and run folders that no pointer and no receipt of the last `keep` publishes needs, and
 * run folders that are not of the last `keep` runs. To be called under the dataset's lease: a run that is writing its
 * candidate has left no other trace yet.
 */
export async function planCollection(
  dataset: string,
  keep: number,
  { lake, ledger }: { readonly lake: LocalLake; readonly ledger: Ledger },
): Promise<Collection> {
  const open = await ledger.openIntents(dataset);
  if (open.length > 0) return { dataset, items: [], openIntents: open.map((i) => i.intentId) };
  const state = await ledger.state(dataset);
  const place = placeOf(lake.root, dataset);
  const held = await heldBy(ledger, dataset, keep);
  const shown = await readShown(place);
  for (const version of [state.projection, shown.kind === 'version' ? shown.version : null]) {
    if (version !== null) held.versions.add(version);
  }
  const versions = (await versionsOf(place)).filter((v) => !held.versions.has(v));
  const runs = (await namesIn(join(lake.root, '.sluice', 'runs', dataset))).filter((r) => !held.runs.has(r));
  const at = `.sluice/versions/${dataset}`;
  return {
    dataset,
    openIntents: [],
    items: [
      ...versions.map((id) => ({ kind: 'version' as const, id, paths: [`${at}/${id}`, `${at}/${id}.json`] })),
      ...runs.map((id) => ({ kind: 'run' as const, id, paths: [`.sluice/runs/${dataset}/${id}`] })),
    ],
  };
}

/** Removes what was listed; a version's record last, so that an interrupted collection is gone on with. */
export async function collect({ items }: Collection, lake: Lake): Promise<void> {
  for (const { paths } of items) for (const path of paths) await lake.removeAll(path);
}

async function heldBy(ledger: Ledger, dataset: string, keep: number) {
  const versions = new Set<string>();
  const runs = new Set<string>();
  const { recent: publishes, current } = await receiptsToHold(ledger, dataset, keep);
  // A version carries over what did not move, so what older pointers show is in the newest version too.
  for (const { projection } of publishes) versions.add(projection);
  for (const { manifest } of [...publishes, ...current]) {
    for (const run of runsOf(manifest, dataset)) runs.add(run);
  }
  const recent = new Set<string>();
  for await (const fact of ledger.query({ kind: 'run', dataset, order: 'newest' })) {
    if (fact.kind !== 'run') continue;
    if (recent.size >= keep && !recent.has(fact.body.runId)) break;
    recent.add(fact.body.runId);
  }
  return { versions, runs: new Set([...runs, ...recent]) };
}

interface Held {
  /** Of the newest `keep` publishes. */
  readonly recent: readonly Receipt[];
  /** Behind the pointers, however old. */
  readonly current: readonly Receipt[];
}

async function receiptsToHold(ledger: Ledger, dataset: string, keep: number): Promise<Held> {
  const pointed = new Set((await ledger.state(dataset)).pointers.map((p) => p.receiptId));
  const receipts: Receipt[] = [];
  for await (const fact of ledger.query({ kind: 'receipt', dataset })) {
    if (fact.kind === 'receipt') receipts.push(fact.body);
  }
  const epochs = [...new Set(receipts.map((r) => BigInt(r.epoch)))].sort((a, b) => Number(b - a));
  const newest = new Set(epochs.slice(0, keep).map(String));
  return {
    recent: receipts.filter((r) => newest.has(r.epoch)),
    current: receipts.filter((r) => pointed.has(r.receiptId)),
  };
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
