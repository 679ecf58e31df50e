import type { Catalogue } from './catalogue.ts';

const meant = (suggestion: string | undefined): string =>
  suggestion ? `; did you mean "${suggestion}"?` : '.';

/** SLU-114 to SLU-127: a document that does not have the form of its kind and version. */
export const structureMessages: Catalogue = {
  'SLU-114': {
    title: 'An unknown key',
    sentence: ({ key, parent, suggestion }) => `"${key}" is no key of ${parent}${meant(suggestion)}`,
    remedy: ({ suggestion, known }) =>
      suggestion
        ? `Write "${suggestion}", or take the key out.`
        : known
          ? `Known keys are ${known}.`
          : 'Take the key out.',
    explanation:
      'A key that nobody reads is almost always a typo, and a rule under a mistyped key would never run. Settings of ' +
      'your own belong in customProperties.',
  },
  'SLU-115': {
    title: 'A missing key',
    sentence: ({ key, parent }) => `${parent} has no "${key}".`,
    remedy: ({ key }) => `Add "${key}".`,
    explanation: 'The standard requires this key, or the rule cannot be evaluated without it.',
  },
  'SLU-116': {
    title: 'A value of the wrong type',
    sentence: ({ path, expected, found }) => `${path} must be ${expected}, and is ${found}.`,
    remedy: ({ expected, found }) =>
      expected === 'a text' && /number|true|false/.test(found ?? '')
        ? 'Put the value in quotes.'
        : `Write ${expected}.`,
    explanation:
      'YAML decides by the form of a value what it is: 1.0 is a number and "1.0" a text, true is no text, and a key ' +
      'without a value is null.',
  },
  'SLU-117': {
    title: 'A word that is not on the list',
    sentence: ({ path, value, suggestion }) => `${path} cannot be ${value}${meant(suggestion)}`,
    remedy: ({ values }) => `Use one of: ${values}.`,
    explanation: 'This value is one of a closed list; upper and lower case matter.',
  },
  'SLU-118': {
    title: 'A value that is not allowed',
    sentence: ({ path, rule }) => `${path} ${rule}.`,
    remedy: () => 'Change the value.',
    explanation: 'The value has the right type, and breaks a rule about its size or its form.',
  },
  'SLU-119': {
    title: 'A key that nothing reads',
    sentence: ({ key, parent, suggestion }) =>
      `"${key}" is no key of ${parent}, and is not read${meant(suggestion)}`,
    remedy: ({ suggestion }) =>
      suggestion
        ? `Write "${suggestion}" if that is meant.`
        : 'Take it out, or move it into customProperties.',
    explanation:
      'The standard leaves this element open for other keys, so this is only a warning; but nothing follows from the key.',
  },
  'SLU-120': {
    title: 'Not a data contract',
    sentence: ({ kind, suggestion }) =>
      `The document is of kind "${kind}", not DataContract${suggestion ? `; did you mean "${suggestion}"?` : '.'}`,
    remedy: () => 'Write kind: DataContract, or keep documents of other kinds elsewhere.',
    explanation:
      'A contract is an ODCS document with kind: DataContract. Pipelines have files of their own, *.pipeline.yaml.',
  },
  'SLU-121': {
    title: 'A version 2 contract',
    sentence: ({ apiVersion }) => `Contracts of ${apiVersion} are not read; version 3.0.0 to 3.2.0 are.`,
    remedy: () =>
      'Upgrade it: set apiVersion: v3.1.0, rename dataset to schema, table to name, columns to properties, uuid to id, quantumName to dataProduct, and stakeholders to team.',
    explanation:
      'Version 3 of ODCS renamed most keys: dataset → schema, table → name (physicalName), columns → properties, column → ' +
      'name, isPrimary → primaryKey, isNullable: false → required: true, partitionStatus → partitioned, uuid → id, ' +
      'stakeholders → team, templateName → metric. There is no safe way to guess the rest, so nothing is converted silently.',
  },
  'SLU-122': {
    title: 'An unknown version of the standard',
    sentence: ({ apiVersion }) => `The apiVersion "${apiVersion}" is not known.`,
    remedy: ({ versions }) => `Use one of: ${versions}.`,
    explanation:
      "apiVersion is the version of ODCS in which the document is written; version is the contract's own.",
  },
  'SLU-123': {
    title: 'A word newer than the declared version',
    sentence: ({ feature, element, since, apiVersion }) =>
      `"${feature}" (of ${element}) came with ${since}, and this document declares ${apiVersion}.`,
    remedy: ({ since }) => `Declare apiVersion: ${since}.`,
    explanation:
      'The word is read as its version means it. Other tools, which hold a document to its declared version, may refuse it.',
  },
  'SLU-124': {
    title: 'A deprecated word',
    sentence: ({ key }) => `"${key}" is deprecated in this version of the standard.`,
    remedy: ({ instead }) => `Use ${instead} instead.`,
    explanation: 'The word is still read. The standard means to take it out with its next major version.',
  },
  'SLU-125': {
    title: 'An id that other tools refuse',
    sentence: ({ id }) =>
      `The id "${id}" has a space, or one of the characters . # / \\ @ ! % & ^, which the standard forbids in ids.`,
    remedy: () => 'Use letters, digits, - and _; or call it name, which may be any text.',
    explanation:
      'References are made of ids joined by slashes, so ids are kept plain. The id is used here as it is.',
  },
  'SLU-126': {
    title: 'An option of another type',
    sentence: ({ option, logicalType, suggestion }) =>
      logicalType
        ? `"${option}" is no option of logicalType ${logicalType}${meant(suggestion)}`
        : `"${option}" needs a logicalType, and the property has none.`,
    remedy: ({ types, suggestion }) =>
      suggestion
        ? `Write "${suggestion}".`
        : types
          ? `It is an option of ${types}.`
          : 'Take it out: no logicalType has it.',
    explanation:
      'Each logicalType has its own options; one that does not belong to it would be a rule that never runs.',
  },
  'SLU-127': {
    title: 'An exclusive bound written the old way',
    sentence: ({ option }) => `Since v3.1.0 "${option}" is the bound itself, not true or false.`,
    remedy: ({ option }) =>
      `Write the number or date as ${option}, and take ${option === 'exclusiveMinimum' ? 'minimum' : 'maximum'} out.`,
    explanation:
      'In 3.0 a boolean beside minimum or maximum made that bound exclusive; 3.1 changed it to a bound of its own.',
  },
};
