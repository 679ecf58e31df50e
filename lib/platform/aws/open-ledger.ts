import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Ledger } from '../../core/ports.ts';
import { type Address, clientOptions } from './client-options.ts';
import type { AwsConfig } from './config.ts';
import { type DynamoLedgerOptions, dynamoLedger } from './ledger.ts';

/** DynamoDB answers within milliseconds; who waits longer than this has lost the answer, and asks again. */
const REQUEST_TIMEOUT_MS = 10_000;

export type LedgerPlace = Address & Pick<AwsConfig, 'ledgerTable'>;

/** The ledger of an environment. Its client sends every request once: the ledger decides what is sent again. */
export function openDynamoLedger(place: LedgerPlace, options: DynamoLedgerOptions = {}): Ledger {
  const client = createLedgerClient(place);
  return {
    ...dynamoLedger(client, place.ledgerTable, options),
    close: async () => client.destroy(),
  };
}

export const createLedgerClient = (address: Address): DynamoDBClient =>
  new DynamoDBClient(clientOptions(address, 'dynamodb', REQUEST_TIMEOUT_MS));
