import type { DatabaseSync } from 'node:sqlite';
import { platformError } from '../../core/contract/platform-error.ts';

/** "SLUC": tells a ledger from the database of another program. */
const APPLICATION_ID = 0x534c5543;

/**
 * Each raises `user_version` by one, and none is ever changed after a release. Rows have the keys that they
 * have in DynamoDB: `pk = DS#<dataset>`, `sk = <KIND>#<partition>#<time>#<id>`. `seq` keeps the order of what
 * happened in the same millisecond.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE facts (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    pk TEXT NOT NULL,
    sk TEXT NOT NULL,
    kind TEXT NOT NULL,
    partition TEXT NOT NULL,
    id TEXT NOT NULL,
    time TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (pk, sk)
  ) STRICT;
  CREATE UNIQUE INDEX facts_once ON facts (pk, kind, partition, id) WHERE kind <> 'run';
  CREATE INDEX facts_by_time ON facts (pk, kind, time, seq);
  CREATE INDEX facts_by_partition ON facts (pk, kind, partition, time, seq);
  CREATE INDEX facts_by_id ON facts (kind, id);

  CREATE TABLE heads (
    pk TEXT NOT NULL,
    sk TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (pk, sk)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE leases (
    pk TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    until_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  ALTER TABLE leases ADD COLUMN machine TEXT;
  ALTER TABLE leases ADD COLUMN pid INTEGER;
  `,
];

export const LEDGER_VERSION = MIGRATIONS.length;

/** What the file is, before anything is written to it. Throws for a newer ledger and for a foreign database. */
export function ledgerVersionOf(db: DatabaseSync, file: string): number {
  const found = numberOf(db, 'PRAGMA user_version');
  const tables = numberOf(db, 'SELECT count(*) FROM sqlite_schema');
  const ours = numberOf(db, 'PRAGMA application_id') === APPLICATION_ID;
  if (!ours && (tables > 0 || found > 0)) throw platformError('SLU-511', { file });
  if (found > LEDGER_VERSION) {
    throw platformError('SLU-510', { file, found: String(found), known: String(LEDGER_VERSION) });
  }
  return found;
}

/** Brings the schema up to date in one transaction; two processes at once do it once. */
export function migrate(db: DatabaseSync, file: string): void {
  if (ledgerVersionOf(db, file) === LEDGER_VERSION) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    const from = ledgerVersionOf(db, file);
    for (const [i, sql] of MIGRATIONS.entries()) if (i >= from) db.exec(sql);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${LEDGER_VERSION}`);
    db.exec('COMMIT');
  } catch (cause) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw cause;
  }
}

function numberOf(db: DatabaseSync, sql: string): number {
  const row = db.prepare(sql).get();
  const [value] = Object.values(row ?? {});
  return Number(value ?? 0);
}
