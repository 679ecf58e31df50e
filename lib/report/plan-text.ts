import type { PlannedCheck } from '../core/gate/plan.ts';
import type { PlannedScan, RunPlan } from '../steps/plan-run.ts';
import { painter, plural, printable, thousands } from './printable.ts';

/** A plan: checks, the numbers that they share, the statements, what these read. */
export function planText(
  { plan, partitions, source, scans }: RunPlan,
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
    paint('bold', `${plural(plan.scans, 'scan')}, beside writing the candidates`),
    ...scans.map((scan) => `  ${scanText(scan)}`),
    `the source: ${plural(source.files, 'file')}, ${sizeText(source.rows, source.bytes)}; on this machine nothing is charged`,
  ].join('\n');
}

function scanText({ kind, times, columns, rowsAtMost, bytesAtMost }: PlannedScan): string {
  const which = kind === 'fused' ? 'fused, all partitions at once' : `a query of its own, ${times} times`;
  const read = columns.length === 0 ? 'no column' : `columns ${columns.map(printable).join(', ')}`;
  return `${which}: ${read}; at most ${sizeText(rowsAtMost, bytesAtMost)}`;
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
