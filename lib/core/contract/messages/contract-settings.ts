import type { Catalogue } from './catalogue.ts';

const meant = (suggestion: string | undefined): string =>
  suggestion ? `; did you mean "${suggestion}"?` : '.';

/** SLU-164 to SLU-194: Sluice's own settings, finding contracts, choosing servers. */
export const settingMessages: Catalogue = {
  'SLU-164': {
    title: 'A granularity without partitions',
    sentence: ({ dataset, granularity }) =>
      `Dataset "${dataset}" has the granularity ${granularity}, and no partitioned column.`,
    remedy: () =>
      'Add partitioned: true and partitionKeyPosition: 1 to the column that holds the time, or take the setting out.',
    explanation:
      'sluice.granularity is the length of one partition; from it and the window follow the partitions that are expected.',
  },
  'SLU-165': {
    title: 'An unknown setting',
    sentence: ({ property, suggestion }) => `There is no setting "${property}"${meant(suggestion)}`,
    remedy: ({ known }) => `Known settings are ${known}.`,
    explanation:
      'Names under sluice. belong to Sluice, so one that it does not know is a typo. Other names are left alone.',
  },
  'SLU-167': {
    title: 'A setting in the wrong place',
    sentence: ({ property }) => `"${property}" is not read here.`,
    remedy: ({ belongs }) => `Move it to ${belongs}.`,
    explanation:
      'Settings of a dataset stand in the customProperties of a schema object, or of the contract as defaults for all its ' +
      'datasets; settings of a rule stand in those of the rule.',
  },
  'SLU-168': {
    title: 'A setting that is given twice',
    sentence: ({ property }) => `"${property}" is already set in this list.`,
    remedy: () => 'Keep one of the two.',
    explanation: 'customProperties is a list, so YAML does not notice the repetition.',
  },
  'SLU-180': {
    title: 'No such contract',
    sentence: ({ name, suggestion }) => `There is no contract "${name}"${meant(suggestion)}`,
    remedy: ({ known }) =>
      known ? `Known contracts are ${known}.` : 'Put contracts below contracts/<domain>/ as *.odcs.yaml.',
    explanation: 'A contract is found by its domain, the folder below contracts/, and its name.',
  },
  'SLU-181': {
    title: 'A contract in several versions',
    sentence: ({ name, versions }) => `The contract "${name}" exists in several versions: ${versions}.`,
    remedy: () => 'Say which one is meant.',
    explanation: 'Taking the newest silently would change what is enforced as soon as somebody adds a file.',
  },
  'SLU-182': {
    title: 'No such version of a contract',
    sentence: ({ name, version, versions }) =>
      `The contract "${name}" has no version ${version}; it has ${versions}.`,
    remedy: () => 'Ask for one that exists, or add the file.',
    explanation: 'Versions are compared as texts, exactly as the contract writes them.',
  },
  'SLU-183': {
    title: 'Two files of one contract',
    sentence: ({ name, version, other }) => `The contract "${name}" ${version} is also in ${other}.`,
    remedy: () => 'Raise the version of one of the two, or delete it.',
    explanation:
      'A name and a version have to lead to one file, or it would be chance which of them is enforced.',
  },
  'SLU-184': {
    title: 'A contract outside of a domain',
    sentence: ({ file }) => `${file} is in no folder of a domain.`,
    remedy: () => 'Move it to contracts/<domain>/.',
    explanation:
      'The folder below contracts/ is the domain: who owns the contract, and the first part of its name.',
  },
  'SLU-190': {
    title: 'No server',
    sentence: ({ contract }) =>
      `The contract "${contract}" has no server, so it does not say where its data is.`,
    remedy: () => 'Add servers: with a server, its type and its place (local: path and format).',
    explanation: 'A server says where the data of a contract is, in one environment.',
  },
  'SLU-191': {
    title: 'Several servers',
    sentence: ({ contract, servers }) =>
      `The contract "${contract}" has several servers, and one must be chosen: ${servers}.`,
    remedy: () => 'Say which one is meant, by its name (--server) or its environment (--environment).',
    explanation: 'One server is taken without a question; among several none is guessed.',
  },
  'SLU-192': {
    title: 'No such server',
    sentence: ({ contract, server, servers, suggestion }) =>
      `The contract "${contract}" has no server "${server}"${suggestion ? `; did you mean "${suggestion}"?` : `; it has ${servers}.`}`,
    remedy: () => 'Ask for one that exists, or add it.',
    explanation: 'Servers are named by the key server of each entry in servers.',
  },
  'SLU-193': {
    title: 'No server of that environment',
    sentence: ({ contract, environment, servers }) =>
      `The contract "${contract}" has no server of the environment "${environment}"; it has ${servers}.`,
    remedy: () => 'Add a server with that environment, or choose one by its name.',
    explanation: 'A server without an environment belongs to every one.',
  },
  'SLU-194': {
    title: 'Two servers of one name',
    sentence: ({ server }) => `A server "${server}" of the same environment stands earlier in the list.`,
    remedy: () => 'Give each server a name of its own, or another environment.',
    explanation: 'A server is chosen by name or environment, so they have to tell servers apart.',
  },
};
