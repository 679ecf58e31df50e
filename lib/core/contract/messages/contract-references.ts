import type { Catalogue } from './catalogue.ts';

const meant = (suggestion: string | undefined): string =>
  suggestion ? `; did you mean "${suggestion}"?` : '.';

const RELATIONSHIP_REASONS: Readonly<Record<string, { readonly sentence: string; readonly remedy: string }>> =
  {
    fromOnProperty: {
      sentence: 'A relationship on a property has no "from": it starts at that property.',
      remedy: 'Take "from" out, or move the relationship to the schema object.',
    },
    fromMissing: {
      sentence: 'A relationship of a schema object needs "from".',
      remedy: 'Add "from", or move the relationship to the property where it starts.',
    },
    lengths: {
      sentence:
        'The two ends of the relationship do not match: one text on each side, or two lists of one length.',
      remedy: 'Write both ends as texts, or as lists of the same length.',
    },
  };

/** SLU-130 to SLU-138: names that do not tell things apart, and references that lead nowhere. */
export const referenceMessages: Catalogue = {
  'SLU-130': {
    title: 'Two datasets of one name',
    sentence: ({ name, line }) => `The dataset "${name}" is already described on line ${line}.`,
    remedy: () => 'Give each schema object a name of its own.',
    explanation: 'A dataset is found by domain and name, so the name has to tell it from the others.',
  },
  'SLU-131': {
    title: 'Two columns of one name',
    sentence: ({ name, line, dataset }) =>
      `Dataset "${dataset}" already has a column "${name}" on line ${line}.`,
    remedy: () => 'Take one of the two out, or give it the physicalName that it has in the data.',
    explanation:
      'Columns are compared by their physical names, without regard to upper and lower case, as the engines do.',
  },
  'SLU-132': {
    title: 'Two rules of one id',
    sentence: ({ name, line, dataset }) =>
      `Dataset "${dataset}" already has a rule with the id "${name}" on line ${line}.`,
    remedy: () => 'Give each rule an id of its own.',
    explanation:
      'Verdicts, histories and overrides name a rule by its id. (Names may repeat; they are numbered.)',
  },
  'SLU-133': {
    title: 'An SLA about nothing',
    sentence: ({ element, property, suggestion }) =>
      `The SLA "${property}" is about "${element}", which this contract does not describe${meant(suggestion)}`,
    remedy: () => 'Name an element as table.column, or as column where the contract has one table.',
    explanation: 'An SLA whose element does not exist could never be measured.',
  },
  'SLU-134': {
    title: 'A relationship to nothing',
    sentence: ({ reference, end }) => `"${reference}" (${end}) leads to nothing in this contract.`,
    remedy: () =>
      'Write table.column, schema/<id>/properties/<id>, or other-file.yaml#… for another contract.',
    explanation:
      'Short references go by names and dots, full ones by ids and slashes. References into other files are not opened.',
  },
  'SLU-135': {
    title: 'An argument that names no property',
    sentence: ({ property, dataset, suggestion }) =>
      `Dataset "${dataset}" has no property "${property}"${meant(suggestion)}`,
    remedy: () => 'Name properties as the contract does.',
    explanation: 'A rule over columns that do not exist could never run.',
  },
  'SLU-136': {
    title: 'A partition position that fits no partition column',
    sentence: ({ column, position, other }) =>
      other
        ? `"${column}" has partitionKeyPosition ${position}, which "${other}" already has.`
        : `"${column}" has partitionKeyPosition ${position}, and is not partitioned.`,
    remedy: ({ other }) =>
      other
        ? 'Number the partition columns 1, 2, 3 and so on.'
        : 'Add partitioned: true, or take the position out.',
    explanation: 'The positions are the order of the folders, year=2001/month=2: each has to stand once.',
  },
  'SLU-137': {
    title: 'A key position that fits no key column',
    sentence: ({ column, position, other }) =>
      other
        ? `"${column}" has primaryKeyPosition ${position}, which "${other}" already has.`
        : `"${column}" has primaryKeyPosition ${position}, and is no primary key.`,
    remedy: ({ other }) =>
      other ? 'Number the key columns 1, 2, 3 and so on.' : 'Add primaryKey: true, or take the position out.',
    explanation: 'Columns with primaryKey: true make up the key together, in the order of their positions.',
  },
  'SLU-138': {
    title: 'A relationship with the wrong ends',
    sentence: ({ reason }) =>
      RELATIONSHIP_REASONS[reason ?? '']?.sentence ?? 'The ends of the relationship do not fit.',
    remedy: ({ reason }) => RELATIONSHIP_REASONS[reason ?? '']?.remedy ?? 'Mend its ends.',
    explanation:
      'A key of several columns needs the same number of columns on both sides, in the same order.',
  },
};
