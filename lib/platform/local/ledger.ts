import type { DatabaseSync } from 'node:sqlite';
import type { Conflict, FactQuery, Ledger } from '../../core/ports.ts';
import type { DatasetState, Fact, Intent, Pointer, Receipt } from '../../core/publish/facts.ts';
import { intentFact, nextEpoch } from '../../core/publish/intent.ts';
import { receiptFact } from '../../core/publish/receipt.ts';
import { partitionKey } from '../../core/values/partition.ts';
import { sqliteError } from './errors.ts';
import { openLedgerFile } from './ledger-file.ts';
import { releaseLease, renewLease, takeLease } from './ledger-leases.ts';
import {
  factOf,
  type Head,
  headOf,
  pkOf,
  pointerSk,
  type Row,
  STATE,
  selectFacts,
  skOf,
  stateOf,
} from './ledger-rows.ts';

export interface LedgerOptions {
  /** `read` makes no file; the default is `write`. */
  readonly mode?: 'read' | 'write';
  /** Milliseconds since 1970, for leases and the times of closed intents. */
  readonly now?: () => number;
}

/** The ledger in one SQLite file. Every write is one `BEGIN IMMEDIATE` transaction, so writers of any number of processes take turns. */
export function openLedger(file: string, { mode = 'write', now = Date.now }: LedgerOptions = {}): Ledger {
  const db = openLedgerFile(file, mode);
  const worded = async <T>(act: () => T): Promise<T> => {
    try {
      return act();
    } catch (cause) {
      throw sqliteError(cause, file);
    }
  };
  const write = <T>(act: () => T): Promise<T> => worded(() => inTransaction(db, act));
  const time = () => new Date(now()).toISOString();

  return {
    lease: (key, owner, ttlMs) => write(() => takeLease(db, { key, owner, ttlMs }, now())),
    renew: (lease, ttlMs) => write(() => renewLease(db, lease, ttlMs, now())),
    release: (lease) => write(() => releaseLease(db, lease)),
    append: (facts) => (facts.length === 0 ? Promise.resolve() : write(() => insertFacts(db, facts))),
    query: (query) => readFacts(db, query, worded),
    state: (dataset) => worded(() => inSnapshot(db, () => readState(db, dataset))),
    datasets: () => worded(() => readDatasets(db)),
    openIntents: (dataset) =>
      worded(() => [readHead(db, dataset)?.open].filter((intent) => intent !== null && intent !== undefined)),
    open: (intent) => write(() => openIntent(db, intent)),
    commit: (intent, receipts) => write(() => commitIntent(db, intent, receipts, time())),
    abandon: (intent, why) => write(() => abandonIntent(db, intent, why, time())),
    close: () => worded(() => (db.isOpen ? db.close() : undefined)),
  };
}

function inTransaction<T>(db: DatabaseSync, act: () => T, begin = 'BEGIN IMMEDIATE'): T {
  db.exec(begin);
  try {
    const result = act();
    db.exec('COMMIT');
    return result;
  } catch (cause) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw cause;
  }
}

/** Several reads that see one and the same state. */
const inSnapshot = <T>(db: DatabaseSync, act: () => T): T => inTransaction(db, act, 'BEGIN');

function insertFacts(db: DatabaseSync, facts: readonly Fact[]): void {
  const insert = db.prepare(
    'INSERT INTO facts (pk, sk, kind, partition, id, time, body) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  for (const fact of facts) {
    const { kind, dataset, partition, id, time, body } = fact;
    insert.run(pkOf(dataset), skOf(fact), kind, partition, id, time, JSON.stringify(body));
  }
}

const PAGE = 500;

/** In pages, so that a reader who stops early has read little, and none is held open while the caller works. */
async function* readFacts(
  db: DatabaseSync,
  query: FactQuery,
  worded: <T>(act: () => T) => Promise<T>,
): AsyncGenerator<Fact> {
  const { where, params, order } = selectFacts(query);
  const after = query.order === 'newest' ? '(time, seq) < (?, ?)' : '(time, seq) > (?, ?)';
  let left = query.limit ?? Number.POSITIVE_INFINITY;
  let last: Row | undefined;
  while (left > 0) {
    const size = Math.min(PAGE, left);
    const page = await worded((): Row[] => {
      const more = last === undefined ? '' : `AND ${after}`;
      const statement = db.prepare(
        `SELECT * FROM facts WHERE ${where} ${more} ORDER BY ${order} LIMIT ${size}`,
      );
      return statement.all(...params, ...(last === undefined ? [] : [String(last.time), Number(last.seq)]));
    });
    for (const row of page) yield factOf(row);
    left -= page.length;
    last = page.at(-1);
    if (page.length < size) return;
  }
}

function readHeadRow(db: DatabaseSync, dataset: string): Row | undefined {
  return db
    .prepare('SELECT CAST(epoch AS TEXT) AS epoch, body FROM heads WHERE pk = ? AND sk = ?')
    .get(pkOf(dataset), STATE);
}

function readHead(db: DatabaseSync, dataset: string): Head | undefined {
  const row = readHeadRow(db, dataset);
  return row && headOf(row);
}

function readState(db: DatabaseSync, dataset: string): DatasetState {
  const pointers = db
    .prepare(`SELECT body FROM heads WHERE pk = ? AND sk >= 'POINTER#' AND sk < 'POINTER$' ORDER BY sk`)
    .all(pkOf(dataset));
  return stateOf(dataset, readHeadRow(db, dataset), pointers);
}

function readDatasets(db: DatabaseSync): readonly string[] {
  const rows = db.prepare('SELECT pk FROM heads UNION SELECT pk FROM facts ORDER BY pk').all();
  return rows.map((row) => String(row.pk).slice(pkOf('').length));
}

function writeHead(db: DatabaseSync, dataset: string, epoch: string, head: Head): void {
  db.prepare('INSERT OR REPLACE INTO heads (pk, sk, epoch, body) VALUES (?, ?, ?, ?)').run(
    pkOf(dataset),
    STATE,
    BigInt(epoch),
    JSON.stringify(head),
  );
}

function openIntent(db: DatabaseSync, intent: Intent): 'opened' | Conflict {
  const row = readHeadRow(db, intent.dataset);
  const head = row ? headOf(row) : { projection: null, open: null };
  const epoch = row ? String(row.epoch) : '0';
  if (head.open?.intentId === intent.intentId) return 'opened';
  if (head.open) {
    return { conflict: 'openIntent', message: `another publish is open (run ${head.open.runId})` };
  }
  if (epoch !== intent.expectedEpoch) {
    return {
      conflict: 'epoch',
      message: `another run moved first (epoch ${epoch}, expected ${intent.expectedEpoch})`,
    };
  }
  writeHead(db, intent.dataset, epoch, { ...head, open: intent });
  insertFacts(db, [intentFact(intent, 'open', intent.openedAt)]);
  return 'opened';
}

/** Whether this very intent is the open one, at its epoch. */
function conflictOf(db: DatabaseSync, intent: Intent): Conflict | undefined {
  const row = readHeadRow(db, intent.dataset);
  if (!row || headOf(row).open?.intentId !== intent.intentId) {
    return { conflict: 'notOpen', message: 'the intent is not open any more' };
  }
  return String(row.epoch) === intent.expectedEpoch
    ? undefined
    : { conflict: 'epoch', message: `another run moved first (epoch ${row.epoch})` };
}

function commitIntent(
  db: DatabaseSync,
  intent: Intent,
  receipts: readonly Receipt[],
  time: string,
): 'moved' | Conflict {
  const conflict = conflictOf(db, intent);
  if (conflict) return conflict;
  const { dataset } = intent;
  const epoch = nextEpoch(intent.expectedEpoch);
  const put = db.prepare('INSERT OR REPLACE INTO heads (pk, sk, epoch, body) VALUES (?, ?, ?, ?)');
  const remove = db.prepare('DELETE FROM heads WHERE pk = ? AND sk = ?');
  for (const { partition, snapshotId, receiptId, manifest } of receipts) {
    const sk = pointerSk(partitionKey(partition));
    if (snapshotId === null || manifest === null) {
      remove.run(pkOf(dataset), sk);
    } else {
      const pointer: Pointer = { dataset, partition, snapshotId, epoch, receiptId, manifest };
      put.run(pkOf(dataset), sk, BigInt(epoch), JSON.stringify(pointer));
    }
  }
  writeHead(db, dataset, epoch, { projection: intent.projection.after, open: null });
  insertFacts(db, [intentFact(intent, 'committed', time), ...receipts.map(receiptFact)]);
  return 'moved';
}

function abandonIntent(db: DatabaseSync, intent: Intent, why: string, time: string): 'abandoned' | Conflict {
  const conflict = conflictOf(db, intent);
  if (conflict) return conflict;
  const head = readHead(db, intent.dataset);
  writeHead(db, intent.dataset, nextEpoch(intent.expectedEpoch), {
    projection: head?.projection ?? null,
    open: null,
  });
  insertFacts(db, [intentFact(intent, 'abandoned', time, why)]);
  return 'abandoned';
}
