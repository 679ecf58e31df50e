import type { ReportData } from '../../steps/report/report-data.ts';
import type { SampledRows } from '../../steps/state/samples.ts';
import { scrolling } from './check-table.ts';
import { code, datum, type Html, html } from './markup.ts';
import { needsWord, reasonsOf } from './reasons.ts';
import { labelOf, type Noun, plural, shorten } from './words.ts';

/** Cells are cut in the engine; the page cuts once more, for files of other versions. */
const CELL = 200;
const GROUPS = 200;

/** A few rows that make each rule fail. */
export function samplesSection(data: ReportData, noun: Noun): Html {
  const failed = data.partitions.filter(needsWord);
  if (failed.length === 0) return html``;
  const { samples } = data;
  const groups = samples.groups.slice(0, GROUPS);
  const byRule = Map.groupBy(groups, (g) => g.rule);
  return html`<section class="long" aria-labelledby="rows">
<h2 id="rows">Failing rows</h2>
<p class="note">${introduction(data, noun)}</p>
${[...byRule].map(([rule, of]) => ruleTable(rule, of, data))}
${withoutRows(data)}
</section>`;
}

function introduction({ samples, partitions }: ReportData, noun: Noun): string {
  const failed = partitions.filter((p) => p.decision === 'reject').length;
  switch (samples.state) {
    case 'off':
      return 'Nobody asked for failing rows (--no-samples).';
    case 'failed':
      return `Failing rows could not be looked at: ${samples.why ?? 'no reason given'}. What was decided stands.`;
    case 'nothing':
      return samples.groups.length > 0
        ? 'Found when it was decided.'
        : 'No single row is at fault, or the run kept none.';
    case 'taken': {
      const masked = samples.groups.some((g) => g.columns.some((c) => c.masked))
        ? ' Cells of classified columns are masked inside the engine.'
        : '';
      const some =
        samples.partitions < Math.min(samples.failedPartitions, failed)
          ? ` Looked at: ${plural(samples.partitions, noun.one, noun.many)} of ${samples.failedPartitions} that failed, those with rules that single rows break.`
          : '';
      return `At most five rows of each rule and ${noun.one}, the worst first, with what identifies a row; found by one more query over the failed ${noun.many} alone.${masked}${some}`;
    }
  }
}

function ruleTable(rule: string, groups: readonly SampledRows[], { partitionedBy }: ReportData): Html {
  const columns = groups[0]?.columns ?? [];
  const check = `Rows that break ${rule}`;
  const names = partitionedBy.length === 0 ? [] : [partitionedBy.join(', ')];
  return html`<h3>${code(rule)}</h3>${scrolling(
    check,
    html`<table><caption>${check}</caption>
<thead><tr>${names.map((n) => html`<th scope="col">${datum(n)}</th>`)}${columns.map((c) => html`<th scope="col">${datum(c.name)}</th>`)}</tr></thead>
<tbody>${groups.flatMap(({ partition, rows }) =>
      rows.map(
        (cells) =>
          html`<tr>${names.map(() => html`<th scope="row">${datum(labelOf(partition))}</th>`)}${cells.map((c, i) => cell(c, columns[i]?.masked === true))}</tr>`,
      ),
    )}</tbody></table>`,
  )}`;
}

function cell(text: string | null, masked: boolean): Html {
  if (text === null) return html`<td class="null">null</td>`;
  if (masked) return html`<td class="null">masked</td>`;
  if (text === '') return html`<td class="null">empty text</td>`;
  return html`<td class="cut" dir="auto">${shorten(text, CELL + 1)}</td>`;
}

/** Failed rules without a sample, and why there is none. */
function withoutRows({ partitions, rules, samples }: ReportData): Html {
  const sampled = new Set(samples.groups.map((g) => g.rule));
  const failed = new Set(partitions.filter(needsWord).flatMap((p) => reasonsOf(p).map((c) => c.id)));
  const whole = [...failed].filter(
    (id) => !sampled.has(id) && rules.find((r) => r.id === id)?.ofRows !== true,
  );
  if (whole.length === 0) return html``;
  return html`<p class="note">Without a sample: ${whole.map((id, i) => html`${i > 0 ? ', ' : ''}${code(id)}`)}. ${whole.length === 1 ? 'It speaks' : 'They speak'} of the whole, no single row is at fault.</p>`;
}
