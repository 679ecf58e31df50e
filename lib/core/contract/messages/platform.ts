import type { Catalogue } from './catalogue.ts';

/** SLU-5xx. 50x the law, 51x the ledger, 52x files, 53x the local publisher, 54x rollback. */
export const platformMessages: Catalogue = {
  'SLU-501': {
    title: 'Another run holds the dataset',
    sentence: ({ dataset, by, until }) => `Another run (${by}) holds the lease of ${dataset} until ${until}.`,
    remedy: () => 'Wait until it has ended. The lease of a run that died is free by itself.',
    explanation:
      'One run at a time works on a dataset. The lease is renewed while the run works and expires after it died, so nobody has to release it by hand.',
  },
  'SLU-502': {
    title: 'Nothing was published',
    sentence: ({ dataset, why }) => `Nothing of ${dataset} was published: ${why}.`,
    remedy: () => 'Readers see what they saw before. Run again once the reason is gone.',
    explanation:
      'The publish was given up before any pointer moved, and what readers see was read back to make sure. The judgements stay on record, so the next run only has to publish.',
  },
  'SLU-503': {
    title: 'It is not known yet whether the publish happened',
    sentence: ({ dataset, why }) => `It is not known whether the publish of ${dataset} happened: ${why}.`,
    remedy: () => 'Delete nothing and undo nothing; run the same command again later, and it will find out.',
    explanation:
      'An answer was lost at a moment when both outcomes are possible, and reading back failed as well. A blind repetition or a clean-up could destroy live data, so neither is done. The intent is on record; the next run reads what readers see and closes it forward or back.',
  },
  'SLU-504': {
    title: 'Readers saw something else than was published',
    sentence: ({ dataset, what }) =>
      `Readers of ${dataset} saw something else than was published (${what}); it was repaired.`,
    remedy: () =>
      'Find out who changes files or links below lake/ by hand; publish and roll back with sluice alone.',
    explanation:
      'The ledger says which snapshot readers should see. The published folder showed another one while no publish was under way, so somebody or something else changed it. It was built again from the pointers.',
  },
  'SLU-505': {
    title: 'Readers see something else than was published',
    sentence: ({ dataset, what, why }) =>
      `Readers of ${dataset} see something else than was published (${what}), and it could not be repaired: ${why?.replace(/\.$/, '')}.`,
    remedy: () =>
      'Restore the files, or publish the partition again: a run whose window holds it writes it anew, and a rollback of it shows an older snapshot. Until then nothing else is published.',
    explanation:
      'The published folder differs from what the ledger says, and the right files are no longer found anywhere byte for byte. Readers may be reading wrong data now.',
  },
  'SLU-506': {
    title: 'Ledger and lake do not belong together',
    sentence: ({ dataset, seen }) =>
      `The lake shows ${dataset} (${seen}), but this ledger has never published it.`,
    remedy: () =>
      'Put the ledger back that belongs to this lake; or move the link in lake/ away to start anew.',
    explanation:
      'The ledger was deleted or replaced, or the environment points at the wrong one. To repair the lake after such a ledger would withdraw everything that was published, so nothing is done.',
  },
  'SLU-510': {
    title: 'Ledger of a newer version',
    sentence: ({ file, found, known }) =>
      `The ledger ${file} was written by a newer sluice (schema ${found}; this one knows ${known}).`,
    remedy: () => 'Update sluice to at least the version that last wrote the ledger.',
    explanation:
      'An older program would not keep the rules that a newer one relies upon. The ledger was not touched.',
  },
  'SLU-511': {
    title: 'Not a ledger',
    sentence: ({ file }) => `The file ${file} is not a ledger of sluice.`,
    remedy: () => 'Move the file away, or put the ledger back from a backup.',
    explanation:
      'The file at the place of the ledger is no SQLite database, or the database of another program. It was not touched.',
  },
  'SLU-512': {
    title: 'Ledger cannot be opened',
    sentence: ({ file, reason }) => `The ledger ${file} cannot be opened: ${reason}.`,
    remedy: () => 'Check that its folder exists, is a folder, and that this user may write in it.',
    explanation:
      'The ledger is a SQLite database in WAL mode: two further files lie beside it while it is in use, so its folder has to be writable too.',
  },
  'SLU-513': {
    title: 'Ledger is damaged',
    sentence: ({ file, reason }) => `The ledger ${file} is damaged: ${reason}.`,
    remedy: () => 'Put the ledger back from a backup, or save what is left with `sqlite3 LEDGER .recover`.',
    explanation:
      'SQLite found pages that contradict each other. What was published stays readable; nothing was changed.',
  },
  'SLU-514': {
    title: 'Ledger is busy',
    sentence: ({ file }) => `The ledger ${file} was locked by another process for too long.`,
    remedy: () => 'Run again; if it lasts, see which process has the file open.',
    explanation:
      'Writers take turns, each for milliseconds. To wait for many seconds means that a process is stopped in the middle, or that the ledger lies on a network file system.',
  },
  'SLU-515': {
    title: 'Ledger failed',
    sentence: ({ file, reason }) => `The ledger ${file} failed: ${reason}.`,
    remedy: () => 'Check the disk, then run again: the run goes on where it stopped.',
    explanation:
      'SQLite reported an error of the system below it. A transaction that was under way did not happen.',
  },
  'SLU-516': {
    title: 'No table for the ledger',
    sentence: ({ table }) => `There is no DynamoDB table ${table} for the ledger.`,
    remedy: () =>
      'Check the name of the table, the region and the account of the environment, or deploy it first.',
    explanation:
      'The ledger of an environment on AWS is one DynamoDB table, which its deployment makes. A run never makes one: a new and empty ledger beside a lake that is in use would be taken for the truth.',
  },
  'SLU-517': {
    title: 'Ledger on AWS is damaged',
    sentence: ({ table, dataset, row }) =>
      `The ledger in the DynamoDB table ${table} is damaged: ${row} of ${dataset} is not what was written.`,
    remedy: () =>
      'Put the table back from a point in time before somebody changed it; nobody but sluice may write it.',
    explanation:
      'A row is missing that another one names, or its bytes do not have the SHA-256 under which they were written. Sluice never changes or removes such a row, so somebody else did.',
  },
  'SLU-520': {
    title: 'Disk full',
    sentence: ({ file }) => `The disk is full: ${file} could not be written.`,
    remedy: () => 'Make room (`sluice gc` removes old versions and candidates), then run again.',
    explanation:
      'Nothing half-written is visible: files get their name, and versions their link, only after they are whole.',
  },
  'SLU-521': {
    title: 'No permission',
    sentence: ({ file }) => `This user may not read or write ${file}.`,
    remedy: () => 'Grant this user access to it, or choose another place.',
    explanation:
      'The operating system refused access. For writing, the folder has to be writable as well as the file.',
  },
  'SLU-522': {
    title: 'File system is read-only',
    sentence: ({ file }) => `${file} cannot be written: its file system is read-only.`,
    remedy: () => 'Choose a root on a file system that can be written.',
    explanation: 'Candidates, versions and the ledger are written below the root of the lake.',
  },
  'SLU-523': {
    title: 'No such file',
    sentence: ({ file }) => `There is no file or folder ${file}.`,
    remedy: () => 'Check the path; relative paths count from the root of the lake.',
    explanation: 'The file does not exist, or was removed while it was read.',
  },
  'SLU-524': {
    title: 'File where a folder is expected, or the reverse',
    sentence: ({ file, reason }) => `${file} cannot be used: ${reason}.`,
    remedy: () => 'Move away what stands in the way.',
    explanation:
      'A part of the path is a file where a folder is needed, or something of that name is there already.',
  },
  'SLU-525': {
    title: 'Name too long',
    sentence: ({ file }) => `The file system does not take a name as long as that of ${file}.`,
    remedy: () => 'Shorten the partition value, or use another partition column.',
    explanation:
      'Partition values become folder names, percent-encoded; most file systems allow 255 bytes for one name.',
  },
  'SLU-526': {
    title: 'Reading or writing failed',
    sentence: ({ file, reason }) => `Reading or writing ${file} failed: ${reason}.`,
    remedy: () => 'Check the disk, then run again: the run goes on where it stopped.',
    explanation:
      'The operating system reported an error that is neither a missing file nor a missing permission.',
  },
  'SLU-527': {
    title: 'Path outside the lake',
    sentence: ({ file }) => `The path ${file} leads out of the root of the lake, so it is not written.`,
    remedy: () => 'Use a path below the root.',
    explanation: 'Files are read from anywhere, but written and removed only below the root of the lake.',
  },
  'SLU-528': {
    title: 'A link to a folder among data files',
    sentence: ({ path }) => `${path} is a link to a folder, which is not followed.`,
    remedy: () =>
      'Put the folder itself there, or take the link away (a name that begins with _ or . is passed over).',
    explanation:
      'A link to a folder may lead anywhere, or in circles. Leaving it out without a word would leave out its rows as well.',
  },
  'SLU-530': {
    title: 'Something else lies where the dataset is published',
    sentence: ({ dataset, path, found }) =>
      `${dataset} cannot be published: ${path} is ${found}, not a link of sluice.`,
    remedy: ({ path }) => `Move ${path} away; its data can be gated by a pipeline that reads it.`,
    explanation:
      "Locally, the published dataset is a symbolic link to a version folder. A real folder, a file or a foreign link in its place is somebody's data and is never replaced.",
  },
  'SLU-531': {
    title: 'Name that cannot be a dataset',
    sentence: ({ dataset }) => `"${dataset}" cannot be the name of a dataset.`,
    remedy: () =>
      'Use <domain>/<name> of letters, digits, _ and -, each part beginning with a letter or a digit.',
    explanation:
      'The name of a dataset becomes folders and keys on every platform, so it keeps to what all of them allow.',
  },
  'SLU-532': {
    title: 'Candidate changed after it was judged',
    sentence: ({ dataset, partition, file }) =>
      `The file ${file} of ${dataset}, ${partition}, is not the one that was judged any more.`,
    remedy: () =>
      'Run the window again; let nothing but sluice write below .sluice/runs, and with take: inPlace the job only before the run.',
    explanation:
      'What was audited is what is published: files are pinned by their content and compared before they become visible. This one changed, or is gone.',
  },
  'SLU-533': {
    title: 'Published file lost',
    sentence: ({ dataset, partition, file }) =>
      `The published file ${file} of ${dataset}, ${partition}, is changed or gone, and no copy is left.`,
    remedy: () => 'Run the window of that partition again, or roll the partition back.',
    explanation:
      'A new version carries over every partition that does not move, file by file, each compared by content. A file that is not found as it was published is not carried over, because readers would see what nobody judged.',
  },
  'SLU-534': {
    title: 'Link changed by somebody else',
    sentence: ({ dataset, expected, found }) =>
      `The link of ${dataset} was changed by somebody else meanwhile: it shows ${found} instead of ${expected}.`,
    remedy: () => 'Run again: the next run repairs it.',
    explanation:
      'The link is compared just before it is replaced, so that a newer publish is never overwritten.',
  },
  'SLU-535': {
    title: 'Ledger is older than the lake',
    sentence: ({ dataset, version }) =>
      `Version ${version} of ${dataset} was made already, by a publish that this ledger does not know.`,
    remedy: () => 'Put the newest ledger back that belongs to this lake.',
    explanation:
      'Every publish uses up an epoch, and a version is never made twice. A version from the future means that the ledger was put back from an older copy.',
  },
  'SLU-536': {
    title: 'Two files in one place',
    sentence: ({ dataset, path, what }) =>
      `${dataset} cannot be published: two ${what} would lie at ${path}.`,
    remedy: () =>
      'Give every file of a partition a name of its own; use null or the empty text as a partition value, not both.',
    explanation:
      'Hive folders write null and the empty text the same way, and a version folder holds all files of a partition side by side.',
  },
  'SLU-537': {
    title: 'Dataset is not published',
    sentence: ({ dataset }) => `${dataset} is not published here.`,
    remedy: () => 'Run its pipeline first; `sluice status` lists what is published.',
    explanation: 'There is no link of that name in lake/.',
  },
  'SLU-540': {
    title: 'Nothing to roll back',
    sentence: ({ dataset, what }) => `There is nothing to roll back in ${dataset}: ${what}.`,
    remedy: () => '`sluice history` lists what was published, and when.',
    explanation: 'A rollback moves pointers to what an older receipt made visible. None applies here.',
  },
  'SLU-541': {
    title: 'Rollback would lose something newer',
    sentence: ({ dataset, partition, receipts }) =>
      `Rolling back ${partition} of ${dataset} would also undo what was published later: ${receipts}.`,
    remedy: () =>
      'Roll back to the previous snapshot only, or say that the newer ones are to be lost as well.',
    explanation:
      'A rollback undoes one publish. Where others came after it, whoever asks may not know of them, so they have to be given up explicitly. Nothing is deleted: every one of them can be published again.',
  },
  'SLU-542': {
    title: 'No such receipt',
    sentence: ({ dataset, receipt }) => `${dataset} has no receipt ${receipt}.`,
    remedy: () => '`sluice history` lists the receipts.',
    explanation: 'A rollback cites the receipt that it returns to.',
  },
  'SLU-543': {
    title: 'Older snapshot not on record',
    sentence: ({ dataset, partition, snapshot }) =>
      `The ledger has no manifest of the older snapshot ${snapshot} of ${partition} of ${dataset}.`,
    remedy: () => 'Roll back to a receipt that `sluice history` shows with files.',
    explanation:
      'The manifest says which files a snapshot consists of; without it the snapshot cannot be shown again.',
  },
  'SLU-550': {
    title: 'Nothing to approve',
    sentence: ({ dataset, partition, why }) => `${partition} of ${dataset} cannot be approved: ${why}.`,
    remedy: () => 'Approve what `sluice show RUN` lists as rejected or held back, or run the window again.',
    explanation:
      'An approval publishes exactly the files that a run judged. A partition without files has nothing to publish; files that changed since were never judged; and what readers see already needs no approval.',
  },
  'SLU-551': {
    title: 'A table that is gated already',
    sentence: ({ dataset, count }) =>
      `${dataset} cannot be adopted: readers see ${count} partitions of it already.`,
    remedy: () => 'Run its pipeline; to bring older data in, gate it with candidate.location.',
    explanation:
      'Adopting is how a table begins: what lies there becomes its first snapshots, without a decision of the gate.',
  },
  'SLU-545': {
    title: 'Going back would withdraw a partition',
    sentence: ({ dataset, partition }) =>
      `${partition} of ${dataset} has no earlier snapshot: going back takes it out of what readers see.`,
    remedy: () => 'Add --withdraw if that is meant.',
    explanation:
      'Before its first publish a partition was not there at all. Readers may depend on it by now, so it is taken away only when told so.',
  },
  'SLU-546': {
    title: 'The beginning of several ids',
    sentence: ({ what, prefix, ids }) => `"${prefix}" begins several ${what}: ${ids}.`,
    remedy: () => 'Give more of the id.',
    explanation: 'Ids of runs and receipts may be shortened as long as only one begins like that.',
  },
  'SLU-544': {
    title: 'Files of the older snapshot are gone',
    sentence: ({ dataset, partition, files }) =>
      `The older snapshot of ${partition} of ${dataset} cannot be shown again: gone or changed are ${files}.`,
    remedy: () => 'Restore the files, roll back to another receipt, or run the window again.',
    explanation:
      'Old versions are kept until `sluice gc` collects them; after that only a new run can bring the data back.',
  },
};
