import type { Catalogue } from './catalogue.ts';

/** SLU-2xx. 20x windows, 21x pipelines, 22x environments. */
export const pipelineMessages: Catalogue = {
  'SLU-201': {
    title: 'An end of a window that cannot be read',
    sentence: ({ where, text }) => `${where} is "${text}", which is no ISO 8601 date or timestamp.`,
    remedy: () => 'Write it like 2001-02-27 or 2001-02-27T06:00:00Z; without a zone it is UTC.',
    explanation: 'A window is [start, end). Flags win over START_TIME and END_TIME, these over the pipeline.',
  },
  'SLU-202': {
    title: 'A window that ends before it starts',
    sentence: (p) =>
      `The window ends (${p.endWhere}: ${p.end}) before it starts (${p.startWhere}: ${p.start}).`,
    remedy: () => 'Swap them, or correct one of them.',
    explanation: 'A window is [start, end): the start belongs to it, the end does not.',
  },
  'SLU-203': {
    title: 'An empty window',
    sentence: (p) =>
      `The window starts and ends at ${p.start} (${p.startWhere}, ${p.endWhere}): it holds no partition.`,
    remedy: () => 'The end is excluded: for one day give the day after as the end.',
    explanation: 'A window is [start, end), so one day is [2001-02-27, 2001-02-28).',
  },
  'SLU-204': {
    title: 'A window that cuts a partition',
    sentence: (p) => `The ${p.end} of the window, ${p.instant}, lies inside a partition of ${p.granularity}.`,
    remedy: () => 'Move it to where a partition begins.',
    explanation: 'A partition is judged and published whole, so a window consists of whole partitions.',
  },
  'SLU-205': {
    title: 'A window of too many partitions',
    sentence: (p) => `The window holds more than ${p.limit} partitions of ${p.granularity}.`,
    remedy: () => 'Run it in shorter windows.',
    explanation: 'The cap keeps a mistyped year from becoming a run that never ends.',
  },
  'SLU-206': {
    title: 'A window that is too long and cannot be split',
    sentence: (p) =>
      `The window of ${p.dataset} holds ${p.count} partitions, one run takes at most ${p.limit}, and it is not split: ${p.why}.`,
    remedy: (p) => `Run windows of at most ${p.limit} partitions.`,
    explanation:
      'Athena writes and Glue publishes at most 100 partitions at once, so a long window is run in several parts. One that ' +
      'is decided as a whole, or that names the place of the data, would be something else in parts.',
  },
  'SLU-207': {
    title: 'An execution of too many windows',
    sentence: ({ count, limit }) =>
      `The span of time is ${count} windows of at most 100 partitions; one execution goes through ${limit}.`,
    remedy: () => 'Start several executions, one after another, over shorter spans.',
    explanation: 'A state machine counts to a thousand, and remembers 25,000 events.',
  },
  'SLU-208': {
    title: 'An execution without a window',
    sentence: ({ pipeline }) =>
      `The execution of ${pipeline} says neither a scheduledTime nor both start and end, or the pipeline has no schedule.`,
    remedy: () => 'Start it with {"start": "2001-02-26", "end": "2001-03-01"}; the end is excluded.',
    explanation:
      'A schedule passes the instant for which it was planned; by hand a span of time is given. An empty input means the window that is due now, where the pipeline has a schedule.',
  },
  'SLU-210': {
    title: 'A schedule that cannot be read',
    sentence: ({ cron, why }) => `The cron expression "${cron}" cannot be read: ${why}.`,
    remedy: () => 'Write five fields: minute, hour, day of month, month, day of week, like "0 6 * * *".',
    explanation: 'schedule.cron says when a deployed pipeline runs, in schedule.timezone.',
  },
  'SLU-211': {
    title: 'An unknown time zone',
    sentence: ({ timezone }) => `"${timezone}" is no time zone.`,
    remedy: () => 'Use a name of the IANA database, like Europe/Berlin or UTC.',
    explanation: 'The schedule runs in this zone; partitions and windows are UTC.',
  },
  'SLU-212': {
    title: 'A length of time that cannot be read',
    sentence: ({ key, text }) => `schedule.${key} is "${text}", which is no length of time.`,
    remedy: () => 'Write an ISO 8601 duration of one unit: P1D, PT6H, P1M.',
    explanation:
      'schedule.window is how much one scheduled run covers, schedule.delay how long after its end it runs.',
  },
  'SLU-213': {
    title: 'A location that cannot be read',
    sentence: ({ location, why }) => `candidate.location is "${location}": ${why}.`,
    remedy: () => 'Write the place of one partition, like lake/raw/flights/{yyyy}-{MM}-{dd}/*.parquet.',
    explanation:
      'The placeholders {yyyy}, {MM}, {dd}, {HH} and {mm} are parts of the start of a partition in UTC; {windowStart} ' +
      'and {windowEnd} are the ends of the window. A folder with Hive folders below it needs none.',
  },
  'SLU-214': {
    title: 'SQL without a source',
    sentence: ({ sql }) => `The candidate is written by ${sql}, and the pipeline names no source.`,
    remedy: () => 'Add source: {dataset: <domain>/<name>}, the contract of what {source} reads.',
    explanation: 'Only candidate.location can do without a source: its files are there already.',
  },
  'SLU-216': {
    title: 'A schedule that EventBridge Scheduler cannot keep',
    sentence: ({ cron, why }) => `The cron expression "${cron}" cannot be deployed: ${why}.`,
    remedy: () =>
      'Write minutes, hours and one kind of day, like "0 6 * * *", "0 6 1 * *" or "0 6 * * MON-FRI".',
    explanation:
      'The scheduler of AWS takes either a day of the month or a day of the week, and fires when cron would; what only some programs read is refused.',
  },
  'SLU-217': {
    title: 'A publisher that a deployment does not have',
    sentence: ({ dataset, publisher, known }) =>
      `${dataset} asks for the publisher ${publisher}; a deployment of this version has ${known}.`,
    remedy: ({ known }) => `Write {property: sluice.publisher, value: ${known}}, or leave it out.`,
    explanation:
      'A publisher that is not there would be found out when the first partition is to be published.',
  },
  'SLU-218': {
    title: 'Two pipelines that publish one dataset',
    sentence: ({ dataset, pipeline, first }) => `${pipeline} publishes ${dataset}, and so does ${first}.`,
    remedy: () => 'Take one of them away, or give it a contract of its own.',
    explanation:
      'Each would take the other one for somebody who edits the catalog by hand, and undo what it did.',
  },
  'SLU-219': {
    title: 'Deployed twice by one app',
    sentence: ({ what, first, second }) => `The app has ${what} twice: ${first} and ${second}.`,
    remedy: () => 'Make it once, and pass the construct on.',
    explanation: 'Functions, machines, tables and topics bear names that an account has once.',
  },
  'SLU-220': {
    title: 'An environment that is not called what its file is called',
    sentence: ({ name, called }) =>
      `The environment says its name is ${name}, and its file is called ${called}.`,
    remedy: ({ name }) => `Call the file ${name}.environment.yaml, or correct the name.`,
    explanation: 'An environment is asked for by its name (--env), and found by the name of its file.',
  },
  'SLU-221': {
    title: 'No such environment',
    sentence: ({ name, folder }) => `There is no ${name}.environment.yaml in ${folder}.`,
    remedy: ({ known, suggestion }) =>
      suggestion ? `Did you mean "${suggestion}"?` : `There are: ${known}. Or write that file.`,
    explanation:
      'An environment says where runs happen: the platform, its region, lake, databases and ledger. local needs no file.',
  },
  'SLU-223': {
    title: 'Two environments of one name',
    sentence: ({ name, first, second }) => `There are two environments ${name}: ${first} and ${second}.`,
    remedy: () => 'Take one of them away, or give it a name of its own.',
    explanation:
      'An environment is found by the name of its file, in whichever folder: which of two is meant nobody could tell.',
  },
  'SLU-224': {
    title: 'An environment local that is elsewhere',
    sentence: ({ platform }) =>
      `The environment local is this machine, and its file says platform: ${platform}.`,
    remedy: () => 'Give it another name, or write platform: local.',
    explanation: 'Commands work in local where no environment is asked for, and read no file for it.',
  },
  'SLU-225': {
    title: 'Nothing to deploy to',
    sentence: ({ name, folder, environments }) =>
      name === ''
        ? `${folder} has no environment on AWS${environments === '' ? '' : ` (only ${environments})`}.`
        : `Environment ${name} is not on AWS: it is this machine, or names what answers in the place of AWS.`,
    remedy: () => 'Write a <name>.environment.yaml with platform: aws and no endpoints.',
    explanation: 'A deployment needs a region of AWS, a lake there, and the real services.',
  },
  'SLU-226': {
    title: 'A stack that is elsewhere than its environment',
    sentence: ({ stack, environment, what, is, wanted }) =>
      `Stack ${stack} ${is === '' ? `names no ${what}` : `is in ${what} ${is}`}, and environment ${environment} says ${wanted}.`,
    remedy: ({ what, wanted }) => `Make the stack with env: { ${what}: '${wanted}' }.`,
    explanation: 'Functions look for the lake, the ledger and the catalog where the environment says.',
  },
  'SLU-227': {
    title: 'A name that is too long for AWS',
    sentence: ({ pipeline, what, called, length, limit }) =>
      `The ${what} of ${pipeline} would be called ${called}, which is ${length} characters; AWS takes ${limit}.`,
    remedy: () => 'Shorten the name of the pipeline, of its domain, or of the environment.',
    explanation:
      'Names of schedules and functions are made of those three, so that the command line finds them.',
  },
  'SLU-228': {
    title: 'Two pipelines that are one on AWS',
    sentence: ({ pipeline, first, called }) =>
      `${pipeline} and ${first} would both be called ${called} on AWS.`,
    remedy: () => 'Call one of them otherwise: case, dashes and underscores do not tell names apart there.',
    explanation: 'Names of machines and schedules have lower-case letters, digits and dashes.',
  },
  'SLU-229': {
    title: 'An existing database that nothing uses',
    sentence: ({ environment, database }) =>
      `Environment ${environment} brings the database ${database}, and uses none of that name.`,
    remedy: ({ known }) => `Its databases are: ${known}. Correct deploy.existing.databases, or databases.`,
    explanation:
      'A database that is there and not named is made again, which fails in the middle of a deployment; so a name that is misspelt is refused before.',
  },
  'SLU-230': {
    title: 'Results of queries around the lake',
    sentence: ({ results, lake }) => `Results go to ${results}, and the lake ${lake} lies within.`,
    remedy: () => 'Give the results a bucket or a prefix of their own, like s3://my-bucket/results/.',
    explanation: 'Results are removed after some days, and everything else under their prefix with them.',
  },
  'SLU-231': {
    title: 'Two environments that share something',
    sentence: ({ what, called, first, second }) =>
      `Environments ${first} and ${second} have the same ${what}: ${called}.`,
    remedy: ({ second }) => `Give ${second} one of its own, or another account or region.`,
    explanation: "Nothing of one environment may read or write what is another one's.",
  },
  'SLU-222': {
    title: 'Endpoints that are not there',
    sentence: ({ environment, file }) =>
      `Environment ${environment} takes its endpoints from ${file}, which is not there.`,
    remedy: () => 'Start what writes it (npm run stack), and keep it running.',
    explanation:
      'A stack that answers in the place of AWS finds free ports when it starts, and writes them down.',
  },
};
