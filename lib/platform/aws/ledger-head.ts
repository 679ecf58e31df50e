import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Intent, Receipt } from '../../core/publish/facts.ts';
import { decodeBody, encodeBody } from './ledger-body.ts';
import { refuseNewer } from './ledger-facts.ts';
import { headKey } from './ledger-keys.ts';
import type { LedgerStore } from './ledger-store.ts';
import { type Item, LEDGER_VERSION, number, numberOf, text, textOf } from './ledger-table.ts';
import { ABSENT, put } from './ledger-write.ts';

/**
 * The dataset's own row, by which everything is decided. `open`: the one open intent. `carry`: the receipts of the last
 * commit while they, and the pointers that they moved, are not all in rows of their own yet. Never both.
 */
export interface Head {
  readonly epoch: string;
  readonly projection: string | null;
  readonly open?: Intent;
  readonly carry?: Carry;
}

export interface Carry {
  readonly intentId: string;
  readonly receipts: readonly Receipt[];
}

export const NO_HEAD: Head = { epoch: '0', projection: null };

export async function readHead(dataset: string, store: LedgerStore): Promise<Head | undefined> {
  const row = await store.get(headKey(dataset));
  if (row === undefined) return undefined;
  refuseNewer(row, store);
  const { open, carry } = row;
  return {
    epoch: numberOf(row, 'epoch') ?? '0',
    projection: textOf(row, 'projection') ?? null,
    ...(open?.M === undefined ? {} : { open: await decodeBody<Intent>(dataset, open.M, store) }),
    ...(carry?.M === undefined ? {} : { carry: await decodeBody<Carry>(dataset, carry.M, store) }),
  };
}

/**
 * Writes the next head only over this one: epoch, open intent and what is carried are together never the same again.
 * The pieces of its bodies are written before it is returned.
 */
export async function replaceHead(
  dataset: string,
  { from, to }: { readonly from: Head | undefined; readonly to: Head },
  store: LedgerStore,
): Promise<TransactWriteItem> {
  const open = to.open && (await encodeBody(dataset, to.open));
  const carry = to.carry && (await encodeBody(dataset, to.carry));
  await store.putAll([...(open?.pieces ?? []), ...(carry?.pieces ?? [])]);
  const row: Item = {
    ...headKey(dataset),
    v: number(LEDGER_VERSION),
    epoch: number(to.epoch),
    ...(to.projection === null ? {} : { projection: text(to.projection) }),
    ...(open && to.open ? { openId: text(to.open.intentId), open: { M: open.attributes } } : {}),
    ...(carry && to.carry ? { carryId: text(to.carry.intentId), carry: { M: carry.attributes } } : {}),
  };
  return put(store.table, row, from === undefined ? ABSENT : standsAt(from));
}

function standsAt({ epoch, open, carry }: Head): { readonly that: string; readonly values: Item } {
  const ids: [string, string | undefined][] = [
    ['openId', open?.intentId],
    ['carryId', carry?.intentId],
  ];
  const conditions = ids.map(([name, id]) =>
    id === undefined ? `attribute_not_exists(${name})` : `${name} = :${name}`,
  );
  const values = ids.flatMap(([name, id]) => (id === undefined ? [] : [[`:${name}`, text(id)] as const]));
  return {
    that: ['epoch = :epoch', ...conditions].join(' AND '),
    values: { ':epoch': number(epoch), ...Object.fromEntries(values) },
  };
}
