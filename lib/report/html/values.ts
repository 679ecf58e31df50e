import type { CheckResult } from '../../core/gate/verdict.ts';
import type { ReportData, ReportedPartition } from '../../steps/report/report-data.ts';
import { scrolling } from './check-table.ts';
import { code, datum, type Html, html } from './markup.ts';
import { needsWord } from './reasons.ts';
import type { Series } from './series.ts';
import { expectedText, grouped, labelOf, type Noun } from './words.ts';

/** Cells of the table; a page of more is no page. */
const CELLS = 8_000;

/** The numbers behind the plots, as a table: what a plot says to those who cannot see it. */
export function valuesTable({ partitions }: ReportData, series: readonly Series[], noun: Noun): Html {
  const rows = Math.max(20, Math.floor(CELLS / Math.max(1, series.length)));
  const bad = partitions.filter(needsWord).slice(0, Math.ceil(rows / 2));
  const kept = new Set(bad);
  for (const p of partitions.toReversed()) {
    if (kept.size >= rows) break;
    kept.add(p);
  }
  const shown = partitions.filter((p) => kept.has(p));
  const left = partitions.filter((p) => !kept.has(p));
  const passed = left.every((p) => !needsWord(p)) ? ' that passed' : '';
  return html`<details><summary>The same numbers as a table</summary>
${scrolling(
  'Measured values',
  html`<table><caption>Measured values; ✕ breaks the rule</caption>
<thead><tr><th scope="col">${noun.one}</th>${series.map((s) => html`<th scope="col" class="num">${code(s.id)}</th>`)}</tr></thead>
<tbody>${shown.map((p) => row(p, partitions.indexOf(p), series))}</tbody></table>`,
)}
${left.length > 0 ? html`<p>And ${grouped(String(left.length))} more ${noun.many}${passed}.</p>` : ''}
</details>`;
}

function row(p: ReportedPartition, i: number, series: readonly Series[]): Html {
  const checks = new Map<string, CheckResult>(p.checks.map((c) => [c.id, c]));
  const cells = series.map((s) => cell(checks.get(s.id), s.points[s.earlier + i]?.text));
  return html`<tr><th scope="row">${datum(labelOf(p.partition))}</th>${cells}</tr>`;
}

function cell(check: CheckResult | undefined, text: string | undefined): Html {
  if (check === undefined || check.measured.type === 'null') return html`<td class="num">–</td>`;
  if (check.outcome === 'failed') {
    return html`<td class="num"><b class="t-bad" title="expected ${expectedText(check)}">✕ ${text}</b></td>`;
  }
  return html`<td class="num">${check.outcome === 'warned' ? '! ' : ''}${text}</td>`;
}
