import { describeIssue } from '../../core/contract/messages/index.ts';
import type { FailedRun, ReportData } from '../../steps/report/report-data.ts';
import { headerOf, headlineOf } from './headline.ts';
import { keptOutSection } from './kept-out.ts';
import { code, datum, html } from './markup.ts';
import { page } from './page.ts';
import { plotsSection } from './plots.ts';
import { recordSection } from './record.ts';
import { rulesSection } from './rules.ts';
import { samplesSection } from './samples.ts';
import { costSection, statementsSection } from './statements.ts';
import { stripOf } from './strip.ts';
import { moment, nounOf } from './words.ts';

export interface PageLinks {
  /** Where the list of all runs is, where there is one. */
  readonly index?: string;
}

/** A run, or a check without one, as a page: the verdict first, then why, then everything that was looked at. */
export function runPage(data: ReportData, { index }: PageLinks = {}): string {
  const noun = nounOf(data);
  const sections = [
    keptOutSection(data, noun),
    rulesSection(data, noun),
    plotsSection(data, noun),
    samplesSection(data, noun),
    statementsSection(data, noun),
    costSection(data),
    recordSection(data, noun),
  ];
  const places = sections.flatMap((s) => {
    const found = /<h2 id="(\w+)">(.*?)<\/h2>/.exec(s.html);
    return found ? [{ id: found[1], title: found[2] ?? '' }] : [];
  });
  return page(
    `${headlineOf(data, noun)}: ${data.dataset}`,
    html`<main>
${headerOf(data, noun)}
${stripOf(data, noun)}
<nav aria-label="On this page"><ul>${index === undefined ? '' : html`<li><a href="${index}">All runs</a></li>`}${places.map(
      ({ id, title }) => html`<li><a href="#${id}">${{ html: title }}</a></li>`,
    )}</ul></nav>
${sections}
</main>
<footer>Made by Sluice. One file: no script, nothing is loaded from anywhere.</footer>`,
  );
}

/** A run without a verdict: why, and that nothing moved. */
export function failedPage(run: FailedRun, { index }: PageLinks = {}): string {
  const title = run.state === 'failed' ? 'The run failed: nothing was decided' : 'The run has not ended';
  return page(
    `${title}: ${run.dataset}`,
    html`<main>
<header><p class="kicker">${datum(run.dataset)} · data gate report</p>
<h1>${title}</h1>
<p class="lead">${run.state === 'failed' ? 'An engine or a platform that fails is no verdict. What readers see did not change; the next run goes on from here.' : 'It is running, or its process died; then the next run closes what it left.'}</p></header>
${index === undefined ? '' : html`<nav aria-label="On this page"><ul><li><a href="${index}">All runs</a></li></ul></nav>`}
<section aria-labelledby="why"><h2 id="why">Why</h2>
${run.issues.length === 0 ? html`<p>No reason is on record.</p>` : ''}
<ul>${run.issues.map((issue) => {
      const { sentence, remedy } = describeIssue(issue);
      return html`<li><p>${code(issue.code)}: ${datum(sentence)}<br><small>${datum(remedy)}</small></p></li>`;
    })}</ul></section>
<section aria-labelledby="record"><h2 id="record">On record</h2>
<dl class="pairs"><dt>Run</dt><dd>${code(run.runId)}</dd><dt>Pipeline</dt><dd>${datum(run.pipeline)}, mode ${run.mode}</dd><dt>Window</dt><dd>${run.window.start} to ${run.window.end} (excluded)</dd><dt>By</dt><dd>${datum(run.by.user)}, ${datum(run.by.tool)}</dd><dt>Recorded</dt><dd>${moment(run.at)}</dd></dl></section>
</main>`,
  );
}
