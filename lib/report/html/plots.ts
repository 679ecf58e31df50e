import type { ReportData } from '../../steps/report/report-data.ts';
import { code, type Html, html, trusted } from './markup.ts';
import { plotOf } from './plot.ts';
import { neverChanges, type Series, seriesOf } from './series.ts';
import { valuesTable } from './values.ts';
import { grouped, type Noun, plural } from './words.ts';

/** A contract of hundreds of rules is read in its table. */
const PLOTS = 60;

/** Small multiples: each rule that measures a number, over partitions, the failing ones first. */
export function plotsSection(data: ReportData, noun: Noun): Html {
  const all = seriesOf(data);
  if (all.length === 0) return html``;
  const series = all.slice(0, PLOTS);
  const calm = series.filter(neverChanges);
  const before =
    data.earlier.length === 0
      ? ''
      : `; the ${plural(data.earlier.length, noun.one, noun.many)} left of the upright line ${data.earlier.length === 1 ? 'was' : 'were'} judged by earlier runs`;
  return html`<section class="long" aria-labelledby="plots">
<h2 id="plots">Every ${noun.one}, rule by rule</h2>
<p class="note key">${legend(noun)}${before}.</p>
${grid(
  series.filter((s) => !neverChanges(s)),
  noun,
)}
${calm.length === 0 ? '' : html`<details${calm.length === series.length ? trusted(' open') : ''}><summary>${plural(calm.length, 'rule')} that measured the same on every ${noun.one}, and ${calm.length === 1 ? 'holds' : 'hold'}</summary>${grid(calm, noun)}</details>`}
${all.length > PLOTS ? html`<p class="note">And ${grouped(String(all.length - PLOTS))} more rules, in the table of checks.</p>` : ''}
${valuesTable(data, series, noun)}
</section>`;
}

const grid = (series: readonly Series[], noun: Noun): Html =>
  series.length === 0 ? html`` : html`<div class="plots">${series.map((s) => figure(s, noun))}</div>`;

const sign = (drawing: string): Html =>
  html`<svg width="16" height="12" viewBox="0 0 16 12" aria-hidden="true">${trusted(drawing)}</svg>`;

const legend = (noun: Noun): Html =>
  html`${sign('<path class="line" d="M1 8L6 4L11 7L15 3"/>')} measured ${sign('<rect class="band" width="16" height="12"/><path class="limit" d="M0 6H16"/>')} limit, the allowed side shaded ${sign('<path class="fails" d="M4 2l8 8m0-8l-8 8"/>')} fails ${sign('<path class="other" d="M8 11l3-6h-6z"/>')} ${noun.one} kept out by another rule`;

function figure(s: Series, noun: Noun): Html {
  const broken = s.points.filter((p) => p.state === 'fails').length;
  const warned = s.points.filter((p) => p.state === 'warns').length;
  const [tone, words] =
    broken > 0
      ? ['bad', `✕ fails on ${plural(broken, noun.one, noun.many)}`]
      : warned > 0
        ? ['warn', `! warns on ${plural(warned, noun.one, noun.many)}`]
        : ['good', '✓ holds'];
  return html`<figure><figcaption>${code(s.id)} <span class="tag t-${tone}">${words}</span><br><small>expected ${s.expected}</small></figcaption>${plotOf(s, noun)}</figure>`;
}
