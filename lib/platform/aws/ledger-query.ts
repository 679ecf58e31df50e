import { platformError } from '../../core/contract/platform-error.ts';
import type { FactQuery } from '../../core/ports.ts';
import type { Fact } from '../../core/publish/facts.ts';
import { inParallel } from '../../core/values/in-parallel.ts';
import { factOf, readDatasets } from './ledger-facts.ts';
import { factPrefix, markPrefix, pkOf } from './ledger-keys.ts';
import type { LedgerStore } from './ledger-store.ts';
import { type Item, keyAt, textOf } from './ledger-table.ts';

const PAGE = 100;

/** Facts in the order of time, read as they are asked for. */
export function queryFacts(query: FactQuery, store: LedgerStore): AsyncGenerator<Fact> {
  const { dataset, partition, id } = query;
  return dataset !== undefined && partition !== undefined && id === undefined
    ? ofPartition({ ...query, dataset, partition }, store)
    : byMarks(query, store);
}

/** Of one partition, or of the whole dataset: they lie beside each other in the order of time. */
async function* ofPartition(
  query: FactQuery & { readonly dataset: string; readonly partition: string },
  store: LedgerStore,
): AsyncGenerator<Fact> {
  const { dataset, kind, partition, order } = query;
  let left = query.limit ?? Number.POSITIVE_INFINITY;
  if (left <= 0) return;
  const rows = store.range({
    pk: pkOf(dataset),
    prefix: factPrefix(kind, partition),
    backward: order === 'newest',
    pageSize: Math.min(left, PAGE),
  });
  for await (const row of rows) {
    if (textOf(row, 'partition') !== partition) continue;
    yield await factOf(row, store);
    left -= 1;
    if (left <= 0) return;
  }
}

/** By id, or across partitions: the marks, which are small, say which facts those are and in what order. */
async function* byMarks(query: FactQuery, store: LedgerStore): AsyncGenerator<Fact> {
  const datasets = query.dataset === undefined ? await readDatasets(store) : [query.dataset];
  const marks = (await inParallel(datasets, (dataset) => marksOf(dataset, query, store), 4)).flat();
  const sign = query.order === 'newest' ? -1 : 1;
  const places = marks.sort((a, b) => sign * inTime(a, b)).slice(0, query.limit);
  for (let i = 0; i < places.length; i += PAGE) {
    const rows = await store.getAll(
      places.slice(i, i + PAGE).map((m) => keyAt(textOf(m, 'pk') ?? '', textOf(m, 'at') ?? '')),
    );
    for (const [j, row] of rows.entries()) {
      if (row === undefined) throw damaged(places[i + j], store);
      yield await factOf(row, store);
    }
  }
}

async function marksOf(dataset: string, query: FactQuery, store: LedgerStore): Promise<readonly Item[]> {
  const { kind, partition, id } = query;
  const found: Item[] = [];
  for await (const mark of store.range({ pk: pkOf(dataset), prefix: markPrefix(kind, id) })) {
    const wanted = [
      [id, textOf(mark, 'id')],
      [partition, textOf(mark, 'partition')],
    ];
    if (wanted.every(([asked, is]) => asked === undefined || asked === is)) found.push(mark);
  }
  return found;
}

function inTime(a: Item, b: Item): number {
  for (const name of ['time', 'seq', 'pk', 'at']) {
    const [one, other] = [textOf(a, name) ?? '', textOf(b, name) ?? ''];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

const damaged = (mark: Item | undefined, { table }: LedgerStore) =>
  platformError('SLU-517', {
    table,
    dataset: (textOf(mark, 'pk') ?? '').slice(pkOf('').length),
    row: textOf(mark, 'at') ?? '',
  });
