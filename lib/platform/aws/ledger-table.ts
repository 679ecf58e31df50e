import {
  type AttributeValue,
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';

export type Item = Record<string, AttributeValue>;
export type Key = { readonly pk: AttributeValue; readonly sk: AttributeValue };

/** What a row was written by; a program refuses rows of a later version than its own. */
export const LEDGER_VERSION = 1;

/** Key schema, capacity and encryption of the one table of an environment; for tests and for the deployment. */
export const LEDGER_TABLE = {
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
} as const satisfies Pick<CreateTableCommandInput, 'KeySchema' | 'AttributeDefinitions' | 'BillingMode'>;

/** Makes the table and waits until it can be used. */
export async function createLedgerTable(client: DynamoDBClient, table: string): Promise<void> {
  const { KeySchema, AttributeDefinitions, BillingMode } = LEDGER_TABLE;
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode,
      KeySchema: [...KeySchema],
      AttributeDefinitions: [...AttributeDefinitions],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 2 }, { TableName: table });
}

export const text = (value: string): AttributeValue => ({ S: value });
export const number = (value: string | number): AttributeValue => ({ N: String(value) });
export const textOf = (item: Item | undefined, name: string): string | undefined => item?.[name]?.S;
export const numberOf = (item: Item | undefined, name: string): string | undefined => item?.[name]?.N;
export const keyAt = (pk: string, sk: string): Key => ({ pk: text(pk), sk: text(sk) });
