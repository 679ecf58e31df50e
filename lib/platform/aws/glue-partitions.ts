import {
  BatchCreatePartitionCommand,
  BatchDeletePartitionCommand,
  BatchUpdatePartitionCommand,
  GetPartitionsCommand,
  type Partition,
  type PartitionError,
  type PartitionInput,
} from '@aws-sdk/client-glue';
import type { AwsContext } from './clients.ts';
import { isTransient } from './errors.ts';
import { retrying } from './retry.ts';

type GlueContext = Pick<AwsContext<'glue'>, 'clients' | 'pace'>;

export interface TableName {
  readonly database: string;
  readonly name: string;
}

/** What Glue did not do of a batch, although it answered 200. */
export interface Refused {
  readonly values: readonly string[];
  readonly code: string;
  readonly message: string;
}

/** Glue's own limits of one call. */
export const MAX_BATCH = 100;
const MAX_DELETE = 25;

/** Every partition, page by page: one that nobody knows of is found nowhere else, so none is filtered out. */
export async function* listPartitions(
  { database, name }: TableName,
  { clients, pace }: GlueContext,
): AsyncGenerator<Partition> {
  let token: string | undefined;
  do {
    const request = {
      DatabaseName: database,
      TableName: name,
      ExcludeColumnSchema: true,
      ...(token === undefined ? {} : { NextToken: token }),
    };
    const answer = await retrying(() => clients.glue.send(new GetPartitionsCommand(request)), pace);
    yield* answer.Partitions ?? [];
    token = answer.NextToken;
  } while (token !== undefined);
}

/** One that is there already is left as it is, and reported as refused. */
export const createPartitions = (
  table: TableName,
  inputs: readonly PartitionInput[],
  context: GlueContext,
): Promise<readonly Refused[]> =>
  inBatches(inputs, MAX_BATCH, context, async (batch) => {
    const request = { ...named(table), PartitionInputList: batch };
    return (await context.clients.glue.send(new BatchCreatePartitionCommand(request))).Errors ?? [];
  });

export const updatePartitions = (
  table: TableName,
  inputs: readonly PartitionInput[],
  context: GlueContext,
): Promise<readonly Refused[]> =>
  inBatches(inputs, MAX_BATCH, context, async (batch) => {
    const entries = batch.map((input) => ({ PartitionValueList: input.Values, PartitionInput: input }));
    const request = { ...named(table), Entries: entries };
    const { Errors = [] } = await context.clients.glue.send(new BatchUpdatePartitionCommand(request));
    return Errors.map(({ PartitionValueList, ErrorDetail }) => ({
      ...(PartitionValueList === undefined ? {} : { PartitionValues: PartitionValueList }),
      ...(ErrorDetail === undefined ? {} : { ErrorDetail }),
    }));
  });

/** One that is gone already is no error. */
export async function deletePartitions(
  table: TableName,
  values: readonly (readonly string[])[],
  context: GlueContext,
): Promise<readonly Refused[]> {
  const inputs = values.map((v) => ({ Values: [...v] }));
  const refused = await inBatches(inputs, MAX_DELETE, context, async (batch) => {
    const request = { ...named(table), PartitionsToDelete: batch };
    return (await context.clients.glue.send(new BatchDeletePartitionCommand(request))).Errors ?? [];
  });
  return refused.filter((r) => r.code !== 'EntityNotFoundException');
}

const named = ({ database, name }: TableName) => ({ DatabaseName: database, TableName: name });

interface Input {
  readonly Values?: string[] | undefined;
}

/**
 * Batch after batch; what is refused for now within one is sent again with it. A batch that was done although its answer
 * was lost comes back as refused, with "already exists": the caller reads back what is there.
 */
async function inBatches<I extends Input>(
  inputs: readonly I[],
  size: number,
  { pace }: GlueContext,
  send: (batch: I[]) => Promise<readonly PartitionError[]>,
): Promise<readonly Refused[]> {
  const refused: Refused[] = [];
  for (let from = 0; from < inputs.length; from += size) {
    let left = inputs.slice(from, from + size);
    const kept = new Map<string, Refused>();
    await retrying(async () => {
      const errors = (await send(left)).map(plain);
      const again = errors.filter((e) => isTransient(Object.assign(new Error(e.message), { name: e.code })));
      for (const e of errors) kept.set(keyOf(e.values), e);
      for (const e of again) kept.delete(keyOf(e.values));
      if (again.length === 0) return;
      const keys = new Set(again.map((e) => keyOf(e.values)));
      left = left.filter((i) => keys.has(keyOf(i.Values ?? [])));
      const [first] = again;
      throw Object.assign(new Error(first?.message), { name: first?.code, $fault: 'server' });
    }, pace);
    refused.push(...kept.values());
  }
  return refused;
}

const keyOf = (values: readonly string[]): string => JSON.stringify(values);

const plain = ({ PartitionValues = [], ErrorDetail }: PartitionError): Refused => ({
  values: PartitionValues,
  code: ErrorDetail?.ErrorCode ?? 'InternalServiceException',
  message: ErrorDetail?.ErrorMessage ?? '',
});
