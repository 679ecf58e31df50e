import { reasonsAgainst } from '../gate/decide.ts';
import type { CheckResult } from '../gate/verdict.ts';
import type { OpenNotice, Receipt } from '../publish/facts.ts';
import { keyOf } from '../values/canonical.ts';
import { type PartitionValues, partitionKey } from '../values/partition.ts';
import { type Decided, isToldAgain, staysOpen } from './decided.ts';

/** How a partition stands after a run: one of the bad ones; `good`; or `silent`, which changes nothing that was told. */
export interface Standing {
  readonly partition: PartitionValues;
  readonly is: Decided | 'good' | 'silent';
  /** Null where it was judged without one. */
  readonly judgementKey: string | null;
  readonly checks: readonly CheckResult[];
  /** What readers see of it. */
  readonly snapshotId: string | null;
}

export interface NewsItem {
  readonly partition: PartitionValues;
  readonly decision: Decided;
  readonly checks: readonly CheckResult[];
  readonly snapshotId: string | null;
  /** What was told before of a resolved one. */
  readonly was?: OpenNotice;
  readonly receipt?: Receipt;
}

export interface News {
  readonly items: readonly NewsItem[];
  /** What is open from now on. */
  readonly open: readonly OpenNotice[];
}

export interface NewsOf {
  readonly open: readonly OpenNotice[];
  readonly standings: readonly Standing[];
  /** What became visible since somebody was last told, by whatever run. */
  readonly receipts: readonly Receipt[];
  readonly about: { readonly runId: string; readonly messageId: string; readonly time: string };
}

/**
 * The difference between what was last told and what is. So a second run over the same data says nothing, and what a
 * run did that died before it could speak is told by the next one.
 */
export function newsOf({ open, standings, receipts, about }: NewsOf): News {
  const board = new Map(open.map((o) => [partitionKey(o.partition), o]));
  const moved = new Map(receipts.map((r) => [partitionKey(r.partition), r]));
  const items: NewsItem[] = [];
  for (const standing of standings) {
    const key = partitionKey(standing.partition);
    const receipt = moved.get(key);
    if (standing.is === 'silent') continue;
    moved.delete(key);
    const was = board.get(key);
    const item = itemOf(standing, was, receipt);
    if (standing.is === 'good') board.delete(key);
    else if (item !== undefined) board.set(key, noticeOf(standing, standing.is, about));
    if (item !== undefined) items.push(item);
  }
  for (const [key, receipt] of moved) {
    const was = board.get(key);
    items.push(movedItem(receipt, was, []));
    if (!isBackwards(receipt)) board.delete(key);
  }
  return { items, open: [...board.values()] };
}

function itemOf(
  { partition, is, checks, judgementKey, snapshotId }: Standing,
  was: OpenNotice | undefined,
  receipt: Receipt | undefined,
): NewsItem | undefined {
  if (is === 'good') return receipt ? movedItem(receipt, was, checks) : was && resolved(was, snapshotId);
  if (is === 'silent') return undefined;
  const same = was?.decision === is && was.evidence === evidenceOf({ checks, judgementKey });
  if (same && receipt === undefined && !isToldAgain(is)) return undefined;
  return { partition, decision: is, checks, snapshotId, ...(receipt === undefined ? {} : { receipt }) };
}

const resolved = (was: OpenNotice, snapshotId: string | null): NewsItem => ({
  partition: was.partition,
  decision: 'resolved',
  checks: [],
  snapshotId,
  was,
});

function movedItem(receipt: Receipt, was: OpenNotice | undefined, checks: readonly CheckResult[]): NewsItem {
  const { partition, snapshotId } = receipt;
  const warned = checks.filter((c) => c.outcome === 'warned');
  const as = (decision: Decided): NewsItem => ({
    partition,
    decision,
    checks: warned,
    snapshotId,
    receipt,
  });
  if (snapshotId === null) return as('withdrawn');
  if (receipt.decision === 'rollback') return as('rolledBack');
  if (receipt.decision === 'approve') return { ...as('approved'), ...(was === undefined ? {} : { was }) };
  if (was !== undefined && staysOpen(was.decision)) return { ...as('resolved'), was };
  return as(warned.length > 0 ? 'publishedWithWarnings' : 'published');
}

/** Who goes back to an older snapshot has not resolved what keeps a newer one out. */
const isBackwards = (receipt: Receipt): boolean =>
  receipt.snapshotId === null || receipt.decision === 'rollback';

function noticeOf(standing: Standing, decision: Decided, about: NewsOf['about']): OpenNotice {
  const { runId, messageId, time } = about;
  const evidence = evidenceOf(standing);
  return { partition: standing.partition, decision, evidence, runId, messageId, time };
}

/** The same judgement is no news; without one, the same reasons are none. */
const evidenceOf = ({ judgementKey, checks }: Pick<Standing, 'judgementKey' | 'checks'>): string =>
  judgementKey ?? keyOf(reasonsAgainst(checks).map((c) => [c.id, c.message]));
