import type { CheckResult } from '../../core/gate/verdict.ts';
import type { ReportData, ReportedPartition } from '../../steps/report/report-data.ts';
import { checksTable } from './check-table.ts';
import { code, datum, type Html, html } from './markup.ts';
import { needsWord, notAsked, reasonsOf } from './reasons.ts';
import { grouped, labelOf, moment, type Noun, PUBLICATIONS, plural } from './words.ts';

/** Partitions that are told one by one. */
const TOLD = 50;
/** Of those, with every check of theirs. */
const IN_FULL = 20;

/** What was kept out, and why, in one sentence a reason. */
export function keptOutSection(data: ReportData, noun: Noun): Html {
  const found = data.partitions.filter(needsWord);
  if (found.length === 0) return html``;
  const [column] = data.partitionedBy;
  const by = data.partitionedBy.length === 1 && column !== undefined ? html`, by ${code(column)}` : '';
  const more = found.length - TOLD;
  return html`<section aria-labelledby="why">
<h2 id="why">${titleOf(data, found)}</h2>
<p class="note">Each ${noun.one}${by}, with the rules that speak against it.</p>
<ol class="out">${found.slice(0, TOLD).map((p, i) => item(p, i < IN_FULL, noun))}</ol>
${more > 0 ? html`<p>And ${grouped(String(more))} more; <code>sluice show</code> lists every one.</p>` : ''}
</section>`;
}

function titleOf({ run }: ReportData, found: readonly ReportedPartition[]): string {
  const rejects = found.filter((p) => p.decision === 'reject').length;
  if (run === undefined || run.mode === 'shadow') return 'What would be rejected, and why';
  if (run.mode === 'adopt') return 'What would have been rejected, and why';
  return rejects > 0 ? 'What was kept out, and why' : 'What needs a word';
}

function item(p: ReportedPartition, inFull: boolean, noun: Noun): Html {
  const { sign, word, tone } = statusOf(p);
  const unasked = notAsked(p);
  return html`<li class="${tone === 'warn' ? 'w' : ''}"><h3><span class="when">${datum(labelOf(p.partition))}</span> <span class="tag t-${tone}">${sign} ${word}</span></h3>
<ul>${p.publication === 'heldBack' ? html`<li>It passed; another ${noun.one} of the window was rejected.</li>` : ''}${reasonsOf(p).map(reason)}</ul>
${laterOf(p)}${unasked > 0 ? html`<p class="note">${plural(unasked, 'other rule')} ${unasked === 1 ? 'was' : 'were'} not asked: what the files say of themselves rejects the ${noun.one} already.</p>` : ''}${
  p.decidedBefore === undefined
    ? ''
    : html`<p class="note">Decided by run ${code(p.decidedBefore)}; nothing has changed since.</p>`
}${inFull ? html`<details><summary>Every check of ${datum(labelOf(p.partition))}</summary>${checksTable(p.checks, `Every check of ${labelOf(p.partition)}`)}</details>` : ''}</li>`;
}

function statusOf(p: ReportedPartition): (typeof PUBLICATIONS)['rejected'] {
  if (
    p.decision === 'publishWithFailures' &&
    (p.publication === 'published' || p.publication === undefined)
  ) {
    const word = p.publication === undefined ? 'would be published with failures' : 'published with failures';
    return { sign: '!', word, tone: 'warn' };
  }
  if (p.publication === 'adopted')
    return { sign: '!', word: 'adopted, would have been rejected', tone: 'warn' };
  if (p.publication === undefined || p.publication === 'shadow') {
    return { sign: '✕', word: 'would be rejected', tone: 'bad' };
  }
  return PUBLICATIONS[p.publication];
}

const reason = ({ id, message, reason: why }: CheckResult): Html =>
  html`<li>${why === 'broken' || why === 'unbound' ? 'Could not be evaluated: ' : ''}${datum(sentence(message))} ${code(id)}</li>`;

/** Messages count in plain digits and say instants in full, for machines that look for them. */
const sentence = (message: string): string =>
  message
    .replace(
      /(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)(?:\.\d+)?Z/g,
      (_, day, time, seconds) => `${day} ${time}${seconds === ':00' ? '' : seconds}`,
    )
    .replace(/(?<![\w.,:+-])-?\d{4,}(?![\w.:-])/g, (n) => grouped(n))
    .replace(/(?<![\w.)-])-(?=\d)/g, '\u2212');

function laterOf({ later }: ReportedPartition): Html {
  if (later === undefined) return html``;
  const what = {
    approve: 'Approved',
    rollback: 'Rolled back',
    publish: 'Published',
    publishWithFailures: 'Published',
    adopt: 'Adopted',
  };
  return html`<p><strong>${what[later.decision]} later</strong> by ${datum(later.user)}, ${moment(later.at)}${later.reason === undefined ? '' : html`: “${datum(later.reason)}”`}.</p>`;
}
