import { platformError } from '../../core/contract/platform-error.ts';
import type { Fact } from '../../core/publish/facts.ts';
import { decodeBody, encodeBody } from './ledger-body.ts';
import { DATASETS, datasetKey, factSk, markSk, pkOf } from './ledger-keys.ts';
import type { LedgerStore } from './ledger-store.ts';
import { type Item, keyAt, LEDGER_VERSION, number, numberOf, text, textOf } from './ledger-table.ts';
import { ABSENT, type Once, put, writeInTurn } from './ledger-write.ts';

/** What orders facts of the same millisecond: rises with every call. */
export type Sequence = () => string;

/** Microseconds since 1970 by this machine's clock, never the same twice in one process. */
export function sequence(): Sequence {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Math.floor((performance.timeOrigin + performance.now()) * 1000));
    return String(last).padStart(17, '0');
  };
}

/** A fact and its mark. `by` names who asked for it, so that somebody whose answer was lost can tell. */
export async function factOnce(fact: Fact, seq: string, store: LedgerStore, by?: string): Promise<Once> {
  const { kind, dataset, partition, id, time, body } = fact;
  const pk = pkOf(dataset);
  const sk = factSk(fact, seq);
  const shared = { partition: text(partition), id: text(id), time: text(time), seq: text(seq) };
  const { attributes, pieces } = await encodeBody(dataset, body);
  const mark = {
    ...keyAt(pk, markSk(fact)),
    ...shared,
    at: text(sk),
    ...(by === undefined ? {} : { by: text(by) }),
  };
  const row = { ...keyAt(pk, sk), v: number(LEDGER_VERSION), ...shared, kind: text(kind), ...attributes };
  return { actions: [put(store.table, mark, ABSENT), put(store.table, row)], pieces };
}

export async function factOf(row: Item, store: LedgerStore): Promise<Fact> {
  refuseNewer(row, store);
  const dataset = (textOf(row, 'pk') ?? '').slice(pkOf('').length);
  const [kind, partition, id, time] = ['kind', 'partition', 'id', 'time'].map((name) => textOf(row, name));
  // a row holds what this program wrote into it, checked by its version
  return { kind, dataset, partition, id, time, body: await decodeBody(dataset, row, store) } as Fact;
}

/** The row that says that there is such a dataset; nothing where it is there already. */
export async function registration(dataset: string, store: LedgerStore): Promise<readonly Once[]> {
  const known = await store.get(datasetKey(dataset));
  if (known !== undefined) {
    refuseNewer(known, store);
    return [];
  }
  const row = { ...datasetKey(dataset), v: number(LEDGER_VERSION) };
  return [{ actions: [put(store.table, row, ABSENT)], pieces: [] }];
}

export async function readDatasets(store: LedgerStore): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const row of store.range({ pk: DATASETS })) {
    refuseNewer(row, store);
    found.push(textOf(row, 'sk') ?? '');
  }
  return found;
}

/** A row of a later version may have a meaning that this program does not know. */
export function refuseNewer(row: Item, { table }: Pick<LedgerStore, 'table'>): void {
  const found = numberOf(row, 'v') ?? '0';
  if (Number(found) > LEDGER_VERSION) {
    throw platformError('SLU-510', { file: table, found, known: String(LEDGER_VERSION) });
  }
}

/** Appends facts that are not there yet. What cannot be written at all is noticed before anything is. */
export async function appendFacts(facts: readonly Fact[], seq: Sequence, store: LedgerStore): Promise<void> {
  const distinct = firstOfEach(facts, (f) => `${pkOf(f.dataset)}\n${markSk(f)}`);
  const groups = await Promise.all(distinct.map((f) => factOnce(f, seq(), store)));
  const datasets = [...new Set(facts.map((f) => f.dataset))];
  const unknown = await Promise.all(datasets.map((dataset) => registration(dataset, store)));
  await writeInTurn([...unknown.flat(), ...groups], store);
}

/** A transaction names a row once, and of two equals the first is the one that counts. */
export function firstOfEach<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const found = new Map<string, T>();
  for (const item of items) if (!found.has(keyOf(item))) found.set(keyOf(item), item);
  return [...found.values()];
}
