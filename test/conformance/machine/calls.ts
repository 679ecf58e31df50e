import { S3Client } from '@aws-sdk/client-s3';
import { calling } from './world.ts';

interface Sent {
  readonly constructor: { readonly name: string };
  readonly input: Readonly<Record<string, unknown>>;
}

/** Actions of IAM that each function's calls needed, by the function's name. */
export type Called = ReadonlyMap<string, ReadonlySet<string>>;

/** Notes every request of every client of the SDK from now on, and whose it was. */
export function recordCalls(): Called {
  const called = new Map<string, Set<string>>();
  const base: { send: (this: unknown, command: Sent, ...rest: unknown[]) => unknown } = Object.getPrototypeOf(
    S3Client.prototype,
  );
  const { send } = base;
  base.send = function noted(command, ...rest) {
    const of = calling.getStore();
    if (of !== undefined) {
      const actions = called.get(of) ?? new Set();
      called.set(of, actions);
      for (const action of actionsOf(clientOf(this), command)) actions.add(action);
    }
    return send.call(this, command, ...rest);
  };
  return called;
}

const clientOf = (client: unknown): string =>
  typeof client === 'object' && client !== null ? client.constructor.name.replace(/Client$/, '') : '';

const SERVICES: Readonly<Record<string, string>> = {
  Athena: 'athena',
  Glue: 'glue',
  SNS: 'sns',
  EventBridge: 'events',
};

/** Requests whose action has another name. */
const S3_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  HeadObject: ['GetObject'],
  ListObjectsV2: ['ListBucket'],
  CopyObject: ['GetObject', 'PutObject'],
  DeleteObjects: ['DeleteObject'],
  CreateMultipartUpload: ['PutObject'],
  UploadPartCopy: ['GetObject', 'PutObject'],
  CompleteMultipartUpload: ['PutObject'],
};

const TRANSACTED: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/** What a role has to allow for a request. */
export function actionsOf(client: string, { constructor: { name }, input }: Sent): readonly string[] {
  const command = name.replace(/Command$/, '');
  if (client === 'S3') return (S3_ACTIONS[command] ?? [command]).map((action) => `s3:${action}`);
  if (client === 'DynamoDB') {
    const items = Array.isArray(input.TransactItems) ? input.TransactItems : undefined;
    const kinds = items?.flatMap((item: Readonly<Record<string, unknown>>) => Object.keys(item)) ?? [];
    const commands = items === undefined ? [command] : kinds.map((kind) => TRANSACTED[kind] ?? kind);
    return commands.map((action) => `dynamodb:${action}`);
  }
  const service = SERVICES[client];
  if (service === undefined) throw new Error(`no service is known of ${client}`);
  return [`${service}:${command}`];
}
