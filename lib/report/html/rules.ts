import { shownBy } from '../../core/checks/index.ts';
import type { CheckResult } from '../../core/gate/verdict.ts';
import type { ReportData, ReportedRule } from '../../steps/report/report-data.ts';
import { scrolling } from './check-table.ts';
import { code, datum, type Html, html } from './markup.ts';
import { expectedText, grouped, measuredText, type Noun, OUTCOMES, plural } from './words.ts';

interface RuleLine {
  readonly rule: Pick<
    ReportedRule,
    'id' | 'column' | 'description' | 'info' | 'severity' | 'masked' | 'kind'
  >;
  readonly results: readonly CheckResult[];
}

/** Every rule with what it expects, what was measured over all partitions, and how often it held. */
export function rulesSection(data: ReportData, noun: Noun): Html {
  const lines = linesOf(data);
  // rules about columns and types hold nearly always
  const folded = lines.filter((l) => shownBy(l.rule.kind).columns === true && !isBroken(l));
  const shown = lines.filter((l) => !folded.includes(l)).toSorted((a, b) => weight(a) - weight(b));
  const broken = lines.filter(isBroken).length;
  const verdict =
    broken === 0
      ? 'All of them hold.'
      : `${plural(broken, 'rule')} of ${lines.length} ${broken === 1 ? 'does' : 'do'} not hold everywhere.`;
  return html`<section class="long" aria-labelledby="rules">
<h2 id="rules">The checks</h2>
<p class="note">What contract ${datum(data.contract.name)} expects, and what was measured over ${plural(data.partitions.length, noun.one, noun.many)}. ${verdict}</p>
${shown.length === 0 ? '' : table(shown, noun, 'Rules of the contract')}
${
  folded.length === 0
    ? ''
    : html`<details><summary>${plural(folded.length, 'rule')} about columns and their types: all hold</summary>${table(folded, noun, 'Rules about columns and types')}</details>`
}
</section>`;
}

function linesOf({ rules, partitions }: ReportData): readonly RuleLine[] {
  const results = new Map<string, CheckResult[]>();
  for (const { checks } of partitions) {
    for (const check of checks) {
      const list = results.get(check.id);
      if (list === undefined) results.set(check.id, [check]);
      else list.push(check);
    }
  }
  const known = new Set(rules.map((r) => r.id));
  // what no rule of the contract asks: a partition that nobody expected, one that is missing
  const implied = [...results].flatMap(([id, of]): RuleLine[] => {
    const [first] = of;
    if (known.has(id) || first === undefined) return [];
    const { kind, severity } = first;
    return [{ rule: { id, kind, severity, info: 'asked of every partition', masked: false }, results: of }];
  });
  return [...rules.map((rule) => ({ rule, results: results.get(rule.id) ?? [] })), ...implied];
}

const of = ({ results }: RuleLine, outcome: CheckResult['outcome']): number =>
  results.filter((r) => r.outcome === outcome).length;

const isBroken = (line: RuleLine): boolean =>
  line.results.some(
    (r) => r.outcome === 'failed' || (r.outcome === 'notEvaluated' && r.reason !== 'notAsked'),
  );

const weight = (line: RuleLine): number => (isBroken(line) ? 0 : of(line, 'warned') > 0 ? 1 : 2);

function table(lines: readonly RuleLine[], noun: Noun, caption: string): Html {
  return scrolling(
    caption,
    html`<table class="rules" role="table"><caption>${caption}</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Rule</th><th scope="col" role="columnheader">Expected</th><th scope="col" role="columnheader">Measured</th><th scope="col" role="columnheader">Result</th></tr></thead>
<tbody role="rowgroup">${lines.map((line) => row(line, noun))}</tbody></table>`,
  );
}

function row(line: RuleLine, noun: Noun): Html {
  const { rule, results } = line;
  const asked = results.find((r) => [r.expected].flat().length > 0) ?? results[0];
  return html`<tr role="row" class="${isBroken(line) ? 'bad' : ''}"><th scope="row" role="rowheader">${code(rule.id)}<small>${datum(rule.description ?? rule.info)}</small></th><td role="cell">${
    asked === undefined ? '' : expectedText(asked)
  }${rule.severity === 'warning' ? html` <small>warning only</small>` : ''}</td><td role="cell">${measuredRange(line)}</td><td role="cell">${outcomes(line, noun)}</td></tr>`;
}

/** From the smallest to the largest that was measured; the one text where it is always the same. */
function measuredRange({ rule, results }: RuleLine): Html {
  if (rule.masked) return html`<span class="null">masked</span>`;
  const known = results.filter((r) => r.measured.type !== 'null');
  const texts = [...new Set(known.map(measuredText))];
  const [only] = texts;
  if (only === undefined) return html`<span class="null">no value</span>`;
  if (texts.length === 1) return html`${only}`;
  const sorted = known.toSorted(
    (a, b) => order(a) - order(b) || (measuredText(a) < measuredText(b) ? -1 : 1),
  );
  const [least, most] = [sorted[0], sorted.at(-1)];
  return html`${least && measuredText(least)} to ${most && measuredText(most)}`;
}

const order = ({ measured }: CheckResult): number =>
  measured.type === 'null' || measured.type === 'string' || measured.type === 'timestamp'
    ? 0
    : Number(measured.value);

/** `✕ fails on 3 days, ✓ holds on 178, 1 not asked` */
function outcomes(line: RuleLine, noun: Noun): Html {
  const unasked = line.results.filter((r) => r.reason === 'notAsked').length;
  const all = line.results.length;
  const counted = (['failed', 'warned', 'notEvaluated', 'passed', 'notApplicable'] as const)
    .map((o) => [o, of(line, o) - (o === 'notEvaluated' ? unasked : 0)] as const)
    .filter(([, n]) => n > 0);
  if (all === 0) return html`<span class="t-calm">not asked</span>`;
  const parts = counted.map(([o, n], i) => {
    const { sign, word, tone } = OUTCOMES[o];
    const where =
      all === 1
        ? ''
        : n === all
          ? ` on all ${noun.many}`
          : ` on ${i === 0 ? plural(n, noun.one, noun.many) : grouped(String(n))}`;
    return html`<span class="t-${tone}${o === 'failed' ? ' tag' : ''}">${sign} ${word}${where}</span><br>`;
  });
  return html`${parts}${unasked > 0 ? html`<small>${all === 1 ? 'not asked' : `not asked on ${grouped(String(unasked))}`}</small>` : ''}`;
}
