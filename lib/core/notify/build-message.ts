import type { Dataset, Owner } from '../contract/model.ts';
import { maskCheck, maskedRules } from '../gate/mask-check.ts';
import type { CheckResult } from '../gate/verdict.ts';
import { type PartitionValues, partitionLabel } from '../values/partition.ts';
import type { About } from './about.ts';
import { type Decided, rankOf, severityOf, wordsOf } from './decided.ts';
import { eventsOf } from './events.ts';
import { clipName, clipText, findingsOf } from './findings.ts';
import type { Finding, Notice, RunMessage } from './message.ts';
import type { NewsItem } from './news.ts';

/** Beyond these a message says how many more there are. */
const MAX_FINDINGS = 15;
const MAX_PEOPLE = 5;

/** What concerns the run and no partition of it. */
export interface RunNews {
  /** What somebody had changed by hand, in words. */
  readonly driftRepaired?: string;
  /** Why the run ended without a verdict. */
  readonly failed?: readonly string[];
  /** The run before this one, which had failed. */
  readonly recovered?: { readonly runId: string };
}

/** All that there is to tell; undefined where that is nothing. Cells that must not be shown are taken out first. */
export function noticeOf(about: About, items: readonly NewsItem[], run: RunNews = {}): Notice | undefined {
  const mask = maskOf(tableOf(about));
  const shown = items.map((item) => ({ ...item, checks: item.checks.map(mask) }));
  const message = messageOf(about, shown, run);
  return message === undefined ? undefined : { message, events: eventsOf(about, shown) };
}

const tableOf = ({ contract, schemaName }: About): Dataset | undefined =>
  contract?.datasets.find((d) => d.name === schemaName);

/** One message for all of it. */
function messageOf(about: About, items: readonly NewsItem[], run: RunNews): RunMessage | undefined {
  const { id, time, environment, dataset, runId, contract } = about;
  const wording = wordingOf(tableOf(about));
  const found = [...runFindings(run), ...findingsOf(items, wording)];
  const counts = countsOf(items);
  const decisions = decisionsOf(counts, found);
  const [decision] = decisions;
  if (decision === undefined) return undefined;
  const owner = contract?.owner;
  return {
    messageVersion: 1,
    id,
    threadId: threadOf(id, decision, items),
    time,
    environment,
    domain: dataset.split('/')[0] ?? dataset,
    dataset,
    runId,
    decision,
    decisions,
    severity: severityOf(decision),
    title: titleOf(about, counts, decisions, items, wording.labelOf),
    counts,
    findings: found.slice(0, MAX_FINDINGS),
    moreFindings: Math.max(0, found.length - MAX_FINDINGS),
    ...(owner === undefined ? {} : { owner: clipOwner(owner) }),
    ...(contract === undefined
      ? {}
      : { contract: { name: clipName(contract.name), version: clipName(contract.version) } }),
    next: nextOf(about, items, decision),
  };
}

const none = { count: 0, first: '', last: '' };

function runFindings({ failed = [], driftRepaired, recovered }: RunNews): readonly Finding[] {
  const of = (decision: Decided, text: string): Finding => ({
    decision,
    partitions: none,
    text: clipText(text),
  });
  return [
    ...failed.map((why) => of('failed', why)),
    ...(driftRepaired === undefined ? [] : [of('driftRepaired', driftRepaired)]),
    ...(recovered === undefined
      ? []
      : [of('resolved', `run ${recovered.runId} had failed; this one came to its end`)]),
  ];
}

function maskOf(table: Dataset | undefined): (check: CheckResult) => CheckResult {
  // without the contract nobody knows what must not be shown
  if (table === undefined) return (check) => maskCheck(check, true, true);
  const masked = maskedRules(table);
  const hasSensitive = table.columns.some((c) => c.sensitive);
  return (check) => maskCheck(check, masked.has(check.id), hasSensitive);
}

function wordingOf(table: Dataset | undefined) {
  const sensitive = new Set(table?.columns.filter((c) => c.sensitive).map((c) => c.physicalName));
  const visible = (partition: PartitionValues): PartitionValues =>
    Object.fromEntries(Object.entries(partition).map(([k, v]) => [k, sensitive.has(k) ? 'masked' : v]));
  const descriptions = new Map(table?.rules.map((r) => [r.id, r.description]));
  return {
    labelOf: ({ partition }: NewsItem): string => partitionLabel(visible(partition)),
    descriptionOf: (id: string): string | undefined => descriptions.get(id),
  };
}

function countsOf(items: readonly NewsItem[]): RunMessage['counts'] {
  const groups = [...Map.groupBy(items, (i) => i.decision)].sort(([a], [b]) => rankOf(a) - rankOf(b));
  return Object.fromEntries(groups.map(([decision, of]) => [decision, of.length]));
}

function decisionsOf(counts: RunMessage['counts'], findings: readonly Finding[]): readonly Decided[] {
  const all = new Set([...(Object.keys(counts) as Decided[]), ...findings.map((f) => f.decision)]);
  return [...all].sort((a, b) => rankOf(a) - rankOf(b));
}

/** `aviation/flights (dev): 182 partitions rejected, 3 published`; of a single partition, which one. */
function titleOf(
  { dataset, environment }: About,
  counts: RunMessage['counts'],
  decisions: readonly Decided[],
  items: readonly NewsItem[],
  labelOf: (item: NewsItem) => string,
): string {
  const [only, ...others] = items;
  const single = only !== undefined && others.length === 0 ? labelOf(only) : undefined;
  const parts = decisions.flatMap((decision, i) => {
    const count = counts[decision];
    if (decision === 'failed') return ['the run failed'];
    if (decision === 'driftRepaired') return ['readers saw something else than was published; repaired'];
    if (count === undefined) return ['runs again'];
    const partitions = i === 0 ? `${count} ${count === 1 ? 'partition' : 'partitions'}` : `${count}`;
    return [`${single ?? partitions} ${wordsOf(decision)}`];
  });
  return clipText(`${dataset} (${environment}): ${parts.join(', ')}`);
}

/** Good news goes into the thread of what it resolves; bad news begins one of its own, so that it is seen. */
function threadOf(id: string, decision: Decided, items: readonly NewsItem[]): string {
  if (severityOf(decision) !== 'info') return id;
  const resolved = items.flatMap((i) => (i.was === undefined ? [] : [i.was]));
  const newest = resolved.sort((a, b) => (a.time < b.time ? 1 : -1))[0];
  return newest?.messageId ?? id;
}

function clipOwner({ team, members, support }: Owner): Owner {
  return {
    ...(team === undefined ? {} : { team: clipName(team) }),
    members: members.slice(0, MAX_PEOPLE).map(clipName),
    support: support.slice(0, MAX_PEOPLE).map(({ channel, url }) => ({
      channel: clipName(channel),
      ...(url === undefined || clipName(url) !== url ? {} : { url }),
    })),
  };
}

function nextOf({ runId, dataset, environment }: About, items: readonly NewsItem[], decision: Decided) {
  const where = environment === 'local' ? '' : ` --env ${environment}`;
  if (decision === 'failed') return [`sluice history ${dataset}${where}`];
  const judged = items.some((i) => i.checks.length > 0);
  return [
    ...(judged ? [`sluice show ${runId}${where}`, `sluice report ${runId}${where}`] : []),
    `sluice history ${dataset}${where}`,
  ];
}
