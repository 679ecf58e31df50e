import { issue } from '../contract/issue.ts';
import { column as col, matches, not } from '../sql/build.ts';
import { fail, ok } from '../values/result.ts';
import { defineCountingCheck } from './counting-kind.ts';
import { violationsMetric } from './metrics.ts';
import { textOnly } from './text-column.ts';
import { TEXT_FORMATS } from './text-formats.ts';

interface Format {
  readonly name: string;
  readonly pattern: string;
}

export const format = defineCountingCheck<Format>({
  kind: 'format',
  info: 'every text has the named format (email, uuid, uri, hostname, ipv4, ipv6)',
  explanation:
    "`logicalTypeOptions.format` of a string: every non-null value matches the format's documented pattern. Formats " +
    'of dates, timestamps and numbers describe how a text is written, not the stored value; they are listed as for ' +
    'people.',
  parse: (rule) => {
    const name = String(rule.arguments.format);
    const pattern = TEXT_FORMATS[name];
    if (pattern !== undefined) return ok({ name, pattern });
    return fail([issue('SLU-302', { rule: rule.id, kind: rule.kind, argument: 'format' }, rule.at)]);
  },
  violations: ({ name, pattern }, column) => {
    const text = textOnly(column, `the format ${name}`);
    return text.ok ? ok(violationsMetric(column, not(matches(col(column.name), pattern)))) : text;
  },
  what: ({ name }) => `values that are no ${name}`,
});
