import {
  type AttributeValue,
  type BatchGetItemCommandInput,
  ConditionalCheckFailedException,
  type DeleteItemCommandInput,
  type PutItemCommandInput,
  type QueryCommandInput,
  TransactionCanceledException,
  type TransactWriteItemsCommandInput,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { type Condition, holds } from './condition.ts';

type Item = Record<string, AttributeValue>;

/** Limits of the service: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const ITEM_BYTES = 400 * 1024;
const TRANSACTION_BYTES = 4 * 1024 * 1024;
const PAGE_BYTES = 1024 * 1024;
const BATCH_BYTES = 16 * 1024 * 1024;

/**
 * One DynamoDB table in memory: every request happens at one moment, transactions wholly or not, a request with a known
 * token is answered without being done again, and what is over a limit is refused. For what a real server does not do on
 * demand; the same suite runs on a real server's expressions too.
 */
export class MemoryTable {
  readonly items = new Map<string, Item>();
  private readonly tokens = new Map<string, string>();

  put({ Item: item = {}, ...condition }: PutItemCommandInput): object {
    this.check(item, condition);
    this.items.set(nameOf(item), item);
    return {};
  }

  /** Only `SET a = :b`. */
  update({ Key = {}, UpdateExpression = '', ...condition }: UpdateItemCommandInput): object {
    this.check(Key, condition);
    const [, name = '', value = ''] = /^SET (\w+) = (:\w+)$/.exec(UpdateExpression) ?? [];
    const set = condition.ExpressionAttributeValues?.[value];
    if (set === undefined) throw new Error(`not understood: ${UpdateExpression}`);
    this.items.set(nameOf(Key), { ...Key, ...this.items.get(nameOf(Key)), [name]: set });
    return {};
  }

  delete({ Key = {}, ...condition }: DeleteItemCommandInput): object {
    this.check(Key, condition);
    this.items.delete(nameOf(Key));
    return {};
  }

  batchGet({ RequestItems = {} }: BatchGetItemCommandInput): object {
    const [[table = '', { Keys = [], ConsistentRead = false } = {}] = []] = Object.entries(RequestItems);
    if (Keys.length === 0 || Keys.length > 100 || !ConsistentRead) throw invalid('keys of a batch');
    if (new Set(Keys.map(nameOf)).size < Keys.length) throw invalid('a key twice in a batch');
    let bytes = 0;
    const found: Item[] = [];
    const left: Item[] = [];
    for (const key of Keys) {
      const item = this.items.get(nameOf(key));
      bytes += sizeOf(item);
      if (bytes > BATCH_BYTES) left.push(key);
      else if (item) found.push(item);
    }
    return {
      Responses: { [table]: found },
      UnprocessedKeys: left.length === 0 ? {} : { [table]: { Keys: left } },
    };
  }

  query(input: QueryCommandInput): object {
    const { ExpressionAttributeValues: values = {}, ScanIndexForward = true, Limit, ConsistentRead } = input;
    if (!ConsistentRead || Limit === 0) throw invalid('a query');
    const [pk, prefix] = [values[':pk']?.S, values[':sk']?.S ?? ''];
    const expected = `pk = :pk${values[':sk'] === undefined ? '' : ' AND begins_with(sk, :sk)'}`;
    if (input.KeyConditionExpression !== expected) throw invalid(`${input.KeyConditionExpression}`);
    const after = input.ExclusiveStartKey?.sk?.S;
    const sorted = [...this.items.values()]
      .filter((item) => item.pk?.S === pk && item.sk?.S?.startsWith(prefix))
      .sort((a, b) => (ScanIndexForward ? 1 : -1) * bytewise(a.sk?.S ?? '', b.sk?.S ?? ''))
      .filter(
        (item) => after === undefined || (ScanIndexForward ? 1 : -1) * bytewise(item.sk?.S ?? '', after) > 0,
      );
    const Items: Item[] = [];
    for (let bytes = 0; Items.length < Math.min(Limit ?? sorted.length, sorted.length); ) {
      const next = sorted[Items.length] ?? {};
      bytes += sizeOf(next);
      Items.push(next);
      if (bytes >= PAGE_BYTES) break;
    }
    const last = Items.at(-1);
    const more = last !== undefined && (Items.length < sorted.length || Items.length === Limit);
    return { Items, ...(more ? { LastEvaluatedKey: { pk: last.pk, sk: last.sk } } : {}) };
  }

  transact({ TransactItems = [], ClientRequestToken = '' }: TransactWriteItemsCommandInput): object {
    if (ClientRequestToken === '') throw invalid('a transaction without a token');
    const content = JSON.stringify(TransactItems);
    const before = this.tokens.get(ClientRequestToken);
    if (before !== undefined && before !== content) throw named('IdempotentParameterMismatchException');
    if (before !== undefined) return {};
    const puts = TransactItems.map(({ Put }) => {
      if (Put?.Item === undefined) throw invalid('an action of this ledger is a put');
      return { ...Put, Item: Put.Item };
    });
    const bytes = puts.reduce((n, { Item }) => n + sizeOf(Item), 0);
    if (puts.length === 0 || puts.length > 100 || bytes > TRANSACTION_BYTES) throw invalid('a transaction');
    if (new Set(puts.map(({ Item }) => nameOf(Item))).size < puts.length) throw invalid('a row twice');
    for (const { Item } of puts) checkItem(Item);
    const failed = puts.map((put) => !holds(put, this.items.get(nameOf(put.Item))));
    if (failed.includes(true)) throw cancelled(failed.map((f) => (f ? 'ConditionalCheckFailed' : 'None')));
    for (const { Item } of puts) this.items.set(nameOf(Item), Item);
    this.tokens.set(ClientRequestToken, content);
    return {};
  }

  /** As after ten minutes. */
  forgetTokens(): void {
    this.tokens.clear();
  }

  private check(item: Item, condition: Condition): void {
    checkItem(item);
    if (!holds(condition, this.items.get(nameOf(item)))) {
      throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
    }
  }
}

/** A cancelled transaction, with a reason an action. */
export const cancelled = (codes: readonly string[]): Error =>
  new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

/** An error that the service (or the way to it) names so. */
export const named = (name: string, message = name): Error =>
  Object.assign(new Error(message), { name, $metadata: {} });

const invalid = (what: string): Error => named('ValidationException', `not valid: ${what}`);
const nameOf = ({ pk, sk }: Item): string => `${pk?.S}\n${sk?.S}`;
const bytewise = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function checkItem(item: Item): void {
  const [pk, sk] = [Buffer.byteLength(item.pk?.S ?? ''), Buffer.byteLength(item.sk?.S ?? '')];
  if (pk === 0 || pk > 2048 || sk === 0 || sk > 1024) throw invalid(`a key of ${pk} and ${sk} bytes`);
  if (sizeOf(item) > ITEM_BYTES) throw invalid(`a row of ${sizeOf(item)} bytes`);
}

function sizeOf(item: Item = {}): number {
  return Object.entries(item).reduce((n, [name, value]) => n + Buffer.byteLength(name) + bytesOf(value), 0);
}

function bytesOf({ S, N, B, M }: AttributeValue): number {
  return S !== undefined ? Buffer.byteLength(S) : (N?.length ?? B?.length ?? (M ? 3 + sizeOf(M) : 1));
}
