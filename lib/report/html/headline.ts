import type { ReportData } from '../../steps/report/report-data.ts';
import { datum, type Html, html } from './markup.ts';
import { type Counts, countsOf } from './reasons.ts';
import { count, duration, grouped, moment, type Noun, plural } from './words.ts';

/** The verdict in one line. */
export function headlineOf(data: ReportData, noun: Noun): string {
  const c = countsOf(data);
  const all = count(c.all, noun);
  const of = (n: number): string =>
    n === c.all ? (n === 1 ? `The ${noun.one}` : `All ${all}`) : `${grouped(String(n))} of ${all}`;
  const { run } = data;
  if (run?.publish === 'unknown')
    return `It is not known yet whether ${plural(c.unknown, noun.one, noun.many)} became visible`;
  if (run?.publish === 'notCommitted') return 'Nothing was published';
  if (run === undefined || run.mode === 'shadow') {
    return c.wouldReject > 0 ? `${of(c.wouldReject)} would be rejected` : `${of(c.all)} would be published`;
  }
  if (c.out > 0) return `${of(c.out)} kept out`;
  if (c.kept > 0) return `${of(c.kept)} published earlier, and failing now`;
  if (run.mode === 'adopt') {
    const fails =
      c.withFailures === 0 ? '' : `, ${grouped(String(c.withFailures))} of them would have been rejected`;
    return `${of(c.published)} adopted${fails}`;
  }
  if (c.withFailures > 0)
    return `${of(c.published)} published, ${grouped(String(c.withFailures))} with failures`;
  if (c.published > 0) return `${of(c.published)} published`;
  return c.unchanged === c.all
    ? `Nothing new: ${all} as ${c.all === 1 ? 'it was' : 'they were'}`
    : 'Nothing was published';
}

/** The dataset, the verdict, what came of it in two sentences and some numbers. */
export function headerOf(data: ReportData, noun: Noun): Html {
  const counts = countsOf(data);
  return html`<header>
<p class="kicker">${datum(data.dataset)} · data gate report</p>
<h1>${headlineOf(data, noun)}</h1>
<p class="lead">${leadOf(data, counts, noun)}</p>
<dl class="facts">${factsOf(data, counts).map(
    ([term, value, tone]) => html`<div class="${tone}"><dt>${term}</dt><dd>${value}</dd></div>`,
  )}</dl>
</header>`;
}

function leadOf(
  { run, contract, rules, partitions, stats, policy }: ReportData,
  c: Counts,
  noun: Noun,
): Html {
  const asked = `${plural(rules.length, 'rule')} of contract`;
  const judged = html`${count(partitions.length, noun)} judged by the ${asked} ${datum(contract.name)} ${datum(contract.version)}`;
  const cost = html`${plural(stats.queries, 'query', 'queries')}, ${grouped(stats.rowsScanned)} rows read, ${duration(stats.elapsedMs)}`;
  if (run === undefined) return html`${judged}, without publishing anything: ${cost}.`;
  const end =
    run.mode === 'shadow'
      ? 'Shadow mode: judged and reported, nothing moves.'
      : c.published > 0
        ? html`Readers see ${c.published === 1 ? `the ${noun.one} that was` : `the ${plural(c.published, noun.one, noun.many)} that were`} published${c.out > 0 ? html`, and nothing of what was kept out` : ''}.`
        : c.out > 0
          ? 'Readers see nothing of what was kept out.'
          : 'What readers see did not change.';
  const always = policy === 'ALWAYS' ? ' Policy ALWAYS publishes what fails, and marks it.' : '';
  const drift =
    run.repairedDrift === undefined
      ? ''
      : html` <strong>Readers had seen something else than was published (${run.repairedDrift}); repaired.</strong>`;
  return html`${end}${always} ${judged} on <span class="nb">${moment(run.endedAt)}</span>: ${cost}.${drift}`;
}

function factsOf(
  { run, rules }: ReportData,
  c: Counts,
): readonly (readonly [term: string, value: string, tone: string])[] {
  const n = (value: number): string => grouped(String(value));
  const judgedOnly = run === undefined || run.mode === 'shadow';
  const some = (term: string, value: number, tone = '') =>
    value > 0 ? [[term, n(value), tone] as const] : [];
  return [
    ...(judgedOnly
      ? [['would be published', n(c.all - c.wouldReject - c.unchanged - c.skipped), ''] as const]
      : [[run.mode === 'adopt' ? 'adopted' : 'published', n(c.published), ''] as const]),
    ...(judgedOnly
      ? [['would be rejected', n(c.wouldReject), c.wouldReject > 0 ? 'bad' : ''] as const]
      : [['kept out', n(c.out), c.out > 0 ? 'bad' : ''] as const]),
    ...some('with failures', c.withFailures, 'warn'),
    ...some('published earlier, failing now', c.kept, 'bad'),
    ...some('approved', c.approved, 'warn'),
    ...some('rolled back', c.rolledBack, 'warn'),
    ...some('skipped', c.skipped),
    ...some('outcome not known', c.unknown, 'bad'),
    ...some('passed, not published', c.notPublished, 'bad'),
    ...some('unchanged', c.unchanged),
    ['rules', n(rules.length), ''] as const,
  ];
}
