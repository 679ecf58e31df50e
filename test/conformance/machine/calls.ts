import { S3Client } from '@aws-sdk/client-s3';
import { calling } from './world.ts';

interface Sent {
  readonly constructor: { readonly name: string };
  readonly input: Readonly<Record<string, unknown>>;
}

/** Actions of IAM that each function's calls needed, by the function's name. */
export type Called = ReadonlyMap<string, ReadonlySet<string>>;

/** One request that a function sends. */
export interface Request {
  /** Of the function that sends it. */
  readonly by: string;
  /** `Glue`, `SNS`, … */
  readonly service: string;
  /** `GetTable`, … */
  readonly command: string;
  readonly input: Sent['input'];
}

/** Stands between a function and a service: may throw before the request is sent, or in place of its answer. */
export type Between = (request: Request, send: () => Promise<unknown>) => Promise<unknown>;

const called = new Map<string, Set<string>>();
let between: Between | undefined;

/** Puts somebody between functions and services until what is done here has ended. */
export async function interfering<T>(meddle: Between, act: () => Promise<T>): Promise<T> {
  between = meddle;
  try {
    return await act();
  } finally {
    between = undefined;
  }
}

let isRecording = false;

/** Notes every request of every client of the SDK from now on, and whose it was. */
export function recordCalls(): Called {
  if (isRecording) return called;
  isRecording = true;
  const base: { send: (this: unknown, command: Sent, ...rest: unknown[]) => unknown } = Object.getPrototypeOf(
    S3Client.prototype,
  );
  const { send } = base;
  base.send = function noted(command, ...rest) {
    const by = calling.getStore();
    if (by === undefined) return send.call(this, command, ...rest);
    const service = clientOf(this);
    const actions = called.get(by) ?? new Set();
    called.set(by, actions);
    for (const action of actionsOf(service, command)) actions.add(action);
    const go = async (): Promise<unknown> => send.call(this, command, ...rest);
    if (between === undefined) return go();
    const name = command.constructor.name.replace(/Command$/, '');
    return between({ by, service, command: name, input: command.input }, go);
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
