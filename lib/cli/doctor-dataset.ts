import type { Issue } from '../core/contract/issue.ts';
import { describeIssue } from '../core/contract/messages/index.ts';
import { ok, type Probe, problem, warning } from '../core/environment/probe.ts';
import type { Ports } from '../core/ports.ts';
import type { Finding } from '../core/publish/examine.ts';
import { unendedRuns } from '../core/publish/unended-runs.ts';
import { plural } from '../report/printable.ts';
import { type DoctorPorts, diagnose } from './diagnose.ts';

export interface DatasetQuestion {
  readonly dataset: string;
  /** Where its readers find it. */
  readonly published: string;
  /** Who holds its lease, or never gave it back. */
  readonly lease: { readonly owner: string; readonly untilMs: number } | undefined;
  readonly nowMs: number;
  readonly repair: boolean;
  /** How to call the doctor so that it repairs. */
  readonly repairing: string;
}

/** A dataset between two runs: can it be published, do readers see what was, and is everything closed? */
export async function probeDataset(question: DatasetQuestion, ports: DoctorPorts): Promise<readonly Probe[]> {
  const { dataset, published, repair, repairing } = question;
  const refusals = await ports.publisher.refuse(dataset, { count: 0, written: [] });
  const { findings, repaired } = await diagnose(dataset, ports, repair);
  const found = [
    ...refusals.map((refusal) => problemOf(dataset, refusal)),
    ...findings.map((finding) => problem(dataset, finding.what, remedyOf(finding, repairing))),
    ...(await probeRuns(question, ports)),
  ];
  const { pointers } = await ports.ledger.state(dataset);
  const healthy =
    pointers.length === 0
      ? 'nothing is published yet, and nothing is in the way of it'
      : `${published} shows ${plural(pointers.length, 'partition')}, as published`;
  return [
    ...repaired.map((what) => ok(dataset, `repaired: ${what}`)),
    ...(found.some((p) => p.state === 'problem') ? [] : [ok(dataset, healthy)]),
    ...found,
  ];
}

/** An issue in the doctor's words. */
export function problemOf(about: string, found: Issue): Probe {
  const { sentence, remedy } = describeIssue(found);
  return problem(about, `${sentence.replace(/\.$/, '')} (${found.code})`, remedy);
}

const remedyOf = ({ kind }: Finding, repairing: string): string => {
  if (kind === 'foreign') return 'Name the ledger that published it, or move the table away.';
  if (kind === 'unreadable') return 'Allow what was refused, or look again later.';
  return `The next run sees to it, or \`${repairing}\` does now.`;
};

/** Runs without an end, and a lease that nobody gave back. */
async function probeRuns(
  { dataset, lease, nowMs }: DatasetQuestion,
  { ledger }: Pick<Ports, 'ledger'>,
): Promise<readonly Probe[]> {
  const left = await unendedRuns(dataset, { ledger });
  const held = lease !== undefined && lease.untilMs > nowMs;
  const dead = left.filter((run) => !(held && run.runId === lease.owner));
  const until = lease === undefined ? '' : new Date(lease.untilMs).toISOString();
  return [
    ...(held ? [ok(dataset, `run ${lease.owner} is at work, its lease lasts until ${until}`)] : []),
    ...dead.map((run) =>
      warning(
        dataset,
        `run ${run.runId} began at ${run.at}, and told no end`,
        'Run its window again: it goes on where that one stopped.',
      ),
    ),
    ...(lease === undefined || held || dead.some((run) => run.runId === lease.owner)
      ? []
      : [
          warning(
            dataset,
            `${lease.owner} held the lease until ${until}, and did not give it back`,
            'Nothing: whoever comes next takes it.',
          ),
        ]),
  ];
}
