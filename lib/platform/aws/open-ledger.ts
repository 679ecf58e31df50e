import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Ledger } from '../../core/ports.ts';
import type { AwsConfig } from './config.ts';
import { type DynamoLedgerOptions, dynamoLedger } from './ledger.ts';

const CONNECTION_TIMEOUT_MS = 5_000;
/** DynamoDB answers within milliseconds; who waits longer than this has lost the answer, and asks again. */
const REQUEST_TIMEOUT_MS = 10_000;

export type LedgerPlace = Pick<AwsConfig, 'region' | 'endpoints' | 'credentials' | 'ledgerTable'>;

/** The ledger of an environment. Its client sends every request once: the ledger decides what is sent again. */
export function openDynamoLedger(place: LedgerPlace, options: DynamoLedgerOptions = {}): Ledger {
  const client = createLedgerClient(place);
  return {
    ...dynamoLedger(client, place.ledgerTable, options),
    close: async () => client.destroy(),
  };
}

export function createLedgerClient({
  region,
  endpoints,
  credentials,
}: Omit<LedgerPlace, 'ledgerTable'>): DynamoDBClient {
  const endpoint = endpoints?.dynamodb;
  return new DynamoDBClient({
    region,
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  });
}
