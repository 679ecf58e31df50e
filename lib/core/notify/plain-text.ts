import { wordsOf } from './decided.ts';
import type { Finding, RunMessage } from './message.ts';

/** For e-mail, and for whoever reads a file. */
export function plainText(message: RunMessage): string {
  const { title, findings, moreFindings, next } = message;
  return [
    title,
    '',
    ...findings.flatMap(findingLines),
    ...(moreFindings > 0 ? [`… and ${moreFindings} more reasons`] : []),
    ...(findings.length > 0 ? [''] : []),
    ...ownerLines(message),
    ...next.map((command) => `More: ${command}`),
    `Run ${message.runId}, ${message.time}; message ${message.id}`,
  ].join('\n');
}

function findingLines(finding: Finding): readonly string[] {
  const { rule, text } = finding;
  const head = `- ${headOf(finding)}`;
  if (rule === undefined) return [head, `    ${text}`];
  const why = rule.description === undefined ? [] : [`    ${rule.description}`];
  return [head, `    ${text}`, ...boundsOf(finding).map((line) => `    ${line}`), ...why];
}

/** What was measured and expected, where the sentence does not say it: of a masked value, or of none. */
export const boundsOf = ({ text, measured, expected }: Finding): readonly string[] =>
  expected === undefined || text.includes('expected') ? [] : [`measured ${measured}; expected ${expected}`];

/** `delay.minimum (error): 182 partitions rejected, flight_date=2001-01-01 … flight_date=2001-06-30` */
export function headOf({ decision, rule, partitions: { count, first, last } }: Finding): string {
  const of = rule === undefined ? '' : `${rule.id} (${rule.severity}): `;
  if (count === 0) return `${of}${wordsOf(decision)}`;
  const which = count === 1 ? first : `${first} … ${last}`;
  return `${of}${count} ${count === 1 ? 'partition' : 'partitions'} ${wordsOf(decision)}, ${which}`;
}

/** Lines about who answers for the data and by what it was judged. */
export function ownerLines({ owner, contract }: RunMessage): readonly string[] {
  const people = [...(owner?.team === undefined ? [] : [owner.team]), ...(owner?.members ?? [])];
  const support = (owner?.support ?? []).map(({ channel, url }) => (url ? `${channel} (${url})` : channel));
  return [
    ...(people.length === 0 ? [] : [`Owner: ${people.join(', ')}`]),
    ...(support.length === 0 ? [] : [`Support: ${support.join(', ')}`]),
    ...(contract === undefined ? [] : [`Contract: ${contract.name} ${contract.version}`]),
  ];
}
