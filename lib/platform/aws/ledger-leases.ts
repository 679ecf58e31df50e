import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Lease, LeaseAnswer } from '../../core/ports.ts';
import { leaseKey } from './ledger-keys.ts';
import type { LedgerStore } from './ledger-store.ts';
import { number, numberOf, text, textOf } from './ledger-table.ts';

export interface LeaseClock {
  readonly now: () => number;
  /** How far the clocks of two machines may be apart: a lease of another owner is free only so much later. */
  readonly clockSkewMs: number;
}

const ifOwned = (owner: string) => ({
  ConditionExpression: '#owner = :owner',
  ExpressionAttributeNames: { '#owner': 'owner' },
  ExpressionAttributeValues: { ':owner': text(owner) },
});

/** Free: given back, or run out by the caller's clock. Its owner gets it again, so a lost answer does no harm. */
export async function takeLease(
  request: { readonly key: string; readonly owner: string; readonly ttlMs: number },
  store: LedgerStore,
  { now, clockSkewMs }: LeaseClock,
): Promise<LeaseAnswer> {
  const { key, owner, ttlMs } = request;
  for (;;) {
    const nowMs = now();
    const untilMs = nowMs + ttlMs;
    const input = {
      TableName: store.table,
      Item: { ...leaseKey({ key }), owner: text(owner), untilMs: number(untilMs) },
      ConditionExpression: 'attribute_not_exists(pk) OR #owner = :owner OR untilMs <= :free',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': text(owner), ':free': number(nowMs - clockSkewMs) },
    };
    if (await happened(store, (client) => client.send(new PutItemCommand(input)))) {
      return { held: false, lease: { key, owner, until: new Date(untilMs).toISOString() } };
    }
    const held = await store.get(leaseKey({ key }));
    const by = textOf(held, 'owner');
    if (by !== undefined && by !== owner) {
      return { held: true, by, until: new Date(Number(numberOf(held, 'untilMs'))).toISOString() };
    }
    // given back in between
  }
}

/** A lease that ran out is still its owner's until somebody else takes it. */
export function renewLease(
  { key, owner }: Lease,
  ttlMs: number,
  store: LedgerStore,
  { now }: LeaseClock,
): Promise<boolean> {
  const { ExpressionAttributeValues, ...condition } = ifOwned(owner);
  const input = {
    TableName: store.table,
    Key: { ...leaseKey({ key }) },
    UpdateExpression: 'SET untilMs = :until',
    ...condition,
    ExpressionAttributeValues: { ...ExpressionAttributeValues, ':until': number(now() + ttlMs) },
  };
  return happened(store, (client) => client.send(new UpdateItemCommand(input)));
}

export async function releaseLease({ key, owner }: Lease, store: LedgerStore): Promise<void> {
  const input = { TableName: store.table, Key: { ...leaseKey({ key }) }, ...ifOwned(owner) };
  await happened(store, (client) => client.send(new DeleteItemCommand(input)));
}

/** False where the condition did not hold. */
async function happened(store: LedgerStore, act: Parameters<LedgerStore['run']>[0]): Promise<boolean> {
  return store.run((client) =>
    act(client).then(
      () => true,
      (cause) => {
        if (cause instanceof ConditionalCheckFailedException) return false;
        throw cause;
      },
    ),
  );
}
