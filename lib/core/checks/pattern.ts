import { issue } from '../contract/issue.ts';
import { column as col, matches, not } from '../sql/build.ts';
import { compilePattern } from '../sql/pattern.ts';
import { fail, ok } from '../values/result.ts';
import { textArgument } from './arguments.ts';
import { defineCountingCheck } from './counting-kind.ts';
import { violationsMetric } from './metrics.ts';
import { textOnly } from './text-column.ts';

interface Pattern {
  readonly written: string;
  readonly re2: string;
}

export const pattern = defineCountingCheck<Pattern>({
  kind: 'pattern',
  info: 'every text matches a regular expression',
  explanation:
    '`logicalTypeOptions.pattern`: an unanchored search in every non-null value. `^` and `$` mean the whole text, so ' +
    '"JFK\\n" does not match `^[A-Z]{3}$`. The syntax is RE2: no look-around, no back-references.',
  parse: (rule) => {
    const written = textArgument(rule, 'pattern');
    if (!written.ok) return written;
    const compiled = compilePattern(written.value);
    if (compiled.ok) return ok({ written: written.value, re2: compiled.value.re2 });
    const params = { rule: rule.id, pattern: written.value, why: compiled.error.why };
    return fail([issue('SLU-303', params, rule.at)]);
  },
  violations: ({ re2 }, column) => {
    const text = textOnly(column, 'a pattern');
    return text.ok ? ok(violationsMetric(column, not(matches(col(column.name), re2)))) : text;
  },
  what: ({ written }) => `values that do not match ${written}`,
  expected: ({ written }) => ({ op: 'matches', value: written }),
});
