import type { Catalogue } from './catalogue.ts';

/** SLU-56x to 58x: Athena, S3 and Glue. 56x services and queries, 57x tables that readers see. */
export const awsMessages: Catalogue = {
  'SLU-560': {
    title: 'AWS refused the request',
    sentence: ({ what, reason }) => `AWS refused ${what}: ${reason}.`,
    remedy: () =>
      'Check the credentials (`aws sts get-caller-identity`) and that their role is allowed to do this.',
    explanation:
      'The service answered, and said no: credentials that are missing or have expired, or a role without the permission. Sending the same again would not change it.',
  },
  'SLU-561': {
    title: 'AWS did not answer',
    sentence: ({ what, reason }) => `AWS failed at ${what}: ${reason}.`,
    remedy: ({ reason }) =>
      reason?.includes('ENOTFOUND')
        ? "Check `region` in the environment's file, and the network."
        : 'Run again: the run goes on where it stopped.',
    explanation:
      'The service was throttling, was down, or could not be reached, for all of the tries that were made with growing pauses. Nothing is known to be wrong with the data or the contract.',
  },
  'SLU-562': {
    title: 'Something that AWS should have is not there',
    sentence: ({ what, reason }) => `AWS does not know what ${what} needs: ${reason}.`,
    remedy: () => "Check the names of bucket, databases and workgroup in the environment's file.",
    explanation:
      'A bucket, a database, a workgroup or a table that the environment names does not exist in that account and region.',
  },
  'SLU-563': {
    title: 'Files of text on Athena',
    sentence: ({ dataset, format }) =>
      `${dataset} has ${format} files, which are not read on Athena: a cell that does not convert could not be told from one that is null.`,
    remedy: () => 'Write Parquet, or gate this dataset in the local environment.',
    explanation:
      "Rules about CSV and JSON need every cell twice: as its text, and as a value of its type. Athena's readers of these formats give one of them.",
  },
  'SLU-564': {
    title: 'Too many partitions for one write',
    sentence: ({ count, limit }) => `One query of Athena writes at most ${limit} partitions, not ${count}.`,
    remedy: ({ limit }) => `Run shorter windows, of at most ${limit} partitions each.`,
    explanation:
      'INSERT INTO opens at most 100 partitions at once. `sluice run` splits a longer window into several runs; so does a deployed pipeline.',
  },
  'SLU-565': {
    title: 'Statement too long',
    sentence: ({ bytes, limit }) => `A statement has ${bytes} bytes; Athena takes at most ${limit}.`,
    remedy: () => 'Shorten the rule or the query: long lists of values belong into a table.',
    explanation:
      'The fused query is split by itself where it grows too long. One rule, or one candidate query, cannot be split.',
  },
  'SLU-566': {
    title: 'Type that a table cannot hold',
    sentence: ({ column, type }) =>
      `The column ${column} has the type ${type}, which no table of Glue can hold.`,
    remedy: ({ column }) => `Give ${column} another type, for example by CAST in the candidate's SQL.`,
    explanation:
      'Candidates and feature tables on AWS are Hive tables: they know integers up to 64 bits, decimals up to 38 digits, floats, text, booleans, dates, timestamps without a zone, bytes, and lists, maps and structs of these.',
  },
  'SLU-567': {
    title: 'Folder for a candidate is not empty',
    sentence: ({ path, file }) => `The candidate cannot be written to ${path}: ${file} is there already.`,
    remedy: () => 'Run the window again: a new run writes to a new folder.',
    explanation:
      'Every attempt writes to a folder of its own, which is never used twice: files that a failed query left behind would be read as if they were part of the candidate.',
  },
  'SLU-568': {
    title: 'File changed while it was read',
    sentence: ({ file }) => `The file ${file} changed while it was being read.`,
    remedy: () => 'Run again once its writer has ended.',
    explanation:
      'Files are read by the ETag under which they were listed, so that the beginning and the end of a file always are of the same bytes.',
  },
  'SLU-569': {
    title: 'Columns that differ in upper and lower case only',
    sentence: ({ dataset, columns }) =>
      `${dataset} has columns whose names differ in upper and lower case only: ${columns}.`,
    remedy: () => 'Rename one of them.',
    explanation:
      'Names of columns are lower case in Glue, so that the two could not be told apart on Athena.',
  },
  'SLU-570': {
    title: 'Table with partition projection',
    sentence: ({ dataset, table }) =>
      `${dataset} cannot be published to ${table}: the table uses partition projection.`,
    remedy: () => "Take the table's projection.* properties away; Sluice registers its partitions.",
    explanation:
      'With partition projection Athena computes where partitions lie and never looks at their entries in Glue. A publish moves those entries, so it would change nothing for readers.',
  },
  'SLU-571': {
    title: 'Table of another kind',
    sentence: ({ dataset, table, found }) =>
      `${dataset} cannot be published to ${table}: it is ${found}, not an external table of Parquet files.`,
    remedy: () => "Let Sluice create the table, or name another one in the environment's file.",
    explanation:
      'The publisher glue-partition moves the locations of an external Hive table over Parquet files. Views, Iceberg tables and tables of other formats are not read by location.',
  },
  'SLU-572': {
    title: 'Table without a location',
    sentence: ({ dataset, table }) =>
      `${dataset} cannot be published to ${table}: the table has no location.`,
    remedy: () => 'Give the table a location in S3, or let Sluice create it.',
    explanation: 'An external table says where its files lie; partitions lie below it.',
  },
  'SLU-573': {
    title: 'Table with other partition columns',
    sentence: ({ dataset, table, found, expected }) =>
      `${dataset} cannot be published to ${table}: the table is partitioned by ${found}, the contract by ${expected}.`,
    remedy: () => 'Make contract and table agree; partition columns of a table cannot be changed afterwards.',
    explanation:
      'Partitions are found by the values of the partition columns, in their order. Both sides have to mean the same ones.',
  },
  'SLU-574': {
    title: 'Table with partitions that Sluice did not publish',
    sentence: ({ dataset, table, count }) =>
      `${dataset} cannot be published to ${table}: it has ${count} partitions that Sluice never published.`,
    remedy: () => 'Let Sluice create a table of its own, and move readers to it.',
    explanation:
      'A publish shows exactly what the ledger says. Partitions that it does not know would be withdrawn, so a table with partitions of its own is left alone.',
  },
  'SLU-575': {
    title: 'Table of another dataset',
    sentence: ({ dataset, table, found }) =>
      `${dataset} cannot be published to ${table}: that table is where ${found} is published.`,
    remedy: () => 'Rename one of the datasets, or give their domains databases of their own.',
    explanation:
      'A table in Glue is named after its dataset, in lower case and with _ for -, in the database of its domain.',
  },
  'SLU-576': {
    title: 'Table that cannot be created',
    sentence: ({ dataset, table, why }) => `The table ${table} of ${dataset} cannot be created: ${why}.`,
    remedy: () => "Create the table yourself, or give the contract's columns types.",
    explanation:
      "A feature table that is not there yet is created from the contract's columns and their types.",
  },
  'SLU-577': {
    title: 'Table of Lake Formation with another root',
    sentence: ({ dataset, table, location, root }) =>
      `${dataset} cannot be published to ${table}: Lake Formation guards ${location}, and the partitions would lie below ${root}.`,
    remedy: () => 'Give the table a location above the lake, or register the lake with Lake Formation.',
    explanation:
      "Under Lake Formation the partitions of a table have to lie below the table's own location; others are not readable.",
  },
  'SLU-578': {
    title: 'Too many partitions for one publish',
    sentence: ({ dataset, count, limit }) =>
      `${dataset} cannot be published: glue-partition moves at most ${limit} partitions at once, not ${count}.`,
    remedy: ({ limit }) => `Run shorter windows, of at most ${limit} partitions each.`,
    explanation:
      'Glue takes at most 100 partitions in one call. More of them would become visible bit by bit, over several calls.',
  },
  'SLU-579': {
    title: 'Folder with more than was judged',
    sentence: ({ dataset, partition, file }) =>
      `${partition} of ${dataset} cannot be published: ${file} lies in its folder and was not judged.`,
    remedy: () => 'Use `take: copy`, or keep each partition in a folder of its own.',
    explanation:
      'A partition in Glue is a folder: readers see every file that lies in it. So it must hold exactly the files that were judged.',
  },
  'SLU-580': {
    title: 'Glue did not take every partition',
    sentence: ({ dataset, count, first }) =>
      `Glue refused ${count} of the partitions of ${dataset}, the first with ${first}.`,
    remedy: () =>
      'Run again: what was shown is compared with the ledger, and repaired, before anything else.',
    explanation:
      'A batch of partitions is not atomic in Glue: some of it may be done and some not. What readers see was read back, and the publish was closed accordingly.',
  },
  'SLU-582': {
    title: 'Answer that makes no sense',
    sentence: ({ what, reason }) => `The answer of AWS to ${what} makes no sense: ${reason}.`,
    remedy: () => 'Run again; if it lasts, compare the version of sluice with the service.',
    explanation:
      'Something that the service always says was missing, or contradicted itself. To guess what it meant could make a wrong verdict, so nothing follows from it.',
  },
  'SLU-583': {
    title: 'Partitions that Glue cannot tell apart',
    sentence: ({ dataset, partition, other }) =>
      `${dataset} has partitions that are one and the same in Glue: ${partition} and ${other}.`,
    remedy: () =>
      'Write a null where there is no value, or a word of its own; an empty text is neither in Hive.',
    explanation:
      "Glue keeps a partition's values as texts, as Hive does: null and the empty text are both __HIVE_DEFAULT_PARTITION__. One entry would stand for both, and rows of one would be counted as the other's.",
  },
  'SLU-584': {
    title: 'Column that readers of the table could not read',
    sentence: ({ dataset, table, partition, column, type, found }) =>
      `${partition} of ${dataset} cannot be published to ${table}: its column ${column} is ${type}, and the files hold ${found}.`,
    remedy: ({ column, fits }) =>
      fits === undefined
        ? `Write another type, for example by CAST in the candidate's SQL.`
        : `Change the column ${column} of the table to ${fits}, or write another type, for example by CAST in the candidate's SQL.`,
    explanation:
      'Athena reads a Parquet column only through a column of a type that fits it: a double column reads no decimals and no whole numbers, a narrower decimal fails, a varchar(3) cuts. The checks read the files by their own types, so that only readers would have noticed.',
  },
  'SLU-589': {
    title: 'Secret without the address of a webhook',
    sentence: ({ secret }) => `The secret ${secret} does not hold the https address of a Slack webhook.`,
    remedy: () => 'Store the webhook\'s URL in it as plain text, or as {"url": "https://…"}.',
    explanation:
      'The function that passes messages on to Slack reads the address of its webhook from Secrets Manager or from a parameter of Systems Manager. What it found there is no such address; the messages wait in the dead-letter queue.',
  },
  'SLU-581': {
    title: 'Database that is not there',
    sentence: ({ dataset, database }) =>
      `${dataset} cannot be published: there is no Glue database ${database}.`,
    remedy: ({ database }) => `Create ${database}, or name another database in the environment's file.`,
    explanation:
      'Sluice creates tables, never databases: who may read a database is decided where it is made.',
  },
  'SLU-585': {
    title: 'No credentials for AWS',
    sentence: ({ what, reason }) => `There are no credentials for ${what}: ${reason}.`,
    remedy: () =>
      'Sign in (`aws sso login`), or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    explanation:
      'Nothing was asked of AWS. Credentials are taken from where every AWS client takes them: environment variables, a profile, a role; none of them gave any.',
  },
  'SLU-586': {
    title: 'Something lies in another region',
    sentence: ({ what, reason }) => `AWS was asked in the wrong region at ${what}: ${reason}.`,
    remedy: () => "Correct `region` or `lake` in the environment's file: all of it is in one region.",
    explanation:
      'The bucket is there, but not in the region that the environment names. Athena, Glue and the ledger are asked in that region too.',
  },
};
