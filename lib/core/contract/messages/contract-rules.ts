import type { Catalogue } from './catalogue.ts';

const meant = (suggestion: string | undefined): string =>
  suggestion ? `; did you mean "${suggestion}"?` : '.';

/** SLU-140 to SLU-163: rules that could not run, could not hold, or could not fail. */
export const ruleMessages: Catalogue = {
  'SLU-140': {
    title: 'An operator without its number',
    sentence: ({ operator, expected }) => `${operator} needs ${expected}.`,
    remedy: ({ expected }) => `Write ${expected}.`,
    explanation:
      'A rule compares a measured number with numbers. A sql rule may also compare with true or false by mustBe.',
  },
  'SLU-141': {
    title: 'Bounds that leave nothing',
    sentence: ({ what, low, high }) => `${what} leave no value: ${low} to ${high}.`,
    remedy: () => 'Swap the bounds, or widen them.',
    explanation:
      'No value can be above the upper and below the lower end, so the rule would reject all data.',
  },
  'SLU-142': {
    title: 'A band of one value',
    sentence: ({ operator, value }) => `${operator} has ${value} at both ends.`,
    remedy: ({ instead, value }) => `Write ${instead}: ${value}.`,
    explanation:
      'Tools disagree whether the ends of a band belong to it, and of a band of one value nothing else is left. ' +
      'mustBe says it without doubt.',
  },
  'SLU-143': {
    title: 'Two operators in one rule',
    sentence: ({ first, second }) => `The rule has both ${first} and ${second}.`,
    remedy: () => 'Use mustBeBetween, or make two rules.',
    explanation:
      'Since v3.1.0 a rule has exactly one operator; some tools silently use one of two. In 3.0 all apply.',
  },
  'SLU-144': {
    title: 'A rule without an operator',
    sentence: () => 'The rule measures something and compares it with nothing, so it could never fail.',
    remedy: () =>
      'Add an operator such as mustBe, mustBeLessThan or mustBeBetween; or make it type: text, for people.',
    explanation: 'A rule that cannot fail looks like a guarantee and is none.',
  },
  'SLU-145': {
    title: 'invalidValues without a list or a pattern',
    sentence: () =>
      'invalidValues says by no list and no pattern which values are valid, so it could never fail.',
    remedy: () => 'Add arguments.validValues, arguments.pattern, or both.',
    explanation: 'A rule that cannot fail looks like a guarantee and is none.',
  },
  'SLU-146': {
    title: 'A row count in percent',
    sentence: () => 'rowCount has the unit percent, but rows are a percent of nothing.',
    remedy: () => 'Take the unit out and compare with a number of rows.',
    explanation: 'The unit percent relates violations to all rows; the number of rows has no such base.',
  },
  'SLU-147': {
    title: 'A metric on the wrong level',
    sentence: ({ metric, level }) => `${metric} cannot be measured on ${level}.`,
    remedy: ({ belongs }) => `Move the rule to ${belongs}.`,
    explanation:
      'nullValues, missingValues and invalidValues count the values of one property; rowCount counts the rows of an ' +
      'object; duplicateValues does either, on an object with arguments.properties.',
  },
  'SLU-148': {
    title: 'A threshold that can never hold',
    sentence: ({ operator, value, why }) => `${operator}: ${value} can never hold: ${why}.`,
    remedy: () => 'Mend the number, the operator or the unit.',
    explanation: 'Whatever the data, the rule would fail; every partition would be rejected.',
  },
  'SLU-149': {
    title: 'A rule that can never fail',
    sentence: ({ what, why }) => `${what} can never fail: ${why}.`,
    remedy: () => 'Mend it, or take the rule out.',
    explanation: 'The rule is kept and will always pass, which looks like a guarantee and is none.',
  },
  'SLU-150': {
    title: 'A pattern that cannot run',
    sentence: ({ pattern, reason }) => `The pattern ${pattern} is not valid RE2: ${reason}.`,
    remedy: () => "Mend the pattern; RE2's syntax is described at https://github.com/google/re2/wiki/Syntax.",
    explanation:
      'Patterns run inside the engine, as RE2, so that both engines agree and no pattern can make a query hang. A ' +
      'pattern is searched for anywhere in the text; ^ and $ mean the whole text.',
  },
  'SLU-151': {
    title: 'A pattern with look-around',
    sentence: ({ pattern, part }) =>
      `The pattern ${pattern} looks around with ${part}, which RE2 does not have.`,
    remedy: () => 'Split it: a pattern for what has to be there, and a sql rule for what must not.',
    explanation:
      'Look-ahead and look-behind cannot be run in time linear to the text, so RE2 (and DuckDB with it) leaves them out.',
  },
  'SLU-152': {
    title: 'A pattern with a back-reference',
    sentence: ({ pattern, part }) =>
      `The pattern ${pattern} refers back with ${part}, which RE2 does not have.`,
    remedy: () => 'Write the repetition out, or use a sql rule.',
    explanation:
      'Back-references cannot be run in time linear to the text, so RE2 (and DuckDB with it) leaves them out.',
  },
  'SLU-153': {
    title: 'An empty list',
    sentence: ({ list }) => `The list "${list}" is empty.`,
    remedy: ({ list }) => `Give "${list}" at least one entry, or take it out.`,
    explanation: 'An empty list of allowed values forbids all of them, which nobody means.',
  },
  'SLU-154': {
    title: 'A value that is listed twice',
    sentence: ({ list, value }) => `The list "${list}" already has ${value}.`,
    remedy: () => 'Take one of the two out.',
    explanation: 'It changes nothing, but often another value was meant.',
  },
  'SLU-155': {
    title: 'A bound that is no point in time',
    sentence: ({ option, value, logicalType }) => `${option}: ${value} is no ${logicalType}.`,
    remedy: ({ logicalType }) =>
      logicalType === 'time'
        ? 'Write it as 09:30 or 09:30:00.'
        : 'Write it in ISO 8601: 2001-02-27 or 2001-02-27T09:30:00Z.',
    explanation:
      'Bounds are compared as points in time, whatever format the column declares. Without a zone they are UTC.',
  },
  'SLU-156': {
    title: 'An unknown metric',
    sentence: ({ metric, suggestion }) => `There is no library metric "${metric}"${meant(suggestion)}`,
    remedy: () =>
      'Use nullValues, missingValues, invalidValues, duplicateValues or rowCount, or write a sql rule.',
    explanation:
      'These five are the library of the standard. Means, extremes, sums and distinct counts are sql rules.',
  },
  'SLU-157': {
    title: 'A key that the rule does not read',
    sentence: ({ key, type }) => `${key} has no effect on a rule of type ${type}.`,
    remedy: () => 'Take it out, or change the type of the rule.',
    explanation:
      'Library rules have a metric and arguments, sql rules a query, custom rules an engine and an implementation; library ' +
      'and sql rules have an operator. text is for people, and custom is for the engine that it names.',
  },
  'SLU-158': {
    title: 'An unknown severity',
    sentence: ({ word }) => `The severity "${word}" is not known, so the rule blocks.`,
    remedy: ({ soft }) => `Write error, or one of the words that soften a failure to a warning: ${soft}.`,
    explanation:
      'The standard leaves severity open. Only words that are known to be soft make a failure a warning.',
  },
  'SLU-159': {
    title: 'An unknown unit',
    sentence: ({ unit }) => `A library metric cannot be measured in "${unit}".`,
    remedy: () => 'Use rows (the default) or percent.',
    explanation:
      'Library metrics count rows; a percent is one of all rows, of duplicates one of the rows that have a key.',
  },
  'SLU-160': {
    title: 'A dimension by its short name',
    sentence: ({ dimension }) =>
      `The dimension "${dimension}" is a synonym that the standard's JSON schema refuses.`,
    remedy: () =>
      'Write the long name: accuracy, completeness, conformity, consistency, coverage, timeliness, uniqueness.',
    explanation:
      'The text of the standard gives these synonyms, its JSON schema does not. It is read as the long name.',
  },
  'SLU-161': {
    title: 'An age without a known unit',
    sentence: ({ property, unit }) =>
      unit ? `The SLA "${property}" has the unknown unit "${unit}".` : `The SLA "${property}" has no unit.`,
    remedy: () => 'Use one of s, min, h, d, w, y, or their long names (minutes, hours, days …).',
    explanation: 'Some tools silently take hours. m is a minute: a month has no fixed length.',
  },
  'SLU-162': {
    title: 'An age that is no number',
    sentence: ({ property, value }) =>
      `The SLA "${property}" has the value "${value}", which is no number from 0 up.`,
    remedy: () => 'Write the number as value and its unit as unit.',
    explanation:
      'The newest row may be at most so old, counted from the time as of which the partition is judged.',
  },
  'SLU-163': {
    title: 'An age of nothing',
    sentence: ({ property }) => `The SLA "${property}" names no element, so no data is held to it.`,
    remedy: () => 'Add element: table.column, the column with the time of each row.',
    explanation:
      'Freshness is measured on the newest value of one column. Without one it is kept as a promise among people.',
  },
};
