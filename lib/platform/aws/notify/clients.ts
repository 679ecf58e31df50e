import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { type Address, clientOptions } from '../client-options.ts';

const REQUEST_TIMEOUT_MS = 5_000;

export const createSns = (address: Address): SNSClient =>
  new SNSClient(clientOptions(address, 'sns', REQUEST_TIMEOUT_MS));

/** A stack that answers in the place of SNS answers in the place of EventBridge too. */
export const createEventBridge = (address: Address): EventBridgeClient =>
  new EventBridgeClient(clientOptions(address, 'sns', REQUEST_TIMEOUT_MS));
