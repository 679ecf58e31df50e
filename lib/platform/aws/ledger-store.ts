import { randomUUID } from 'node:crypto';
import {
  BatchGetItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { platformError } from '../../core/contract/platform-error.ts';
import { inParallel } from '../../core/values/in-parallel.ts';
import { isTransientName, nameOf, worded } from './errors.ts';
import { type Item, type Key, text } from './ledger-table.ts';
import { type Pace, realPace } from './pace.ts';
import { type RetryPolicy, retrying } from './retry.ts';

/** DynamoDB's own limits. */
const GET_MAX = 100;
export const TRANSACTION_MAX = 100;

export interface Range {
  readonly pk: string;
  /** Beginning of the sort key; every one without it. */
  readonly prefix?: string;
  readonly backward?: boolean;
  /** Rows a request, at most. */
  readonly pageSize?: number;
}

export interface StoreOptions {
  readonly pace?: Pace;
  /** Actions in one transaction. */
  readonly maxActions?: number;
}

/** At most some sixteen seconds of waiting, eight on average: shorter than a lease. */
const RETRIES: RetryPolicy = { tries: 9, baseMs: 100, capMs: 5_000 };

export const whatOf = (table: string): string => `reading or writing the ledger (table ${table})`;

/** Requests to the one table: strongly consistent, every page of them, tried again while that helps. */
export interface LedgerStore {
  readonly table: string;
  readonly maxActions: number;
  /** Repeats a request until it is answered, so it has to be safe to repeat; errors in words. */
  run<T>(act: (client: DynamoDBClient) => Promise<T>): Promise<T>;
  get(key: Key): Promise<Item | undefined>;
  /** In the order of the keys. */
  getAll(keys: readonly Key[]): Promise<readonly (Item | undefined)[]>;
  range(range: Range): AsyncGenerator<Item>;
  /** Rows that never change once they are written under their key. */
  putAll(items: readonly Item[]): Promise<void>;
  /** All or nothing; answers with the positions of the actions whose condition did not hold: none where it happened. */
  transact(actions: readonly TransactWriteItem[]): Promise<readonly number[]>;
}

export function ledgerStore(
  client: DynamoDBClient,
  table: string,
  { pace = realPace, maxActions = TRANSACTION_MAX }: StoreOptions = {},
): LedgerStore {
  const run: LedgerStore['run'] = async (act) => {
    try {
      return await retrying(() => act(client), pace, RETRIES);
    } catch (cause) {
      if (nameOf(cause) === 'ResourceNotFoundException') throw platformError('SLU-516', { table }, cause);
      throw worded(cause, whatOf(table));
    }
  };
  const read: Reader = { table, run };
  const getAll = async (keys: readonly Key[]) => {
    const groups = Array.from({ length: Math.ceil(keys.length / GET_MAX) }, (_, i) =>
      keys.slice(i * GET_MAX, (i + 1) * GET_MAX),
    );
    return (await inParallel(groups, (group) => getGroup(group, read), 4)).flat();
  };
  return {
    table,
    maxActions,
    run,
    getAll,
    get: async (key) => (await getAll([key]))[0],
    range: (range) => readRange(range, read),
    putAll: async (items) => {
      await inParallel(
        items,
        (Item) => run((c) => c.send(new PutItemCommand({ TableName: table, Item }))),
        8,
      );
    },
    transact: (actions) => transact([...actions], run),
  };
}

type Reader = Pick<LedgerStore, 'table' | 'run'>;

const placeOf = ({ pk, sk }: Item): string => `${pk?.S}\n${sk?.S}`;

/** What a busy table leaves unread, or what is more than one answer holds, is asked for again. */
async function getGroup(keys: readonly Key[], { table, run }: Reader): Promise<(Item | undefined)[]> {
  const found = new Map<string, Item>();
  let left: Item[] = keys.map((key) => ({ ...key }));
  await run(async (client) => {
    const RequestItems = { [table]: { Keys: left, ConsistentRead: true } };
    const answer = await client.send(new BatchGetItemCommand({ RequestItems }));
    for (const item of answer.Responses?.[table] ?? []) found.set(placeOf(item), item);
    left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    if (left.length > 0) throw new ThrottlingException({ message: 'rows were left unread', $metadata: {} });
  });
  return keys.map((key) => found.get(placeOf({ ...key })));
}

/** Page after page; where a page ends is DynamoDB's affair (1 MB), and an empty one may not be the last. */
async function* readRange(
  { pk, prefix, backward = false, pageSize }: Range,
  { table, run }: Reader,
): AsyncGenerator<Item> {
  const begins = prefix === undefined ? '' : ' AND begins_with(sk, :sk)';
  let after: Item | undefined;
  do {
    const input: QueryCommandInput = {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: `pk = :pk${begins}`,
      ExpressionAttributeValues: {
        ':pk': text(pk),
        ...(prefix === undefined ? {} : { ':sk': text(prefix) }),
      },
      ScanIndexForward: !backward,
      ...(pageSize === undefined ? {} : { Limit: pageSize }),
      ...(after === undefined ? {} : { ExclusiveStartKey: after }),
    };
    const page = await run((client) => client.send(new QueryCommand(input)));
    yield* page.Items ?? [];
    after = page.LastEvaluatedKey;
  } while (after !== undefined);
}

/**
 * Sent again, it is the same request by its token: DynamoDB does not do it twice. Ten minutes later it would, which is
 * longer than it is tried here.
 */
function transact(TransactItems: TransactWriteItem[], run: LedgerStore['run']): Promise<readonly number[]> {
  const input = { TransactItems, ClientRequestToken: randomUUID() };
  return run((client) => client.send(new TransactWriteItemsCommand(input)).then(() => [], failedConditions));
}

/** Thrown on where no condition decided it: somebody wrote the same rows at that moment, or it was too much at once. */
function failedConditions(cause: unknown): readonly number[] {
  if (!(cause instanceof TransactionCanceledException)) throw cause;
  const codes = (cause.CancellationReasons ?? []).map((r) => r.Code ?? 'None');
  const failed = codes.flatMap((code, i) => (code === 'ConditionalCheckFailed' ? [i] : []));
  if (failed.length > 0) return failed;
  const reasons = codes.filter((code) => code !== 'None');
  if (reasons.length === 0 || !reasons.every(isTransientName)) throw cause;
  throw new TransactionConflictException({ message: cause.message, $metadata: cause.$metadata });
}
