import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { PartitionEvent } from '../../../core/notify/message.ts';
import type { Notifier } from '../../../core/ports.ts';
import { wording } from '../errors.ts';
import type { Pace } from '../pace.ts';
import { retrying } from '../retry.ts';
import { TELLING_RETRIES } from './retries.ts';

export interface EventBus {
  readonly client: EventBridgeClient;
  /** Name or ARN. */
  readonly bus: string;
  readonly pace: Pace;
}

/** Of one call. */
const MAX_ENTRIES = 10;
const MAX_BYTES = 256 * 1024;

/** One event a partition on the bus, for those who read the table; messages for people go elsewhere. */
export function eventBusNotifier({ client, bus, pace }: EventBus): Notifier {
  return {
    name: 'events',
    notify: async ({ events }, signal) => {
      for (const batch of batchesOf(events.map((event) => entryOf(event, bus)))) {
        let left = batch;
        const send = async (): Promise<void> => {
          const answer = await client.send(new PutEventsCommand({ Entries: [...left] }), {
            abortSignal: signal,
          });
          const results = answer.Entries ?? [];
          const refused = results.find((r) => r.ErrorCode !== undefined);
          if ((answer.FailedEntryCount ?? 0) === 0 || refused === undefined) return;
          left = left.filter((_, i) => results[i]?.ErrorCode !== undefined);
          throw new NotTaken(refused);
        };
        await wording(`putting events on the bus ${bus}`, () => retrying(send, pace, TELLING_RETRIES));
      }
    },
  };
}

const entryOf = (event: PartitionEvent, bus: string): PutEventsRequestEntry => ({
  EventBusName: bus,
  Source: 'sluice',
  DetailType: event.type,
  Detail: JSON.stringify(event),
  Time: new Date(event.time),
});

/** How EventBridge measures an entry: 14 bytes of time, and its texts as UTF-8. */
const sizeOf = ({ Source = '', DetailType = '', Detail = '' }: PutEventsRequestEntry): number =>
  14 + Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);

export function batchesOf(
  entries: readonly PutEventsRequestEntry[],
): readonly (readonly PutEventsRequestEntry[])[] {
  const batches: PutEventsRequestEntry[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const size = sizeOf(entry);
    const last = batches.at(-1);
    if (last === undefined || last.length >= MAX_ENTRIES || bytes + size > MAX_BYTES) {
      batches.push([entry]);
      bytes = size;
    } else {
      last.push(entry);
      bytes += size;
    }
  }
  return batches;
}

/** One of the errors inside an answer, with the name by which it is known whether it is for now only. */
class NotTaken extends Error {
  readonly $fault = 'server';

  constructor({ ErrorCode = 'InternalFailure', ErrorMessage = ErrorCode }: PutEventsResultEntry) {
    super(ErrorMessage);
    this.name = ErrorCode;
  }
}
