import type { About } from '../../core/notify/about.ts';
import { noticeOf, type RunNews } from '../../core/notify/build-message.ts';
import type { Notice } from '../../core/notify/message.ts';
import { newsOf, type Standing } from '../../core/notify/news.ts';
import type { Ports } from '../../core/ports.ts';
import type { Fact, NoticeRecord, Receipt } from '../../core/publish/facts.ts';
import { newestFact, queryFacts } from '../../core/publish/query-facts.ts';
import { inParallel } from '../../core/values/in-parallel.ts';
import { partitionKey } from '../../core/values/partition.ts';

export interface Composed {
  /** Absent where there is nothing to tell. */
  readonly notice?: Notice;
  /** What is told from now on; absent where nothing changed. */
  readonly fact?: Fact;
}

export interface Telling {
  readonly about: About;
  readonly standings: readonly Standing[];
  /** What this run published itself, or somebody by hand. */
  readonly receipts: readonly Receipt[];
  readonly run?: RunNews;
}

/**
 * What is to be told of a dataset: the difference between the newest notice on record and how it stands. Asks the
 * ledger for that notice and for the dataset's pointers. To be called under the dataset's lease.
 */
export async function compose(
  { about, standings, receipts, run = {} }: Telling,
  { ledger }: Pick<Ports, 'ledger'>,
): Promise<Composed> {
  const { dataset, id: messageId, runId, time } = about;
  const told = await toldOf(dataset, ledger);
  const { epoch, pointers } = await ledger.state(dataset);
  const known = new Map(receipts.map((r) => [r.receiptId, r]));
  const since = pointers.filter((p) => BigInt(p.epoch) > BigInt(told.epoch));
  const found = await inParallel(since, async ({ partition, receiptId }) => {
    const own = known.get(receiptId);
    return own ?? receiptIn(ledger, { dataset, partition: partitionKey(partition), id: receiptId });
  });
  // a partition that was withdrawn has no pointer any more
  const withdrawn = receipts.filter((r) => r.snapshotId === null && BigInt(r.epoch) > BigInt(told.epoch));
  const moved = [...found.filter((r) => r !== undefined), ...withdrawn];
  const { items, open } = newsOf({
    open: told.open,
    standings,
    receipts: moved,
    about: { runId, messageId, time },
  });
  const notice = noticeOf(about, items, run);
  if (notice === undefined && epoch === told.epoch) return {};
  const body: NoticeRecord = { messageId, epoch, open };
  const fact: Fact = { kind: 'notice', dataset, partition: '', id: messageId, time, body };
  return { fact, ...(notice === undefined ? {} : { notice }) };
}

async function toldOf(dataset: string, ledger: Ports['ledger']): Promise<NoticeRecord> {
  const newest = await newestFact({ ledger }, { kind: 'notice', dataset, partition: '', limit: 1 });
  return newest?.body ?? { messageId: '', epoch: '0', open: [] };
}

async function receiptIn(
  ledger: Ports['ledger'],
  about: { readonly dataset: string; readonly partition: string; readonly id: string },
): Promise<Receipt | undefined> {
  for await (const { body } of queryFacts(ledger, { kind: 'receipt', ...about, limit: 1 })) return body;
  return undefined;
}
