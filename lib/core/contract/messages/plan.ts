import type { Catalogue } from './catalogue.ts';

/** SLU-3xx */
export const planMessages: Catalogue = {
  'SLU-301': {
    title: 'A rule of a column stands on no column',
    sentence: ({ rule, kind, dataset }) =>
      `Rule "${rule}" (${kind}) needs a column, and stands on none of ${dataset}.`,
    remedy: () => 'Move the rule below the property that it is about.',
    explanation:
      'Rules about values (required, pattern, invalidValues …) are written below a property. On the whole dataset only ' +
      'rowCount, duplicateValues with properties, sql and the primary key make sense.',
  },
  'SLU-302': {
    title: 'A rule lacks an argument',
    sentence: ({ rule, kind, argument }) => `Rule "${rule}" (${kind}) has no usable "${argument}".`,
    remedy: ({ kind, argument }) => `Give it "${argument}"; \`sluice explain ${kind}\` shows what it takes.`,
    explanation:
      'A rule without what it compares with could never fail, so it is refused instead of passing silently.',
  },
  'SLU-303': {
    title: 'A pattern that the engines cannot run',
    sentence: ({ rule, pattern, why }) =>
      `Rule "${rule}" has the pattern ${pattern}, which cannot run: ${why}.`,
    remedy: () => 'Write it in RE2 syntax: no look-around, no back-references.',
    explanation:
      'Patterns run in the engine (RE2 in DuckDB, its common subset on Athena), so that no row has to leave it and none can ' +
      'make it hang. An unanchored search is meant; ^ and $ stand for the whole text.',
  },
  'SLU-304': {
    title: 'invalidValues without a list or a pattern',
    sentence: ({ rule }) =>
      `Rule "${rule}" says which values are invalid by no list and no pattern, so it could never fail.`,
    remedy: () => 'Give arguments.validValues, arguments.pattern, or both.',
    explanation: 'A rule that cannot fail looks like a guarantee and is none.',
  },
  'SLU-305': {
    title: 'An age that is no length of time',
    sentence: ({ rule, value, unit }) =>
      `Rule "${rule}" allows an age of "${value} ${unit}", which is no length of time.`,
    remedy: () => 'Write a number that is not negative and one of the units s, m, h, d, w, y.',
    explanation: 'm is a minute: a month has no fixed length, so an age is never given in months.',
  },
  'SLU-306': {
    title: 'Custom rules are not evaluated yet',
    sentence: ({ rule, engine }) =>
      `Rule "${rule}" is of type custom (engine ${engine}), which this version does not evaluate.`,
    remedy: () => 'Write it as a library or sql rule, or take it out until a version evaluates it.',
    explanation:
      'A rule that cannot be evaluated is refused before anything runs: left out silently it would look kept.',
  },
  'SLU-307': {
    title: 'Relationships are not evaluated yet',
    sentence: ({ rule }) =>
      `Relationship "${rule}" asks for referential integrity, which this version does not evaluate.`,
    remedy: () => 'Take the relationship out of the gated dataset until a version evaluates it.',
    explanation:
      'Referential integrity needs a second table; it comes with the extended catalogue of checks.',
  },
  'SLU-308': {
    title: 'Table scope is not evaluated yet',
    sentence: ({ rule }) => `Rule "${rule}" has sluice.scope: table, which this version does not evaluate.`,
    remedy: () => 'Let it judge each partition (sluice.scope: partition).',
    explanation: 'A table-scope rule is judged over all published partitions merged with the candidate.',
  },
  'SLU-309': {
    title: 'Row filters are not evaluated yet',
    sentence: ({ rule, where }) =>
      `Rule "${rule}" has sluice.where: ${where}, which this version does not evaluate.`,
    remedy: () => 'Write a sql rule with the condition in its WHERE.',
    explanation: 'A filter that is ignored would judge other rows than the contract says.',
  },
  'SLU-310': {
    title: 'A run beyond its budget',
    sentence: ({ dataset, estimated, allowed, dearest }) =>
      `This run over ${dataset} is estimated at ${estimated}, and its sluice.budget allows ${allowed}. Dearest: ${dearest}.`,
    remedy: () =>
      'Raise sluice.budget, take a shorter window, or write a rule with a query of its own as one aggregate, which shares ' +
      'the scan; `sluice plan` shows each query.',
    explanation:
      'What a run reads is estimated from the sizes in the footers and the statements of its plan, before it sends any of ' +
      'them, and again once the candidates are written. Of files that are there it is an upper bound, unless a statement ' +
      'fails and is narrowed down; of candidates that are still to be written it is a guess. What is judged already, or ' +
      'proven by footers, costs nothing.',
  },
  'SLU-311': {
    title: 'Policy QUARANTINE is not built yet',
    sentence: ({ dataset }) => `${dataset} has the policy QUARANTINE, which this version cannot carry out.`,
    remedy: () => 'Use STRICT (reject the partition) or ALWAYS (publish it, marked).',
    explanation: 'QUARANTINE diverts failing rows into a table of their own and publishes the rest.',
  },
  'SLU-312': {
    title: 'Rules of nested properties are not evaluated yet',
    sentence: ({ path, keyword }) =>
      `The nested property ${path} demands "${keyword}", which this version does not evaluate.`,
    remedy: () => 'Take the demand out, or flatten the property into a column of its own.',
    explanation: 'Rules below objects, arrays and maps come with the extended catalogue of checks.',
  },
  'SLU-313': {
    title: 'An option that is not evaluated yet',
    sentence: ({ rule, option }) =>
      `Rule "${rule}" uses the option "${option}", which this version does not evaluate.`,
    remedy: () => 'Take the option out until a version evaluates it.',
    explanation: 'What is not evaluated is refused, so that nobody takes it for kept.',
  },
  'SLU-315': {
    title: 'Partition columns of the pipeline and the contract do not fit',
    sentence: ({ dataset, columns }) =>
      `${dataset} is partitioned by ${columns}, and a window needs one date or timestamp column.`,
    remedy: () => 'Mark exactly one property as partitioned and give sluice.granularity (P1D, PT1H …).',
    explanation: 'Expected partitions are window × granularity over one time column.',
  },
  'SLU-316': {
    title: 'A source in a format that pipelines do not read yet',
    sentence: ({ server, type, environment }) =>
      `Server ${server} is of type ${type}, which a run in environment ${environment} cannot read.`,
    remedy: ({ wanted, key }) =>
      `Give the source a server of type ${wanted} with ${key} and format (parquet, csv or json).`,
    explanation:
      'This machine reads files (type local), an environment on AWS reads S3 (type s3). A server may name the ' +
      'environment that it belongs to.',
  },
  'SLU-317': {
    title: 'A rule for another engine',
    sentence: ({ rule, engine, here }) =>
      `Rule "${rule}" is written for ${engine} (sluice.engine), and this environment's engine is ${here}.`,
    remedy: ({ engine, here }) =>
      `Write it in SQL that all engines share and take sluice.engine out, or for ${here}; or judge it where ${engine} runs.`,
    explanation:
      'A rule that names its engine may use what that engine alone knows, so another one would refuse it or answer another ' +
      'question. What cannot be evaluated is refused before anything runs. DuckDB is the engine of this machine; Athena is Trino.',
  },
  'SLU-318': {
    title: 'A pipeline for another engine',
    sentence: ({ pipeline, engine, here }) =>
      `Pipeline ${pipeline} has SQL for ${engine} (candidate.engine), and this environment's engine is ${here}.`,
    remedy: ({ here }) =>
      `Write it in SQL that all engines share and take candidate.engine out, or for ${here} in a pipeline of its own.`,
    explanation:
      'SQL that names its engine may use what that engine alone knows. Another one would write other rows, or none. DuckDB is ' +
      'the engine of this machine; Athena is Trino.',
  },
  'SLU-320': {
    title: 'SQL that cannot be read',
    sentence: ({ subject, why }) => `The SQL of ${subject} cannot be read: ${why}.`,
    remedy: () => 'Write one SELECT in standard SQL: names in double quotes, texts in single quotes.',
    explanation:
      'The query is read into a tree, and the engine gets what is printed from that tree. What is not understood is ' +
      'refused, because it could not be checked.',
  },
  'SLU-321': {
    title: 'More than one SQL statement',
    sentence: ({ subject }) => `The SQL of ${subject} holds more than one statement.`,
    remedy: () => 'Write one SELECT; split several into a rule each.',
    explanation:
      'A rule measures one number with one statement. A second statement could only do something else.',
  },
  'SLU-322': {
    title: 'SQL that is not a SELECT',
    sentence: ({ subject, word }) =>
      `The SQL of ${subject} begins with "${word}", and only SELECT (or WITH) is allowed.`,
    remedy: () => 'Write one SELECT that only reads.',
    explanation:
      'A contract is not always written by the person whose credentials run it. So its SQL can read, and nothing else.',
  },
  'SLU-323': {
    title: 'A comment in SQL',
    sentence: ({ subject }) => `The SQL of ${subject} holds a comment.`,
    remedy: () => "Put the remark into the rule's description.",
    explanation:
      'Engines do not agree on where a comment ends, so that one could hide a part of the statement.',
  },
  'SLU-324': {
    title: 'Unknown placeholder in SQL',
    sentence: ({ subject, placeholder, known }) =>
      `The SQL of ${subject} uses ${placeholder}, which stands for nothing here (known: ${known}).`,
    remedy: ({ known }) => `Use one of ${known}, without quotes around it.`,
    explanation:
      'A sql rule knows {object}, the rows that are judged, and {property}, the column of the rule. The SQL of a pipeline knows {source}, {windowStart} and {windowEnd}.',
  },
  'SLU-325': {
    title: 'SQL that reads another table',
    sentence: ({ subject, table, object }) =>
      `The SQL of ${subject} reads ${table}, and only ${object} can be read.`,
    remedy: ({ object }) => `Write FROM ${object}.`,
    explanation:
      'The rows that are judged are not published yet: they have no name that a query could use, except the placeholder.',
  },
  'SLU-326': {
    title: 'SQL that reads from a function',
    sentence: ({ subject, function: f, object }) =>
      `The SQL of ${subject} reads from ${f}(…), and only ${object} can be read.`,
    remedy: ({ object }) => `Write FROM ${object}.`,
    explanation:
      'Functions in FROM read files, settings or catalogs. The engine has access to nothing but the judged files, and the query is refused before it runs.',
  },
  'SLU-327': {
    title: 'A function that engines do not share',
    sentence: ({ subject, function: f }) =>
      `The SQL of ${subject} calls ${f}, which is not known to mean the same on DuckDB and Athena.`,
    remedy: ({ instead }) =>
      instead
        ? `${instead.charAt(0).toUpperCase()}${instead.slice(1)}; or name the engine (sluice.engine in a rule, candidate.engine in a pipeline).`
        : 'Use a function of the common subset, or name the engine (sluice.engine in a rule, candidate.engine in a pipeline).',
    explanation:
      'The same contract is judged by DuckDB on a laptop and by Athena in the cloud, with the same verdict. A rule that names its engine (sluice.engine: duckdb) may use all of it, and is evaluated there only.',
  },
  'SLU-328': {
    title: 'A function that no rule may rest on',
    sentence: ({ subject, function: f }) =>
      `The SQL of ${subject} uses ${f}, which gives another answer each time or looks outside the data.`,
    remedy: () => 'Write the value, compare columns, or use a freshness rule for the age of rows.',
    explanation:
      'A judgement must come out the same when it is repeated. The time by which a partition is judged is its own asOf, not the clock; chance, settings and files are no part of the data.',
  },
  'SLU-329': {
    title: 'SQL that engines understand differently',
    sentence: ({ subject, what }) =>
      `The SQL of ${subject} uses ${what}, which means something else on each engine.`,
    remedy: ({ instead = '' }) =>
      `${instead.charAt(0).toUpperCase()}${instead.slice(1)}, or name the engine (sluice.engine in a rule, candidate.engine in a pipeline).`,
    explanation:
      'Without sluice.engine a query stays in the subset that means the same on DuckDB and Athena; some constructs exist on one of them only, or give other numbers there.',
  },
  'SLU-330': {
    title: 'A placeholder for a column, and no column',
    sentence: ({ subject, placeholder }) =>
      `The SQL of ${subject} uses ${placeholder}, but the rule stands on no property.`,
    remedy: () => 'Move the rule below the property, or write the name of the column.',
    explanation: '{property} stands for the property below which the rule is written.',
  },
  'SLU-331': {
    title: 'SQL with more than one value',
    sentence: ({ subject }) =>
      `The SQL of ${subject} returns more than one column, and a rule compares one value.`,
    remedy: () => 'Select one expression, such as count(*).',
    explanation:
      'The operator of the rule (mustBe, mustBeLessThan …) is applied to the one value that the query returns.',
  },
  'SLU-332': {
    title: 'SQL that reads nothing',
    sentence: ({ subject, object }) => `The SQL of ${subject} does not read ${object}.`,
    remedy: ({ object }) => `Write FROM ${object}.`,
    explanation: 'A query that does not look at the data says the same whatever the data is.',
  },
  'SLU-333': {
    title: 'Unknown engine',
    sentence: ({ subject, engine, known }) =>
      `The SQL of ${subject} is for the engine "${engine}", which is not one of ${known}.`,
    remedy: ({ known }) => `Set sluice.engine to one of ${known}, or leave it out.`,
    explanation:
      'sluice.engine says for which engine a query is written, so that it may use everything that engine knows.',
  },
  'SLU-334': {
    title: 'SQL beyond all measure',
    sentence: ({ subject, limit }) => `The SQL of ${subject} has more than ${limit}.`,
    remedy: () => 'Write it shorter, or as several rules.',
    explanation: 'Nobody writes such a query by hand, and reading it could exhaust the memory.',
  },
};
