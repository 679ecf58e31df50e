import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { type Address, clientOptions } from '../client-options.ts';
import type { SecretClients } from './webhook-secret.ts';

const REQUEST_TIMEOUT_MS = 5_000;

/** Only these two: the function that reads a secret talks to nothing else of AWS. */
export const createSecretClients = (address: Address): SecretClients => ({
  secrets: new SecretsManagerClient(clientOptions(address, 'sns', REQUEST_TIMEOUT_MS)),
  parameters: new SSMClient(clientOptions(address, 'sns', REQUEST_TIMEOUT_MS)),
});
