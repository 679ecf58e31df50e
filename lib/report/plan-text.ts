import type { Plan, PlannedCheck } from '../core/gate/plan.ts';
import { painter, plural, printable, thousands } from './printable.ts';

/** A plan: checks, the numbers that they share, the statements, what these read. */
export function planText(
  plan: Plan,
  about: { readonly bytes: string; readonly partitions: number },
  { color }: { readonly color: boolean; readonly width: number },
): string {
  const paint = painter(color);
  const width = Math.max(0, ...plan.checks.map((c) => c.id.length));
  const kinds = Math.max(0, ...plan.checks.map((c) => c.kind.length));
  const checks = plan.checks.map((c) => {
    const why = c.why === undefined ? '' : `  (${printable(c.why)})`;
    return `  ${printable(c.id).padEnd(width)}  ${c.kind.padEnd(kinds)}  ${c.by.padEnd(6)}  ${expectedText(c.expected)}${why}`;
  });
  const opaque = plan.statements.filter((s) => s.kind === 'opaque').length;
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
      `${plan.dataset}: ${plural(plan.checks.length, 'check')} over ${plural(about.partitions, 'partition')}`,
    ),
    ...checks,
    '',
    paint('bold', `${plural(plan.metrics.length, 'number')} are asked for`),
    ...plan.metrics.map((m) => `  ${printable(m.id)}`),
    '',
    ...statements,
    `${plural(plan.scans, 'scan')} (${plan.scans - opaque} fused, ${opaque} of their own); the source holds ${thousands(about.bytes)} bytes`,
  ].join('\n');
}

function expectedText(expected: PlannedCheck['expected']): string {
  const list = 'op' in expected ? [expected] : expected;
  return list
    .map(({ op, value }) => `${op} ${typeof value === 'string' ? value : value.join(', ')}`)
    .map(printable)
    .join(' and ');
}
