import type { CheckResult } from '../../core/gate/verdict.ts';
import { code, type Html, html } from './markup.ts';
import { expectedText, measuredText, OUTCOMES } from './words.ts';

const BY: Readonly<Record<CheckResult['by'], string>> = {
  schema: 'columns',
  proof: 'footers',
  scan: 'scan',
  query: 'own query',
  none: '',
};

export const tag = (outcome: CheckResult['outcome']): Html => {
  const { sign, word, tone } = OUTCOMES[outcome];
  return html`<span class="tag t-${tone}">${sign} ${word}</span>`;
};

/** A table that may be wider than the screen scrolls by itself, also by keyboard. */
export const scrolling = (label: string, table: Html): Html =>
  html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${table}</div>`;

/** Every check of one partition: what was expected, what was measured, and what told. */
export function checksTable(checks: readonly CheckResult[], caption: string): Html {
  return scrolling(
    caption,
    html`<table><caption>${caption}: expected, measured, and where the number comes from</caption>
<thead><tr><th scope="col">Rule</th><th scope="col">Expected</th><th scope="col" class="num">Measured</th><th scope="col">Result</th><th scope="col">From</th></tr></thead>
<tbody>${checks.map(row)}</tbody></table>`,
  );
}

const row = (c: CheckResult): Html =>
  html`<tr class="${c.outcome === 'failed' ? 'bad' : ''}"><th scope="row">${code(c.id)}</th><td>${expectedText(c)}</td><td class="num">${measuredText(c)}</td><td>${c.reason === 'notAsked' ? html`<span class="t-calm">– not asked</span>` : tag(c.outcome)}${
    c.reason === 'notAsked' ? '' : c.outcome === 'notEvaluated' ? html`<small>${c.message}</small>` : ''
  }${c.severity === 'warning' ? html` <small>warning only</small>` : ''}</td><td>${BY[c.by]}</td></tr>`;
