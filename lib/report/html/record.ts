import type { ReportData } from '../../steps/report/report-data.ts';
import { code, datum, type Html, html } from './markup.ts';
import { grouped, moment, type Noun, plural } from './words.ts';

const ENDS = {
  committed: 'committed: pointers moved',
  notCommitted: 'not committed: no pointer moved',
  unknown: 'not known yet; the next run finds out',
  nothing: 'nothing had to move',
} as const;

/** Who, when, by which contract: what an audit asks. */
export function recordSection(data: ReportData, noun: Noun): Html {
  const { contract, run, policy, stats } = data;
  const pairs: (readonly [string, Html | string])[] = [];
  if (run !== undefined) {
    const { runId, pipeline, window, by, mode } = run;
    pairs.push(
      ['Run', code(runId)],
      ['Pipeline', html`${datum(pipeline)}, mode ${mode}`],
      ['Window', html`${window.start} to ${window.end} (excluded)`],
      ['Started, ended', html`${moment(run.startedAt)}, ${moment(run.endedAt)}`],
      ['By', html`${datum(by.user)}, ${datum(by.tool)}`],
      ['Commit of the contracts', by.commit === null ? 'none: not in a git repository' : code(by.commit)],
    );
  }
  pairs.push(
    ['Contract', html`${datum(contract.name)} ${datum(contract.version)}, id ${code(contract.id)}`],
    ['Contract, SHA-256', code(contract.sha256)],
    ['Policy', policy],
  );
  if (run !== undefined) {
    const epoch = run.epoch === undefined ? '' : `, epoch ${run.epoch}`;
    pairs.push([
      'Publication',
      html`${ENDS[run.publish]}${run.why === undefined ? '' : html` (${datum(run.why)})`}`,
    ]);
    if (run.receipts > 0)
      pairs.push(['Receipts', `${plural(run.receipts, 'receipt')}, one a ${noun.one}${epoch}`]);
    if (run.repairedDrift !== undefined) pairs.push(['Drift repaired', datum(run.repairedDrift)]);
    if (run.closedIntents.length > 0)
      pairs.push(['Closed for a run that died', plural(run.closedIntents.length, 'publish', 'publishes')]);
    pairs.push(['Every check', code(`sluice show ${run.runId}`)]);
  }
  return html`<section aria-labelledby="record">
<h2 id="record">On record</h2>
<dl class="pairs">${pairs.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>
${run === undefined ? html`<p class="note">Judged without a run: ${grouped(stats.rowsScanned)} rows read, nothing was published or recorded.</p>` : ''}
</section>`;
}
