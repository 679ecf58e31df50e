import { reasonsAgainst } from '../gate/decide.ts';
import type { Receipt } from '../publish/facts.ts';
import { keyOf } from '../values/canonical.ts';
import type { About } from './about.ts';
import { clipName, clipText } from './findings.ts';
import type { PartitionEvent } from './message.ts';
import type { NewsItem } from './news.ts';

const MAX_RULES = 10;

/** One event for each partition that became visible, went out of sight, or was kept out. */
export function eventsOf(about: About, items: readonly NewsItem[]): readonly PartitionEvent[] {
  const shared = sharedBy(about);
  const keptOut = items.filter((i) => KEPT_OUT.includes(i.decision));
  return [
    ...items.flatMap(({ receipt }) => (receipt === undefined ? [] : [movedEvent(receipt, shared)])),
    ...keptOut.map((item) => rejectedEvent(item, about, shared)),
  ];
}

const KEPT_OUT: readonly string[] = ['rejected', 'heldBack', 'kept'];

type Shared = ReturnType<typeof sharedBy>;

function sharedBy({ time, environment, dataset }: About) {
  const domain = dataset.split('/')[0] ?? dataset;
  return { eventVersion: 1, time, environment, domain, dataset } as const;
}

function movedEvent(receipt: Receipt, shared: Shared): PartitionEvent {
  const { receiptId, partition, decision, runId, snapshotId, epoch, contract, committedAt } = receipt;
  return {
    ...shared,
    type: snapshotId === null ? 'sluice.partition.withdrawn' : 'sluice.partition.published',
    id: keyOf({ environment: shared.environment, receiptId }),
    time: committedAt,
    partition,
    decision,
    runId,
    snapshotId,
    receiptId,
    epoch,
    ...(contract === null ? {} : { contract }),
  };
}

function rejectedEvent(
  { partition, decision, checks, snapshotId }: NewsItem,
  about: About,
  shared: Shared,
): PartitionEvent {
  const { environment, dataset, runId, contract } = about;
  const rules = reasonsAgainst(checks).slice(0, MAX_RULES);
  return {
    ...shared,
    type: 'sluice.partition.rejected',
    id: keyOf({ environment, dataset, partition, runId, decision }),
    partition,
    decision,
    runId,
    snapshotId,
    ...(contract === undefined
      ? {}
      : { contract: { id: contract.id, version: contract.version, sha256: contract.sha256 } }),
    rules: rules.map((c) => ({ id: clipName(c.id), message: clipText(c.message) })),
  };
}
