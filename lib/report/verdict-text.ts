import type { CheckResult, Outcome, PartitionVerdict, Verdict } from '../core/gate/verdict.ts';
import { partitionLabel } from '../core/values/partition.ts';
import { chargedText } from './cost-text.ts';
import { painter, plural, printable, thousands } from './printable.ts';

const SIGNS: Readonly<Record<Outcome, readonly [string, 'green' | 'yellow' | 'red' | 'gray']>> = {
  passed: ['✓', 'green'],
  warned: ['!', 'yellow'],
  failed: ['✗', 'red'],
  notEvaluated: ['?', 'red'],
  notApplicable: ['–', 'gray'],
};

/** A verdict: of one partition every check, of several those that did not pass. */
export function verdictText(
  verdict: Verdict,
  { color }: { readonly color: boolean; readonly width: number },
): string {
  const paint = painter(color);
  const all = verdict.partitions.length === 1;
  const lines = verdict.partitions.flatMap((p) => partitionLines(p, all, paint));
  const rejected = verdict.partitions.filter((p) => p.decision === 'reject').length;
  const { queries, scans, rowsScanned, elapsedMs, cost: priced } = verdict.stats;
  const cost = `${plural(queries, 'query', 'queries')}, ${plural(scans, 'scan')}, ${thousands(rowsScanned)} rows, ${elapsedMs} ms${chargedText(priced)}`;
  const passed = verdict.partitions.length - rejected;
  const words = `${plural(passed, 'partition')} would be published, ${rejected} rejected`;
  return [...lines, `${verdict.dataset} ${verdict.contract.version}: ${words}; ${cost}`].join('\n');
}

function partitionLines(
  p: PartitionVerdict,
  all: boolean,
  paint: ReturnType<typeof painter>,
): readonly string[] {
  const shown = p.checks.filter((c) => all || (c.outcome !== 'passed' && c.outcome !== 'notApplicable'));
  if (shown.length === 0) return [];
  const width = Math.max(...shown.map((c) => c.id.length));
  const label = printable(partitionLabel(p.partition));
  return [`${paint('bold', label)}: ${p.decision}`, ...shown.map((c) => checkLine(c, width, paint))];
}

function checkLine(check: CheckResult, width: number, paint: ReturnType<typeof painter>): string {
  const [sign, color] = SIGNS[check.outcome];
  return `  ${paint(color, sign)} ${printable(check.id).padEnd(width)}  ${printable(check.message)}`;
}
