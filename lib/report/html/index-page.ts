import type { ListedRun } from '../../steps/report/report-data.ts';
import { scrolling } from './check-table.ts';
import { datum, type Html, html } from './markup.ts';
import { page } from './page.ts';
import { grouped, moment, plural, type Tone } from './words.ts';

/** Runs that are listed, newest first. */
const LISTED = 500;

/** Every run on record, with a link where its page is there: `pages` names the file of a run. */
export function indexPage(runs: readonly ListedRun[], pages: ReadonlyMap<string, string>): string {
  const shown = runs.slice(0, LISTED);
  const datasets = new Set(runs.map((r) => r.dataset)).size;
  return page(
    'Runs of the data gate',
    html`<main>
<header><p class="kicker">Sluice · data gate reports</p>
<h1>${plural(runs.length, 'run')} of ${plural(datasets, 'dataset')}</h1>
<p class="lead">Newest first. A run without a page gets one from <code>sluice report RUN</code>.</p></header>
${scrolling(
  'All runs',
  html`<table class="list"><caption>All runs on record</caption>
<thead><tr><th scope="col">Ended</th><th scope="col">Dataset</th><th scope="col">Verdict</th><th scope="col" class="num">Published</th><th scope="col" class="num">Kept out</th><th scope="col" class="num">Unchanged</th><th scope="col">Window</th><th scope="col">By</th><th scope="col">Run</th></tr></thead>
<tbody>${shown.map((run) => row(run, pages.get(run.runId)))}</tbody></table>`,
)}
${runs.length > LISTED ? html`<p>And ${grouped(String(runs.length - LISTED))} older ones: <code>sluice history DATASET</code>.</p>` : ''}
</main>`,
  );
}

function row(run: ListedRun, file: string | undefined): Html {
  const { sign, word, tone } = verdictOf(run);
  const { published = 0, rejected = 0, unchanged = 0, shadow = 0 } = run.summary ?? {};
  const counts =
    run.mode === 'shadow'
      ? [`${shadow} judged`, '–', String(unchanged)]
      : [published, rejected, unchanged].map(String);
  const name = datum(run.runId);
  return html`<tr><th scope="row">${moment(run.at)}</th><td>${datum(run.dataset)}</td><td><span class="tag t-${tone}">${sign} ${word}</span></td>${counts.map(
    (n) => html`<td class="num">${run.state === 'finished' ? grouped(n) : ''}</td>`,
  )}<td>${run.window.start.slice(0, 10)} to ${run.window.end.slice(0, 10)}</td><td>${datum(run.user)}</td><td>${
    file === undefined ? html`<code>${name}</code>` : html`<a href="./${file}">${name}</a>`
  }</td></tr>`;
}

function verdictOf({ state, mode, summary }: ListedRun): { sign: string; word: string; tone: Tone } {
  if (state === 'failed') return { sign: '?', word: 'run failed', tone: 'bad' };
  if (state === 'started' || summary === undefined) return { sign: '–', word: 'not ended', tone: 'calm' };
  if (mode === 'shadow') return { sign: '–', word: 'shadow', tone: 'calm' };
  if (summary.rejected > 0) return { sign: '✕', word: 'kept something out', tone: 'bad' };
  if (summary.withFailures > 0) return { sign: '!', word: 'published with failures', tone: 'warn' };
  return summary.published > 0
    ? { sign: '✓', word: 'published', tone: 'good' }
    : { sign: '✓', word: 'nothing new', tone: 'calm' };
}
