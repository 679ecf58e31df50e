import { column as col, matches, not } from '../sql/build.ts';
import { ok } from '../values/result.ts';
import { textArgument } from './arguments.ts';
import { defineCountingCheck } from './counting-kind.ts';
import { violationsMetric } from './metrics.ts';
import { textOnly } from './text-column.ts';
import { TEXT_FORMATS } from './text-formats.ts';

export const format = defineCountingCheck<string>({
  kind: 'format',
  info: 'every text has the named format (email, uuid, uri, hostname, ipv4, ipv6)',
  explanation:
    "`logicalTypeOptions.format` of a string: every non-null value matches the format's documented pattern. Formats " +
    'of dates, timestamps and numbers describe how a text is written, not the stored value; they are listed as for ' +
    'people.',
  parse: (rule) => textArgument(rule, 'format'),
  violations: (name, column) => {
    const text = textOnly(column, `the format ${name}`);
    if (!text.ok) return text;
    return ok(violationsMetric(column, not(matches(col(column.name), TEXT_FORMATS[name] ?? ''))));
  },
  what: (name) => `values that are no ${name}`,
});
