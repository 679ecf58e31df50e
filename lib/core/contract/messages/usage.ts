import type { Catalogue } from './catalogue.ts';

/** SLU-6xx */
export const usageMessages: Catalogue = {
  'SLU-601': {
    title: 'Command line not understood',
    sentence: ({ message }) => message ?? '',
    remedy: ({ command }) => `See \`sluice ${command ?? ''} --help\`.`.replace('  ', ' '),
    explanation: 'A command, an option or an argument does not exist or lacks its value. Nothing was done.',
  },
  'SLU-602': {
    title: 'Output format not built yet',
    sentence: ({ format }) => `The format "${format}" is not available here; text and json are.`,
    remedy: () => 'Use --format text or --format json.',
    explanation:
      'junit, sarif and github are planned. A format that is not built is refused, so that no job waits for a file that never comes.',
  },
  'SLU-603': {
    title: 'No such file',
    sentence: ({ path }) => `There is no file or folder ${path}.`,
    remedy: () => 'Check the path; it is relative to the working directory.',
    explanation: 'A file that was named on the command line, or by another file, does not exist.',
  },
  'SLU-604': {
    title: 'A folder where a file was meant',
    sentence: ({ path }) => `${path} is a folder, and a file was meant.`,
    remedy: () => 'Name the file itself.',
    explanation: 'A contract, a pipeline or its SQL is one file.',
  },
  'SLU-605': {
    title: 'A file that cannot be read',
    sentence: ({ path, why }) => `${path} cannot be read: ${why}.`,
    remedy: () => 'Check who may read it.',
    explanation: 'The operating system refused to hand out the file.',
  },
  'SLU-606': {
    title: 'No such pipeline',
    sentence: ({ name, known }) => `There is no pipeline "${name}"; known are: ${known || 'none'}.`,
    remedy: ({ suggestion }) =>
      suggestion ? `Did you mean "${suggestion}"?` : 'Look into the contracts folder (--contracts).',
    explanation:
      'A pipeline is a file <domain>/<name>.pipeline.yaml below the contracts folder; its name is <domain>/<name>.',
  },
  'SLU-607': {
    title: 'Several schemas where one must be chosen',
    sentence: ({ contract, schemas }) => `The contract ${contract} has several schemas: ${schemas}.`,
    remedy: () => 'Choose one: --schema NAME, or contract.schema in the pipeline.',
    explanation: 'One dataset is judged at a time.',
  },
  'SLU-608': {
    title: 'No such schema',
    sentence: ({ contract, schema, schemas }) =>
      `The contract ${contract} has no schema "${schema}"; it has: ${schemas || 'none'}.`,
    remedy: () => 'Choose one of those.',
    explanation: 'The name is that of a schema[] element of the contract.',
  },
  'SLU-609': {
    title: 'Nothing known of this name',
    sentence: ({ what, name }) => `The ledger knows no ${what} "${name}".`,
    remedy: () => '`sluice status` lists datasets, `sluice history DATASET` runs.',
    explanation: 'Runs, datasets and receipts are looked up in the ledger of the root folder (--root).',
  },
  'SLU-610': {
    title: 'No such explanation',
    sentence: ({ name }) => `"${name}" is neither a code nor a kind of check.`,
    remedy: ({ suggestion }) =>
      suggestion
        ? `Did you mean "${suggestion}"?`
        : 'Codes look like SLU-112; kinds like rowCount or freshness.',
    explanation: 'sluice explain says more about an error code or about what a kind of check means.',
  },
  'SLU-611': {
    title: 'Data in a format that cannot be told',
    sentence: ({ path }) => `The files at ${path} are not all .parquet, all .csv or all .json.`,
    remedy: () => 'Give a file or a folder with data files of one format.',
    explanation:
      'The format is told by the ending: .parquet, .csv, or .json/.jsonl/.ndjson. Files without an ending, as engines ' +
      'write them, are taken for Parquet where the first of them begins as one.',
  },
  'SLU-612': {
    title: 'An option without a usable value',
    sentence: ({ option, value }) => `${option} does not take "${value}".`,
    remedy: ({ expected }) => `It takes ${expected}.`,
    explanation: 'The value of an option is checked before anything is done.',
  },
  'SLU-620': {
    title: 'Address of Slack that is none',
    sentence: ({ variable }) => `${variable} is not the https address of an incoming webhook.`,
    remedy: ({ variable }) =>
      `Copy the webhook's URL from Slack (https://hooks.slack.com/services/…), or unset ${variable}.`,
    explanation:
      'Who knows the address of a webhook may write into its channel, so it is sent over https alone (http only to this machine), and is never printed.',
  },
  'SLU-621': {
    title: 'Address for lineage that is none',
    sentence: ({ variable, what }) => `${variable} is not the address of ${what}.`,
    remedy: ({ variable, expected }) => `Give ${expected}, or unset ${variable}.`,
    explanation:
      'Events name tables, rules and what was measured, and may be sent with a key, so with a key they are sent over https alone (http only to this machine).',
  },
  'SLU-613': {
    title: 'Nothing was run before',
    sentence: ({ pipeline }) =>
      `${pipeline} was never run to its end here, so nothing of it can have changed.`,
    remedy: () => 'Run it with --start and --end first.',
    explanation:
      '--changed looks again at every window that was run, and does anew only what is not as it was.',
  },
  'SLU-614': {
    title: 'What a run kept is gone',
    sentence: ({ run }) => `What run ${run} kept of its steps was removed, so it has no report any more.`,
    remedy: ({ dataset }) =>
      `\`sluice history ${dataset} --partition NAME=VALUE\` still shows what it judged.`,
    explanation:
      'A report is made of what a run leaves in .sluice/runs. `sluice gc` removes that after a while; what was decided stays in the ledger.',
  },
  'SLU-615': {
    title: 'A command that does not work on AWS yet',
    sentence: ({ command, environment }) =>
      `\`sluice ${command}\` works on this machine only so far, and environment ${environment} is on AWS: nothing was done.`,
    remedy: () => 'Leave --env out, or name an environment of platform local.',
    explanation:
      'Old versions on AWS are not collected yet: what they take is storage, and no harm comes of it. A table that is there already is not adopted there yet either: let Sluice create one of its own.',
  },
};
