import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { LedgerStore } from './ledger-store.ts';
import type { Item } from './ledger-table.ts';

/** Rows that are written together and once: where the condition of the first does not hold, they are there already. */
export interface Once {
  readonly actions: readonly TransactWriteItem[];
  /** Pieces of their bodies, which nobody sees before the rows. */
  readonly pieces: readonly Item[];
}

/** A row, on a condition over what stands in its place. */
export function put(
  table: string,
  Item: Item,
  condition?: { readonly that: string; readonly values?: Item },
): TransactWriteItem {
  const { that, values } = condition ?? {};
  return {
    Put: {
      TableName: table,
      Item,
      ...(that === undefined ? {} : { ConditionExpression: that }),
      ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
    },
  };
}

export const ABSENT = { that: 'attribute_not_exists(pk)' } as const;

/**
 * One transaction of `first` and all groups that are not there yet. False, and nothing written, where the condition of
 * `first` does not hold.
 */
export async function writeTogether(
  groups: readonly Once[],
  store: LedgerStore,
  first?: TransactWriteItem,
): Promise<boolean> {
  await store.putAll(groups.flatMap((g) => g.pieces));
  const heads = first === undefined ? [] : [first];
  for (let left = groups; left.length + heads.length > 0; ) {
    const failed = new Set(await store.transact([...heads, ...left.flatMap((g) => g.actions)]));
    if (failed.size === 0) return true;
    if (first !== undefined && failed.has(0)) return false;
    left = withoutFailed(left, failed, heads.length);
  }
  return true;
}

function withoutFailed(groups: readonly Once[], failed: ReadonlySet<number>, from: number): readonly Once[] {
  let at = from;
  return groups.filter(({ actions }) => {
    const position = at;
    at += actions.length;
    return !failed.has(position);
  });
}

export const sizeOf = (groups: readonly Once[]): number => groups.reduce((n, g) => n + g.actions.length, 0);

/** As many transactions as it takes, one after the other: an interruption leaves the beginning. */
export async function writeInTurn(groups: readonly Once[], store: LedgerStore): Promise<void> {
  let chunk: Once[] = [];
  for (const group of groups) {
    if (sizeOf(chunk) + group.actions.length > store.maxActions) {
      await writeTogether(chunk, store);
      chunk = [];
    }
    chunk.push(group);
  }
  await writeTogether(chunk, store);
}
