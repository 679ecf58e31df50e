import type { Owner } from '../contract/model.ts';
import type { Decided, Severity } from './decided.ts';

/** What one run changed, finished: a channel adds no wording. Bounded in size however much happened. */
export interface RunMessage {
  readonly messageVersion: 1;
  /** The same message again has the same id: a channel that got it twice can tell. */
  readonly id: string;
  /** Of the message whose thread it belongs to; its own id where it begins one. */
  readonly threadId: string;
  readonly time: string;
  readonly environment: string;
  readonly domain: string;
  readonly dataset: string;
  readonly runId: string;
  /** The worst of `decisions`. */
  readonly decision: Decided;
  readonly decisions: readonly Decided[];
  readonly severity: Severity;
  readonly title: string;
  /** Partitions by what is told of them. */
  readonly counts: Readonly<Partial<Record<Decided, number>>>;
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** Findings beyond those. */
  readonly moreFindings: number;
  readonly owner?: Owner;
  readonly contract?: { readonly name: string; readonly version: string };
  /** Commands that say more. */
  readonly next: readonly string[];
}

/** One reason, and every partition that it holds for. */
export interface Finding {
  readonly decision: Decided;
  /** Absent where no rule is behind it. */
  readonly rule?: {
    readonly id: string;
    readonly column?: string;
    readonly severity: 'error' | 'warning';
    readonly description?: string;
  };
  readonly partitions: { readonly count: number; readonly first: string; readonly last: string };
  /** What was measured in the last of them, or what else there is to say. */
  readonly text: string;
  readonly measured?: string;
  readonly expected?: string;
}

/** One partition, for consumers: an event on the bus, a line in the file. */
export interface PartitionEvent {
  readonly eventVersion: 1;
  readonly type: 'sluice.partition.published' | 'sluice.partition.rejected' | 'sluice.partition.withdrawn';
  /** The same event again has the same id. */
  readonly id: string;
  readonly time: string;
  readonly environment: string;
  readonly domain: string;
  readonly dataset: string;
  readonly partition: Readonly<Record<string, string | null>>;
  /** Of a published one the receipt's decision, of a rejected one `rejected`, `heldBack` or `kept`. */
  readonly decision: string;
  readonly runId: string;
  /** What readers see of it now; null: nothing. */
  readonly snapshotId: string | null;
  readonly receiptId?: string;
  readonly epoch?: string;
  readonly contract?: { readonly id: string; readonly version: string; readonly sha256: string };
  /** Why it was rejected. */
  readonly rules?: readonly { readonly id: string; readonly message: string }[];
}

/** All that one run has to say. */
export interface Notice {
  readonly message: RunMessage;
  readonly events: readonly PartitionEvent[];
}
