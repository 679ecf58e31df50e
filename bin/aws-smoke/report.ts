import { writeFileSync } from 'node:fs';
import type { Finding } from './probe.ts';

export interface Report {
  readonly smokeVersion: 1;
  readonly at: string;
  /** Of Sluice. */
  readonly version: string;
  readonly place: string;
  readonly region: string;
  readonly environment: string;
  readonly durationMs: number;
  readonly findings: readonly Finding[];
  /** What was made and is not taken away. */
  readonly left: readonly string[];
  /** Why there was nothing to ask, or all of it is still there. */
  readonly failures: readonly string[];
}

/** 0: all that was asked holds. 1: something differs. 3: something failed, or nothing was asked. */
export function exitCodeOf({ findings, failures }: Pick<Report, 'findings' | 'failures'>): 0 | 1 | 3 {
  if (findings.some((f) => f.outcome === 'differs')) return 1;
  if (failures.length > 0 || findings.some((f) => f.outcome === 'failed')) return 3;
  return findings.some((f) => f.outcome === 'holds') ? 0 : 3;
}

/** What a page can take in the place of its marks: first what they are about, then what was tried besides. */
export function markdownOf({ at, version, place, region, findings, left, failures }: Report): string {
  const marked = findings.filter((f) => f.settles !== undefined);
  const others = findings.filter((f) => f.settles === undefined);
  const holding = findings.filter((f) => f.outcome === 'holds').length;
  return [
    `Seen on ${place} in ${region} on ${at.slice(0, 10)} with Sluice ${version}: ${holding} of ${findings.length} hold.`,
    ...failures.flatMap((failure) => ['', failure]),
    '',
    ...table('marked [nv]', marked, (f) => `${f.settles?.page}: ${f.settles?.text}`),
    '',
    ...table('tried besides', others, (f) => f.does),
    '',
    left.length === 0 ? 'Nothing is left.' : `Left: ${left.join('; ')}.`,
    '',
  ].join('\n');
}

function table(
  about: string,
  findings: readonly Finding[],
  words: (f: Finding) => string,
): readonly string[] {
  const row = (cells: readonly string[]): string => `| ${cells.map(inCell).join(' | ')} |`;
  return [
    row([about, 'probe', '', 'expected', 'seen']),
    '|---|---|---|---|---|',
    ...findings.map((f) => row([words(f), f.probe, f.outcome, f.expects, f.seen])),
  ];
}

const inCell = (text: string): string => text.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|');

/** `aws-smoke.json`, and the same for people beside it. */
export function writeReport(report: Report, path: string): void {
  writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(path.replace(/(\.json)?$/, '.md'), markdownOf(report));
}
