import type { Notice } from '../../core/notify/message.ts';
import type { Lake } from '../../core/ports.ts';
import { keyOf } from '../../core/values/canonical.ts';
import { inParallel } from '../../core/values/in-parallel.ts';

/** A notice that was put down before it was sent, and the channels that have not got it yet. */
export interface Waiting {
  readonly outboxVersion: 1;
  readonly notice: Notice;
  readonly pending: readonly string[];
}

const folderOf = (dataset: string): string => `.sluice/outbox/${dataset}`;

/** Named by the message: who puts it down twice has it once. */
const pathOf = ({ notice: { message } }: Waiting): string =>
  `${folderOf(message.dataset)}/${keyOf(message.id).slice(0, 32)}.json`;

export async function putDown(waiting: Waiting, lake: Lake): Promise<void> {
  await lake.put(pathOf(waiting), new TextEncoder().encode(JSON.stringify(waiting)));
}

export const takeOut = (waiting: Waiting, lake: Lake): Promise<void> => lake.removeAll(pathOf(waiting));

/** What no channel may miss, the oldest first. */
export async function waitingOf(dataset: string, lake: Lake): Promise<readonly Waiting[]> {
  const files = await lake.list(folderOf(dataset));
  const found = await inParallel(files, ({ path }) => lake.get(path));
  const waiting = found.flatMap((bytes): readonly Waiting[] => (bytes === undefined ? [] : read(bytes)));
  return waiting.toSorted((a, b) => (a.notice.message.time < b.notice.message.time ? -1 : 1));
}

/** Only this program writes here; a file of another version, or of nobody, is left alone. */
function read(bytes: Uint8Array): readonly Waiting[] {
  try {
    const found: Waiting = JSON.parse(new TextDecoder().decode(bytes));
    return found.outboxVersion === 1 && Array.isArray(found.pending) ? [found] : [];
  } catch {
    return [];
  }
}
