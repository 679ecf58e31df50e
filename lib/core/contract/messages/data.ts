import type { Catalogue } from './catalogue.ts';

/** SLU-4xx: data files and the folders they lie in. Parameters: `file` or `folder`, and what each sentence names. */
export const dataMessages: Catalogue = {
  'SLU-401': {
    title: 'Empty data file',
    sentence: (p) => `The data file ${p.file} has zero bytes.`,
    remedy: () => 'Delete the file, or let the job that writes it finish.',
    explanation:
      'A Parquet file is never empty: without rows it still has a footer. A file of zero bytes is what a writer leaves behind that was stopped before it wrote anything, so nothing can be said about the rows that it should hold.',
  },
  'SLU-402': {
    title: 'Not a whole Parquet file',
    sentence: (p) =>
      `The data file ${p.file} (${p.size} bytes) does not end as a Parquet file ends: it was cut off, or it is not Parquet.`,
    remedy: () => 'Write or copy the file again; a Parquet file ends with the four letters PAR1.',
    explanation:
      'The schema and the places of all columns stand in a footer at the end of a Parquet file. When an upload or a writer is interrupted, the footer is what is missing, and no reader can open the rest.',
  },
  'SLU-403': {
    title: 'Encrypted Parquet file',
    sentence: (p) => `The data file ${p.file} is encrypted: its footer cannot be read.`,
    remedy: () =>
      'Write the candidate without Parquet modular encryption; encrypt the bucket or the disk instead.',
    explanation:
      'The file ends with PARE instead of PAR1, the mark of Parquet modular encryption with an encrypted footer. Sluice holds no keys, so it can neither check the schema nor read the rows.',
  },
  'SLU-404': {
    title: 'Footer longer than its file',
    sentence: (p) =>
      `The data file ${p.file} claims a footer of ${p.footer} bytes, but has ${p.size} bytes in all.`,
    remedy: () => 'Write or copy the file again; its end is damaged.',
    explanation:
      'The length of the footer stands in the last eight bytes of a Parquet file. A length that cannot be true means that these bytes were overwritten, or that only the end of a larger file is left.',
  },
  'SLU-405': {
    title: 'Unreadable Parquet footer',
    sentence: (p) => `The footer of the data file ${p.file} cannot be read: ${p.reason}.`,
    remedy: () => 'Write or copy the file again; if another reader opens it, report this file to Sluice.',
    explanation:
      'The file ends as a Parquet file should, but the footer itself (Thrift, compact protocol) does not decode, or describes no columns. That is what damaged bytes look like.',
  },
  'SLU-406': {
    title: 'Files with different columns',
    sentence: (p) => `The data file ${p.file} has other columns than ${p.neighbour}: ${p.difference}.`,
    remedy: () =>
      'Write all files of one input with the same columns, or check the odd file on its own as another dataset.',
    explanation:
      'All files of one input are read as one table. A column that only some files have would be null, or missing without a word, in the rows of the others, so that every count over it would be wrong.',
  },
  'SLU-407': {
    title: 'Files with different types',
    sentence: (p) =>
      `The column ${p.column} is ${p.type} in the data file ${p.file}, but ${p.otherType} in ${p.neighbour}.`,
    remedy: () => 'Write the column with one type in all files.',
    explanation:
      'All files of one input are read as one table, and a column of a table has one type. Integers may differ in width; everything else would be converted silently, and a conversion can change values.',
  },
  'SLU-410': {
    title: 'Folder is not a partition',
    sentence: (p) =>
      `The folder name "${p.name}" in ${p.file} is not a partition: expected ${p.expected}=<value>.`,
    remedy: (p) => `Rename the folder to ${p.expected}=<value>, or move it out of the input.`,
    explanation:
      'The contract declares partition columns, so the data is expected in Hive folders: one level for each partition column, each named column=value with the value percent-encoded.',
  },
  'SLU-411': {
    title: 'Partition value of the wrong type',
    sentence: (p) =>
      `The partition folder "${p.name}" in ${p.file} does not hold ${p.expected}: "${p.value}" cannot be read as one.`,
    remedy: (p) =>
      `Name the folder with ${p.expected} (${p.example}), or change the column's type in the contract.`,
    explanation:
      'A partition is identified by its decoded, typed values, never by its path. A value that does not convert exactly names no partition.',
  },
  'SLU-412': {
    title: 'Partition columns do not fit',
    sentence: (p) => `The path ${p.file} does not fit the partition columns ${p.columns}: ${p.difference}.`,
    remedy: (p) => `Lay the file in one folder level for each of ${p.columns}.`,
    explanation:
      'Every data file of a partitioned dataset must say all its partition values in its path, each exactly once. The order of the folder levels does not matter.',
  },
  'SLU-413': {
    title: 'No data files',
    sentence: (p) => `The folder ${p.folder} holds no data files.`,
    remedy: () =>
      'Check the path; data files end in .parquet, .csv or .json, and names that begin with _ or . are left out.',
    explanation:
      'There is nothing to judge. A gate that finds no data and says "passed" would be a guarantee of nothing, so an input without files is refused.',
  },
  'SLU-414': {
    title: 'No partitions',
    sentence: (p) => `The folder ${p.folder} holds no partitions: expected folders named ${p.expected}.`,
    remedy: (p) =>
      `Check the path: it has to be the folder directly above ${p.expected}; for data without partitions remove "partitioned" from the contract.`,
    explanation:
      'The contract declares partition columns, so the data is expected in Hive folders (column=value) below the given folder. None of the data files lies in such a folder.',
  },
  'SLU-420': {
    title: 'Text file without a header',
    sentence: (p) => `The data file ${p.file} is empty: it has no header line.`,
    remedy: () => 'Write a first line with the names of the columns, even when there are no rows.',
    explanation: 'The columns of a CSV file are found by the names in its first line, never by position.',
  },
  'SLU-421': {
    title: 'Column name missing or given twice',
    sentence: (p) => `The header of the data file ${p.file} ${p.problem}.`,
    remedy: () => 'Give every column of the first line a name of its own.',
    explanation:
      'The columns of a CSV file are found by the names in its first line. Two columns with the same name (upper and lower case count as the same) cannot be told apart.',
  },
  'SLU-422': {
    title: 'Row with another number of cells',
    sentence: (p) =>
      `Line ${p.line} of the data file ${p.file} has ${p.found} cells, but its header names ${p.expected} columns.`,
    remedy: () =>
      'Write every row with as many cells as the header; put cells that contain the delimiter in double quotes.',
    explanation:
      'With a cell too many or too few nobody knows which cell belongs to which column, so that every value of the row may stand under the wrong name. The file is refused instead of guessed at.',
  },
  'SLU-423': {
    title: 'CSV file cannot be parsed',
    sentence: (p) => `The data file ${p.file} is not valid CSV: ${p.reason}.`,
    remedy: () =>
      'Write the file as RFC 4180 says: UTF-8, cells with a delimiter, a quote or a line break in double quotes, and quotes inside doubled.',
    explanation:
      'Sluice reads CSV strictly. A lenient reader would skip or merge damaged rows, and they would be missing from every count.',
  },
  'SLU-424': {
    title: 'JSON file cannot be parsed',
    sentence: (p) => `The data file ${p.file} is not valid JSON: ${p.reason}.`,
    remedy: () => 'Write one JSON object a line, or one array of objects.',
    explanation:
      'A JSON data file is either one object a line (JSON Lines) or one array of objects. A file that breaks off, or mixes both, is refused as a whole.',
  },
  'SLU-425': {
    title: 'JSON rows are not objects',
    sentence: (p) =>
      `The data file ${p.file} holds ${p.count} JSON values that are not objects (row ${p.row} first).`,
    remedy: () => 'Write every row as a JSON object whose keys are the columns.',
    explanation:
      'A row is an object: its keys are the names of the columns. A bare number or a list has no columns.',
  },
  'SLU-441': {
    title: 'Nothing to read at the source',
    sentence: ({ dataset, path }) => `The source ${dataset} has no data file at ${path}.`,
    remedy: () => "Put the data there, or correct the path of the source contract's server.",
    explanation:
      'A partition that was never written needs its source. What was measured before can be judged again without it, and is.',
  },
  'SLU-442': {
    title: 'The candidate could not be written',
    sentence: ({ message }) => `The query that writes the candidate failed: ${message}.`,
    remedy: () => "Correct the pipeline's SQL; nothing was published and no partition was judged.",
    explanation:
      "The pipeline's SELECT runs in the engine over the source, and its rows become the candidate's files.",
  },
  'SLU-443': {
    title: 'An instant that cannot be read',
    sentence: ({ instant }) => `"${instant}" is no ISO 8601 date or timestamp.`,
    remedy: () => 'Write it like 2001-02-27 or 2001-02-27T06:00:00Z.',
    explanation: 'Windows and instants are ISO 8601; without a zone they are UTC.',
  },
  'SLU-445': {
    title: 'A cell of the source is no value of its type',
    sentence: ({ column, type, text }) =>
      `The source's column ${column} has the cell "${text}", which is no ${type}.`,
    remedy: ({ column }) =>
      `Correct the cell; or declare ${column} as a string in the source's contract and convert it in the pipeline's SQL (TRY_CAST), so that the gate can judge what came of it.`,
    explanation:
      'CSV and JSON are read with the types of the source contract. A cell that does not convert would be null in the candidate, as if the source had no value there, and would be published as such; so nothing is written. Cells that the pipeline does not read may hold anything.',
  },
  'SLU-446': {
    title: 'Files that changed while they were taken',
    sentence: ({ partition, place }) =>
      `The files of ${partition} at ${place} changed while they were taken.`,
    remedy: () =>
      'Run again when the job that writes them has ended; candidate.marker (like _SUCCESS) lets a run wait for it.',
    explanation:
      'What is judged has to be what is published. The content of each file is compared before and after it is taken; ' +
      'nothing was judged of this run.',
  },
  'SLU-447': {
    title: 'Nothing lies where another job should write',
    sentence: ({ location, folder }) =>
      `No file matches candidate.location ${location}: nothing lies below ${folder}.`,
    remedy: () => 'Correct the location, or let the job write first.',
    explanation:
      'A partition without files is a missing partition. Where nothing at all lies below the fixed part of the location, ' +
      'it is mistyped rather than late.',
  },
  'SLU-448': {
    title: 'Partitions that share their files',
    sentence: ({ file, place }) => `${file} could belong to several partitions: all of them lie at ${place}.`,
    remedy: () =>
      'Let the location tell them apart ({yyyy}, {MM}, {dd} …), or let the job write Hive folders (column=value) below it.',
    explanation: 'The partition of a file is read from its Hive folders, or follows from the placeholders.',
  },
  'SLU-452': {
    title: 'A partition at the place of another one',
    sentence: ({ partition, file, place }) =>
      `${file} is of ${partition}, and lies at the place of another partition, ${place}.`,
    remedy: () =>
      'Write it to its own place; or give a location of which all partitions are part, with Hive folders below it.',
    explanation:
      'A partition consists of the files at its own place. If those at other places counted as well, what it consists of would depend on the window of a run.',
  },
  'SLU-449': {
    title: 'A file whose rows are not of its folder',
    sentence: ({ file, column, value, found }) =>
      `${file} lies in the folder of ${column} ${value} and has a column ${column} of its own, ${found}.`,
    remedy: ({ column }) =>
      `Leave ${column} out of the files (partitionBy does), or write each partition's rows into its folder.`,
    explanation:
      'Engines take the value of the folder and ignore the column in the file, so rows of another partition would be ' +
      'published under a wrong name. The column may stay where the footer proves that it holds this one value.',
  },
  'SLU-444': {
    title: 'The engine failed',
    sentence: ({ message }) => `The engine failed while it measured: ${message}.`,
    remedy: () =>
      'Run again once the engine works; nothing was judged, and what was measured before is kept.',
    explanation: 'An engine that is down gives no verdict at all: the run fails and can be repeated.',
  },
};
