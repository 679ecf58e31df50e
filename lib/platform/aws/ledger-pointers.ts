import { platformError } from '../../core/contract/platform-error.ts';
import type { DatasetState, Pointer, Receipt } from '../../core/publish/facts.ts';
import { receiptFact } from '../../core/publish/receipt.ts';
import { partitionKey } from '../../core/values/partition.ts';
import { decodeBody, encodeBody } from './ledger-body.ts';
import { factOnce, firstOfEach, refuseNewer, type Sequence } from './ledger-facts.ts';
import { type Head, NO_HEAD, readHead, replaceHead } from './ledger-head.ts';
import { POINTERS, pkOf, pointerKey } from './ledger-keys.ts';
import { type LedgerStore, whatOf } from './ledger-store.ts';
import { type Item, LEDGER_VERSION, number, text, textOf } from './ledger-table.ts';
import { type Once, put, writeInTurn, writeTogether } from './ledger-write.ts';

function pointerOf({
  dataset,
  partition,
  snapshotId,
  receiptId,
  manifest,
  epoch,
}: Receipt): Pointer | undefined {
  if (snapshotId === null || manifest === null) return undefined;
  return { dataset, partition, snapshotId, epoch, receiptId, manifest };
}

/**
 * The rows of receipts and of the pointers that they move. A pointer's row is only ever replaced by a later epoch's, and
 * stays when nothing is published any more: who was interrupted and goes on late changes nothing.
 */
export async function rowsOf(
  receipts: readonly Receipt[],
  seq: Sequence,
  store: LedgerStore,
): Promise<readonly Once[]> {
  const last = new Map(receipts.map((r) => [partitionKey(r.partition), r]));
  const distinct = firstOfEach(receipts, (r) => `${partitionKey(r.partition)}\n${r.receiptId}`);
  const facts = distinct.map((r) => factOnce(receiptFact(r), seq(), store));
  const pointers = [...last].map(([partition, r]) => pointerOnce(partition, r, store));
  return Promise.all([...facts, ...pointers]);
}

async function pointerOnce(partition: string, receipt: Receipt, store: LedgerStore): Promise<Once> {
  const { dataset, epoch } = receipt;
  const pointer = pointerOf(receipt);
  const body = pointer && (await encodeBody(dataset, pointer));
  const row: Item = {
    ...pointerKey(dataset, partition),
    v: number(LEDGER_VERSION),
    partition: text(partition),
    epoch: number(epoch),
    ...(body?.attributes ?? { gone: { BOOL: true } }),
  };
  const older = {
    that: 'attribute_not_exists(pk) OR epoch < :epoch',
    values: { ':epoch': number(epoch) },
  };
  return { actions: [put(store.table, row, older)], pieces: body?.pieces ?? [] };
}

/** Ends what a large commit began: gives its receipts and pointers rows of their own. Any number may do it at once. */
export async function finishCarry(dataset: string, seq: Sequence, store: LedgerStore): Promise<void> {
  const from = await readHead(dataset, store);
  if (from?.carry === undefined) return;
  await writeInTurn(await rowsOf(from.carry.receipts, seq, store), store);
  const { carry: _, ...to } = from;
  await writeTogether([], store, await replaceHead(dataset, { from, to }, store));
}

/** How often others may come between two looks at the head. */
export const READS = 20;

/**
 * Head and pointers of one moment: read again where a commit came between. What is still being carried is taken from
 * the head, so nobody ever sees a part of a commit.
 */
export async function readState(dataset: string, store: LedgerStore): Promise<DatasetState> {
  for (let tried = 0; tried < READS; tried++) {
    const head = (await readHead(dataset, store)) ?? NO_HEAD;
    const found = await readPointers(dataset, store);
    const { epoch } = (await readHead(dataset, store)) ?? NO_HEAD;
    if (epoch === head.epoch) return stateOf(dataset, head, found);
  }
  throw contended(dataset, store);
}

async function readPointers(dataset: string, store: LedgerStore): Promise<ReadonlyMap<string, Pointer>> {
  const found = new Map<string, Pointer>();
  for await (const row of store.range({ pk: pkOf(dataset), prefix: POINTERS })) {
    refuseNewer(row, store);
    const partition = textOf(row, 'partition') ?? '';
    if (row.gone === undefined) found.set(partition, await decodeBody<Pointer>(dataset, row, store));
  }
  return found;
}

function stateOf(dataset: string, head: Head, rows: ReadonlyMap<string, Pointer>): DatasetState {
  const found = new Map(rows);
  for (const receipt of head.carry?.receipts ?? []) {
    const pointer = pointerOf(receipt);
    if (pointer) found.set(partitionKey(receipt.partition), pointer);
    else found.delete(partitionKey(receipt.partition));
  }
  const pointers = [...found].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const { epoch, projection } = head;
  return { dataset, epoch, projection, pointers: pointers.map(([, pointer]) => pointer) };
}

export const contended = (dataset: string, { table }: LedgerStore) =>
  platformError('SLU-561', {
    what: whatOf(table),
    reason: `others changed the rows of ${dataset} all the time`,
  });
