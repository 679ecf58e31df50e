import type { Catalogue } from './catalogue.ts';

/** SLU-101 to SLU-113: a file that is no readable YAML document. */
export const documentMessages: Catalogue = {
  'SLU-101': {
    title: 'An empty file',
    sentence: () => 'The file holds nothing to read.',
    remedy: () => 'Write the document, or delete the file.',
    explanation:
      'A file that is empty, or holds only comments, describes nothing. It may have been cut off while it was written.',
  },
  'SLU-102': {
    title: 'A file that is too large',
    sentence: ({ bytes, limit }) => `The file has ${bytes} bytes; ${limit} is the most that is read.`,
    remedy: () => 'Check that it is the right file; split a contract that is truly so large.',
    explanation:
      'The size is looked at before anything is parsed, so that a wrong path to a data file costs nothing.',
  },
  'SLU-103': {
    title: 'A file nested too deeply',
    sentence: ({ limit }) => `From here on the document nests more than ${limit} levels deep.`,
    remedy: () => 'Close brackets that were left open, or flatten the document.',
    explanation:
      'The depth is looked at before anything is parsed: parsers recurse, and a file of nothing but opening brackets ' +
      'would exhaust their stack. No contract needs a hundred levels.',
  },
  'SLU-104': {
    title: 'Not YAML',
    sentence: ({ reason }) => `This is not valid YAML: ${lowerFirst(reason)}.`,
    remedy: () =>
      'Mend the syntax here; often it is a missing quote, a missing space after a colon, or indentation.',
    explanation:
      'Files are read as YAML 1.2 with the core schema, of which JSON is a part. A text that begins with one of ' +
      '{ } [ ] , & * # ? | - < > = ! % @ ` or that contains ": " or " #" needs quotes.',
  },
  'SLU-105': {
    title: 'A tab used for indentation',
    sentence: () => 'This line is indented with a tab, which YAML does not allow.',
    remedy: () => 'Replace the tab by spaces.',
    explanation:
      'YAML counts indentation in spaces. Most editors can be told to insert spaces for *.yaml files.',
  },
  'SLU-106': {
    title: 'Several documents in one file',
    sentence: () => 'A second document begins here; a file holds exactly one.',
    remedy: () => 'Move it into a file of its own, or delete the line with ---.',
    explanation:
      'In a file of several documents it would not be clear which of them is meant by the name of the file.',
  },
  'SLU-107': {
    title: 'A key that is written twice',
    sentence: ({ key, line }) => `"${key}" is already written on line ${line}.`,
    remedy: () => 'Keep one of the two.',
    explanation:
      'Most parsers keep the last value without a word, so that a rule somebody reads in the file never runs.',
  },
  'SLU-108': {
    title: 'An alias to nothing',
    sentence: ({ alias }) => `The alias *${alias} refers to no anchor before it.`,
    remedy: ({ alias }) =>
      `Put &${alias} at the value that is meant, above this line, or quote the text "*${alias}".`,
    explanation: 'In YAML *name repeats the value that was marked &name earlier in the same document.',
  },
  'SLU-109': {
    title: 'An alias inside of what it repeats',
    sentence: ({ alias }) => `The alias *${alias} stands inside the value that it repeats.`,
    remedy: () => 'Write the value out.',
    explanation: 'Such a value would contain itself without end.',
  },
  'SLU-110': {
    title: 'Aliases that multiply',
    sentence: ({ limit }) => `Written out, the aliases of this document add more than ${limit} values.`,
    remedy: () => 'Write the repeated parts out, or repeat less.',
    explanation:
      'A few lines of aliases of aliases can stand for billions of values, which is used to exhaust a reader.',
  },
  'SLU-111': {
    title: 'A key that is no name',
    sentence: ({ key }) => `${key} cannot be a key: keys are plain names.`,
    remedy: () => 'Use a plain text as the key; quote it if it contains { or [.',
    explanation:
      'YAML allows lists and mappings as keys. No document read here has such keys; mostly quotes are missing.',
  },
  'SLU-112': {
    title: 'Not text',
    sentence: () => 'The file holds characters that no text has.',
    remedy: () => 'Check that it is a text file in UTF-8, and remove the character here.',
    explanation:
      'A NUL byte or half of a surrogate pair is a sign of a binary file, or of a file in another encoding.',
  },
  'SLU-113': {
    title: 'Not a mapping',
    sentence: ({ found }) => `The document is ${found}; it has to be a mapping of keys to values.`,
    remedy: () =>
      'Check that it is the right file: a contract begins with keys such as apiVersion, kind and id.',
    explanation: 'Any plain text is valid YAML (one value), so a file of another kind often arrives here.',
  },
};

const lowerFirst = (text = ''): string => text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');
