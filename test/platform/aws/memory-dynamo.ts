import {
  BatchGetItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import type { MemoryTable } from './memory-table.ts';

/** What happens to a request: it does its work by `act`, or not, and answers or throws. */
export type Way = <T>(request: string, act: () => T, input: object) => T | Promise<T>;

/** A client of the SDK whose requests go to the table in memory, each by its way. */
export function memoryClient(table: MemoryTable, way: Way = (_, act) => act()): DynamoDBClient {
  const client = new DynamoDBClient({ region: 'us-east-1' });
  const mock = mockClient(client);
  const soon = async <T>(request: string, input: object, act: () => T): Promise<T> => {
    await Promise.resolve();
    return way(request, act, input);
  };
  mock.on(PutItemCommand).callsFake((i) => soon('put', i, () => table.put(i)));
  mock.on(UpdateItemCommand).callsFake((i) => soon('update', i, () => table.update(i)));
  mock.on(DeleteItemCommand).callsFake((i) => soon('delete', i, () => table.delete(i)));
  mock.on(BatchGetItemCommand).callsFake((i) => soon('get', i, () => table.batchGet(i)));
  mock.on(QueryCommand).callsFake((i) => soon('query', i, () => table.query(i)));
  mock.on(TransactWriteItemsCommand).callsFake((i) => soon('transact', i, () => table.transact(i)));
  return client;
}
