import type { Cost } from '../../core/gate/cost.ts';
import type { ReportData } from '../../steps/report/report-data.ts';
import type { RanStatement } from '../../steps/state/measuring.ts';
import { scrolling } from './check-table.ts';
import { type Html, html } from './markup.ts';
import { bytes, duration, grouped, type Noun, plural } from './words.ts';

/** Statements that are listed; a statement that failed was tried again in halves. */
const LISTED = 40;

const WHAT: Readonly<Record<RanStatement['kind'], string>> = {
  write: 'Writing the candidates',
  fused: 'The fused scan: every number at once',
  opaque: 'A query of its own',
  sample: 'Failing rows',
};

interface Group {
  readonly first: RanStatement;
  readonly times: number;
  readonly rows: bigint;
  readonly bytes: bigint;
}

/** The same query over one partition after another is one line. */
function groupsOf(ran: readonly RanStatement[]): readonly Group[] {
  const groups = Map.groupBy(ran, (r) => `${r.kind} ${r.failed === undefined} ${withoutValues(r)}`);
  return [...groups.values()].flatMap((of): Group[] => {
    const [first] = of;
    if (first === undefined) return [];
    const sum = (key: 'rowsScanned' | 'bytesScanned'): bigint => of.reduce((n, r) => n + BigInt(r[key]), 0n);
    return [{ first, times: of.length, rows: sum('rowsScanned'), bytes: sum('bytesScanned') }];
  });
}

function withoutValues({ sql, partition }: RanStatement): string {
  const values = Object.values(partition ?? {}).flatMap((v) => (v.type === 'null' ? [] : [v.value]));
  return values.reduce((text, value) => text.replaceAll(value, () => '…'), sql);
}

/** Every statement that was sent, as it was sent. */
export function statementsSection({ ran }: ReportData, noun: Noun): Html {
  const groups = groupsOf(ran);
  const gate = ran.filter((r) => r.kind === 'fused' || r.kind === 'opaque').length;
  const told =
    gate === 0
      ? 'No number had to be asked for: all were on record, or in the files’ footers.'
      : 'As they were sent to the engine.';
  return html`<section class="long" aria-labelledby="sql">
<h2 id="sql">SQL that ran</h2>
<p class="note">${told}</p>
${groups.slice(0, LISTED).map(({ first, times }, i) => {
  const again = times > 1 ? `, ${grouped(String(times))} times: once for each ${noun.one}` : '';
  const name = `${WHAT[first.kind]}${again}`;
  return html`<details><summary>${name}${first.failed === undefined ? '' : html` <span class="tag t-bad">✕ failed</span>`}</summary>
${first.failed === undefined ? '' : html`<p>${first.failed}</p>`}<pre tabindex="0" role="region" aria-label="SQL ${i + 1}: ${name}"><code>${first.sql}</code></pre></details>`;
})}
${groups.length > LISTED ? html`<p class="note">And ${grouped(String(groups.length - LISTED))} more.</p>` : ''}
</section>`;
}

/** What was expected of writing and asking, and what came of it. */
function estimated(cost: ReportData['stats']['cost']): string {
  if (cost === undefined) return '';
  const usd = ({ usd: dollars }: Cost): string => (cost.estimate.usd === '0' ? '' : `, ${dollars} USD`);
  const expected = `${bytes(cost.estimate.bytes)}${usd(cost.estimate)}`;
  return ` Estimated before a query was sent: ${expected}; read: ${bytes(cost.actual.bytes)}${usd(cost.actual)}.`;
}

/** What was asked and read, and where the time went. */
export function costSection({ ran, timings, stats }: ReportData): Html {
  const groups = groupsOf(ran);
  const longest = Math.max(1, ...timings.map((t) => t.elapsedMs));
  const steps = timings.filter((t) => t.elapsedMs > 0);
  return html`<section aria-labelledby="cost">
<h2 id="cost">Cost</h2>
<p class="note">${plural(stats.queries, 'query', 'queries')} and ${plural(stats.scans, 'scan')} for every verdict, in ${duration(stats.elapsedMs)} altogether. Bytes are those of the files at most: engines read the columns that they need.${estimated(stats.cost)}</p>
${
  groups.length === 0
    ? ''
    : scrolling(
        'What was read',
        html`<table><caption>What was read</caption><thead><tr><th scope="col">Query</th><th scope="col" class="num">Times</th><th scope="col" class="num">Rows</th><th scope="col" class="num">Bytes, at most</th></tr></thead>
<tbody>${groups.map((g) => html`<tr><th scope="row">${WHAT[g.first.kind]}</th><td class="num">${grouped(String(g.times))}</td><td class="num">${grouped(g.rows.toString())}</td><td class="num">${bytes(g.bytes.toString())}</td></tr>`)}</tbody></table>`,
      )
}
${
  steps.length === 0
    ? ''
    : scrolling(
        'Time by step',
        html`<table><caption>Time by step</caption><thead><tr><th scope="col">Step</th><th scope="col" class="num">Took</th><th scope="col"><span class="t-calm">share</span></th></tr></thead>
<tbody>${steps.map((t) => html`<tr><th scope="row">${t.step}</th><td class="num">${duration(t.elapsedMs)}</td><td class="wide"><span class="bar" style="width:${Math.max(1, Math.round((t.elapsedMs / longest) * 100))}%"></span></td></tr>`)}</tbody></table>`,
      )
}
</section>`;
}
