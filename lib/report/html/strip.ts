import type { ReportData, ReportedPartition } from '../../steps/report/report-data.ts';
import { type Html, html, trusted } from './markup.ts';
import { needsWord } from './reasons.ts';
import { labelOf, type Noun, shortLabel } from './words.ts';

/** More partitions than this are drawn as shares of it. */
const BARS = 400;
/** More marks than this would be one line of crosses; the bars are tall all the same. */
const MARKED = 40;
/** Of the strip's width: what the label above a mark takes; there is room for two rows of them. */
const LABEL_PERCENT = 7;

/** Every partition side by side: low bars are fine, tall ones with a cross are not. */
export function stripOf({ partitions }: Pick<ReportData, 'partitions'>, noun: Noun): Html {
  if (partitions.length < 2) return html``;
  const each = Math.ceil(partitions.length / BARS);
  const bars = Array.from({ length: Math.ceil(partitions.length / each) }, (_, i) =>
    partitions.slice(i * each, (i + 1) * each),
  );
  const path = (bad: boolean): string =>
    bars
      .map((of, i) => (of.some(needsWord) === bad ? `M${i * 4} ${bad ? 0 : 14}h3v${bad ? 40 : 26}h-3z` : ''))
      .join('');
  const words = partitions.filter(needsWord);
  const first = partitions[0];
  const last = partitions.at(-1);
  const few = words.length <= MARKED;
  // a handful of partitions would be blocks
  const wide = Math.max(20, 4 * partitions.length);
  return html`<figure class="strip" style="max-width:${wide}rem">
${few ? html`<div class="marks" aria-hidden="true">${marks(partitions)}</div>` : ''}
<svg viewBox="0 0 ${bars.length * 4 - 1} 40" preserveAspectRatio="none" role="img" aria-label="${partitions.length} ${noun.many}, ${words.length} of them marked">
<path class="fine" d="${trusted(path(false))}"/><path class="bad" d="${trusted(path(true))}"/></svg>
<figcaption><span>${first && labelOf(first.partition)}</span><span class="key">each bar ${
    each === 1 ? `is one ${noun.one}` : `stands for ${each} ${noun.many}`
  }; ${few ? 'tall with ✕' : 'tall'}: see below</span><span>${last && labelOf(last.partition)}</span></figcaption>
</figure>`;
}

function marks(partitions: readonly ReportedPartition[]): readonly Html[] {
  const free = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return partitions
    .flatMap((p, i) => (needsWord(p) ? [{ p, i }] : []))
    .map(({ p, i }) => {
      const at = ((i + 0.5) / partitions.length) * 100;
      const level = free.findIndex((end) => at - LABEL_PERCENT / 2 >= end);
      if (level >= 0) free[level] = at + LABEL_PERCENT / 2;
      const label = level < 0 ? '' : html`<b class="l${level}">${shortLabel(labelOf(p.partition))}</b>`;
      const place = at > 96 ? ' end' : at < 4 ? ' start' : '';
      return html`<span class="mark${place}" style="left:${at.toFixed(2)}%">${label}<i>✕</i></span>`;
    });
}
