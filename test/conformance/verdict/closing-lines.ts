import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXCUSES } from './excuses.ts';
import type { Tallies } from './tally.ts';

const PAGE = join(import.meta.dirname, '../../../docs/engines.md');

/** Differences between the engines that the documentation lists, in both of its tables. */
export const listedDifferences = (): readonly string[] => {
  const page = readFileSync(PAGE, 'utf8');
  return ['## Differences that remain', '## What Athena does not judge'].flatMap((heading) => {
    const from = page.indexOf(heading);
    const section = from < 0 ? '' : page.slice(from, page.indexOf('\n## ', from + 1));
    return section.split('\n').flatMap((line) => /^\| \*\*(.+?)\*\*/.exec(line)?.[1] ?? []);
  });
};

const percent = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(1)} %`;

/** What was compared, as a table of two columns; of tests that did not run it says so. */
export function closingTable({
  cases,
  flights,
  random,
}: { [K in keyof Tallies]: Tallies[K] | undefined }): readonly string[] {
  const rows: readonly (readonly [string, string])[] = [
    ...(cases === undefined
      ? [['cases', 'not run'] as const]
      : [
          ['cases on DuckDB', `${cases.onDuckDb} passed, of ${cases.cases}`] as const,
          ['cases on Athena', `${cases.passed} passed, ${cases.excused} excused, of ${cases.cases}`] as const,
          ['excuses', `${EXCUSES.length}`] as const,
        ]),
    flights === undefined
      ? ['days of flights', 'not run']
      : [
          'days of flights',
          `${flights.days} compared, ${flights.rejected} rejected on both, ${flights.differing} differ`,
        ],
    ...(random === undefined
      ? [['random verdicts', 'not run'] as const]
      : [
          [
            'random verdicts',
            `${random.compared} compared, ${random.checks} checks, in ${Math.round(random.durationMs / 1000)} s (SLUICE_SEED=${random.seed})`,
          ] as const,
          ['  with a failure', percent(random.withFailure, random.compared)] as const,
          ['  with a check not evaluated', percent(random.notEvaluated, random.compared)] as const,
          ['  differing as listed', `${random.listed} checks and decisions`] as const,
        ]),
    ['differences listed', `${listedDifferences().length} (docs/engines.md)`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    'One verdict, DuckDB and Athena',
    ...rows.map(([name, said]) => `  ${name.padEnd(width)}  ${said}`),
  ];
}
