import { reasonsAgainst } from '../core/gate/decide.ts';
import type { PartitionVerdict } from '../core/gate/verdict.ts';
import { partitionLabel } from '../core/values/partition.ts';
import type { PartitionOutcome, Publication, RunOutcome } from '../steps/state/outcome.ts';
import { chargedText } from './cost-text.ts';
import { painter, plural, printable, thousands } from './printable.ts';

const SHOWN = 20;

/** A run in a few lines: the counts, each partition that stayed out with its reasons, where to look next. */
export function runText(
  outcome: RunOutcome,
  {
    color,
    published,
    asking = '',
    report,
  }: {
    readonly color: boolean;
    readonly width: number;
    /** Where readers find what is published. */
    readonly published: string;
    /** What a command needs to look at the same place: ` --env dev`. */
    readonly asking?: string;
    /** Where its page was written. */
    readonly report?: string;
  },
): string {
  const paint = painter(color);
  const { summary, dataset, runId, partitions, verdict } = outcome;
  const kept = count(partitions, 'kept');
  const wouldReject = partitions.filter(
    (p, i) => p.publication === 'shadow' && rejects(verdict.partitions[i]),
  ).length;
  const counts =
    outcome.mode === 'shadow'
      ? [
          paint('green', `${summary.shadow - wouldReject} would be published`),
          paint('red', `${wouldReject} would be rejected`),
          `${summary.unchanged} unchanged`,
        ]
      : outcome.mode === 'adopt'
        ? [
            paint('green', `${summary.published} adopted`),
            paint('red', `${summary.withFailures} of them would have been rejected`),
          ]
        : [
            paint('green', `${summary.published} published`),
            ...(summary.withFailures > 0
              ? [paint('yellow', `${summary.withFailures} of them with failures`)]
              : []),
            paint('red', `${summary.rejected - kept} rejected`),
            `${summary.unchanged} unchanged`,
            ...(kept > 0 ? [paint('yellow', `${kept} published earlier and failing now`)] : []),
            ...(summary.skipped > 0 ? [`${summary.skipped} skipped`] : []),
          ];
  const cost = `${plural(summary.queries, 'query', 'queries')}, ${plural(summary.scans, 'scan')}, ${thousands(verdict.stats.rowsScanned)} rows${chargedText(verdict.stats.cost)}`;
  const head = `${paint('bold', dataset)}${outcome.mode === 'shadow' ? ' (shadow)' : ''}: ${counts.join(', ')} of ${plural(partitions.length, 'partition')}`;
  const elapsed = `${(summary.elapsedMs / 1000).toFixed(1)} s; ${cost}`;
  const out = partitions.flatMap((p, i) => {
    const found = verdict.partitions[i];
    const shown =
      (STAYED_OUT[p.publication] !== undefined && (!LET_IN.includes(p.publication) || rejects(found))) ||
      failsAllTheSame(p, found);
    return found !== undefined && shown ? [{ p, found }] : [];
  });
  const blocks = out.slice(0, SHOWN).flatMap(({ p, found }) => block(p, found, paint));
  const more = out.length > SHOWN ? [`  … and ${out.length - SHOWN} more`] : [];
  const where = [
    '',
    `every check     sluice show ${runId}${asking}`,
    `page for people ${report ?? `sluice report ${runId}${asking}`}`,
    `a day's past    sluice history ${dataset} --partition NAME=VALUE${asking}`,
    `published data  ${published}`,
  ];
  const drift =
    outcome.repairedDrift === undefined
      ? []
      : [
          `  ${paint('yellow', '!')} readers saw something else than was published (${outcome.repairedDrift}); repaired`,
        ];
  return [`${head} in ${elapsed}`, ...drift, ...blocks, ...more, ...where].join('\n');
}

/** Nothing to tell of these, unless their rules say that they should not be in. */
const LET_IN: readonly Publication[] = ['shadow', 'adopted'];

const STAYED_OUT: Partial<Record<Publication, string>> = {
  rejected: 'rejected',
  kept: 'stays published, fails now',
  unknown: 'outcome not known yet',
  heldBack: 'held back',
  notPublished: 'passed, and was not published',
  rolledBack: 'was rolled back, and is left so',
  approved: 'fails, and was approved',
  shadow: 'would be rejected (shadow)',
  adopted: 'adopted, would have been rejected',
};

function block(p: PartitionOutcome, verdict: PartitionVerdict, paint: ReturnType<typeof painter>): string[] {
  const blocking = reasonsAgainst(verdict.checks);
  const reasons = blocking.map((c) => `      ${c.id}: ${printable(c.message)}`);
  const unasked = verdict.checks.filter((c) => c.reason === 'notAsked').length;
  if (unasked > 0)
    reasons.push(`      ${plural(unasked, 'rule')} more not asked for; --every-rule evaluates them`);
  const held =
    p.publication === 'heldBack' ? ['      another partition of the window was rejected'] : reasons;
  const label = printable(partitionLabel(p.partition));
  if (failsAllTheSame(p, verdict))
    return [`  ${paint('yellow', '!')} ${label} published with failures`, ...held];
  return [`  ${paint('red', '✗')} ${label} ${STAYED_OUT[p.publication]}`, ...held];
}

/** Published by policy ALWAYS, marked. */
const failsAllTheSame = (p: PartitionOutcome, verdict: PartitionVerdict | undefined): boolean =>
  p.publication === 'published' && verdict?.decision === 'publishWithFailures';

const rejects = (verdict: PartitionVerdict | undefined): boolean => verdict?.decision === 'reject';

const count = (partitions: readonly PartitionOutcome[], publication: Publication): number =>
  partitions.filter((p) => p.publication === publication).length;
