import type { PlannedCheck } from '../core/gate/plan.ts';
import type { RunPlan } from '../steps/plan/plan-run.ts';
import type { PlannedScan } from '../steps/plan/planned-scans.ts';
import { costText } from './cost-text.ts';
import { painter, plural, printable, thousands } from './printable.ts';

/** A plan: checks, the numbers that they share, the statements, what these read. */
export function planText(
  { plan, partitions, source, standing, scans, laterScans, cost }: RunPlan,
  { color }: { readonly color: boolean; readonly width: number },
): string {
  const paint = painter(color);
  const width = Math.max(0, ...plan.checks.map((c) => c.id.length));
  const kinds = Math.max(0, ...plan.checks.map((c) => c.kind.length));
  const checks = plan.checks.map((c) => {
    const why = c.why === undefined ? '' : `  (${printable(c.why)})`;
    return `  ${printable(c.id).padEnd(width)}  ${c.kind.padEnd(kinds)}  ${c.by.padEnd(6)}  ${expectedText(c.expected)}${why}`;
  });
  const statements = plan.statements
    .filter((s, i, all) => s.kind === 'fused' || all.findIndex((o) => o.metrics[''] === s.metrics['']) === i)
    .flatMap((s) => [
      paint('bold', s.kind === 'fused' ? 'the one fused scan' : 'a scan of its own, for each partition'),
      s.sql,
      '',
    ]);
  return [
    paint(
      'bold',
      `${plan.dataset}: ${plural(plan.checks.length, 'check')} over ${plural(partitions, 'partition')}`,
    ),
    ...checks,
    '',
    paint('bold', `${plural(plan.metrics.length, 'number')} are asked for`),
    ...plan.metrics.map((m) => `  ${printable(m.id)}`),
    '',
    ...statements,
    ...standingText(standing),
    paint(
      'bold',
      `${plural(timesOf(scans), 'scan')}${standing.new ? ', beside writing the candidates' : ''}`,
    ),
    ...scans.map((scan) => `  ${scanText(scan)}`),
    ...(laterScans.length === 0
      ? []
      : [
          paint('bold', `${plural(timesOf(laterScans), 'scan')} later, where a judgement needs every number`),
          ...laterScans.map((scan) => `  ${scanText(scan)}`),
        ]),
    `the source: ${plural(source.files, 'file')}, ${sizeText(source.rows, source.bytes)}`,
    ...costText(cost, paint),
  ].join('\n');
}

const STANDINGS = [
  ['new', 'to be written'],
  ['candidate', 'written, with numbers still to be asked for'],
  ['measured', 'to be judged from numbers on record'],
  ['refuted', 'to be rejected by numbers on record, without reading it'],
  ['judged', 'judged already'],
  ['missing', 'without a row in the source'],
] as const;

/** Nothing where all partitions are to be written. */
function standingText(standing: RunPlan['standing']): readonly string[] {
  const found = STANDINGS.flatMap(([status, says]) => {
    const count = standing[status] ?? 0;
    return count === 0 ? [] : [`  ${thousands(count)} ${says}`];
  });
  return found.length === 1 && standing.new !== undefined ? [] : [...found, ''];
}

const timesOf = (scans: readonly PlannedScan[]): number => scans.reduce((sum, s) => sum + s.times, 0);

function scanText({ kind, times, partitions, of, columns, rowsAtMost, bytesAtMost }: PlannedScan): string {
  const all = of === 'written' ? 'all partitions at once' : `${plural(partitions, 'partition')} at once`;
  const which = kind === 'fused' ? `fused, ${all}` : `a query of its own, ${plural(times, 'time')}`;
  const read = columns.length === 0 ? 'no column' : `columns ${columns.map(printable).join(', ')}`;
  return `${which}: ${read}; ${of === 'written' ? 'at most ' : ''}${sizeText(rowsAtMost, bytesAtMost)}`;
}

const sizeText = (rows: string | null, bytes: string): string =>
  `${rows === null ? '' : `${thousands(rows)} rows, `}${thousands(bytes)} bytes`;

function expectedText(expected: PlannedCheck['expected']): string {
  const list = 'op' in expected ? [expected] : expected;
  return list
    .map(({ op, value }) => `${op} ${typeof value === 'string' ? value : value.join(', ')}`)
    .map(printable)
    .join(' and ');
}
