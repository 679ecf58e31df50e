import type { QueryExecution } from '@aws-sdk/client-athena';
import type { QueryState } from '../../../core/ports.ts';

type Failed = Extract<QueryState, { state: 'failed' }>;

/** https://docs.aws.amazon.com/athena/latest/ug/error-reference.html */
const USER = 2;

/**
 * Errors that the engine calls the user's and that no statement causes: files that cannot be read, a table that was
 * taken away, permissions, and quotas of memory or time.
 */
const OF_PLATFORM =
  /^(HIVE_|ICEBERG_|S3_|EXCEEDED_|PERMISSION_DENIED|TABLE_NOT_FOUND|SCHEMA_NOT_FOUND|CATALOG_NOT_FOUND|GENERIC_|ABANDONED_|ADMINISTRATIVELY_|QUERY_QUEUE_FULL|TOO_MANY_REQUESTS|CLUSTER_|NO_NODES|INTERNAL_|TRANSACTION_)/;
const REFUSED =
  /access ?denied|insufficient permissions|not authorized|NoSuchBucket|rate exceeded|slow ?down/i;
const CUT_OFF = /bytes scanned limit|BytesScannedCutoff|data usage control/i;
const TOO_MANY_FOLDERS = /HIVE_TOO_MANY_OPEN_PARTITIONS|Exceeded limit of \d+ open writers/;
/** The value follows as the hexadecimal digits of its UTF-8, two and two. */
const UNWRITABLE_VALUE = /only contain printable ASCII(?:.*Invalid value: ([0-9A-F]{2}(?: [0-9A-F]{2})*))?/i;

/** Whose fault it is that a query ended without an answer. In doubt the platform's: then no verdict follows. */
export function failureOf({ Status, WorkGroup }: QueryExecution): Failed {
  const { State, StateChangeReason, AthenaError } = Status ?? {};
  const reason = shorten(StateChangeReason ?? AthenaError?.ErrorMessage ?? 'Athena gave no reason');
  if (CUT_OFF.test(reason)) {
    const group = WorkGroup === undefined ? 'the workgroup' : `the workgroup ${WorkGroup}`;
    return platform(`it read more bytes than ${group} allows for one query, and was cancelled`);
  }
  if (State === 'CANCELLED') return platform(`it was cancelled: ${reason}`);
  if (TOO_MANY_FOLDERS.test(reason)) {
    return statement('it writes more than 100 partitions, which Athena does not do in one query');
  }
  const unwritable = UNWRITABLE_VALUE.exec(reason);
  if (unwritable !== null) return statement(`it writes ${textOf(unwritable[1])} ${ONLY_ASCII}`);
  const isUsers = AthenaError?.ErrorCategory === USER && AthenaError.Retryable !== true;
  return isUsers && !isOfPlatform(reason) ? statement(reason) : platform(reason);
}

const ONLY_ASCII =
  'as the value of a partition, and Athena writes partitions of printable ASCII characters only';

const textOf = (digits = ''): string =>
  digits === '' ? 'a text' : JSON.stringify(Buffer.from(digits.replaceAll(' ', ''), 'hex').toString('utf8'));

/**
 * The engine's own name of an error stands first, where there is one. What follows is no evidence: a mistyped column is "not
 * found, or requester is not authorized".
 */
function isOfPlatform(reason: string): boolean {
  return /^[A-Z][A-Z0-9_]+:/.test(reason) ? OF_PLATFORM.test(reason) : REFUSED.test(reason);
}

const platform = (message: string): Failed => ({ state: 'failed', cause: 'platform', message });
const statement = (message: string): Failed => ({ state: 'failed', cause: 'statement', message });

/** One line of at most so many characters, without its full stop. */
const MOST = 500;
const shorten = (text: string): string => text.trim().replace(/\s+/g, ' ').replace(/\.+$/, '').slice(0, MOST);
