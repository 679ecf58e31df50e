import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type Issue, type IssueCode, issue } from '../../core/contract/issue.ts';
import { describeIssue } from '../../core/contract/messages/index.ts';

/** What the ledger in DynamoDB throws: always with an issue that says what to do. 2: the user can mend it; 3: the service failed. */
export class LedgerError extends Error {
  readonly issue: Issue;
  readonly exitCode: 2 | 3;

  constructor(found: Issue, exitCode: 2 | 3, options?: ErrorOptions) {
    super(describeIssue(found).sentence, options);
    this.name = 'LedgerError';
    this.issue = found;
    this.exitCode = exitCode;
  }
}

export function ledgerError(
  code: IssueCode,
  params: Readonly<Record<string, string>>,
  cause?: unknown,
): LedgerError {
  return new LedgerError(issue(code, params), code === 'SLU-518' ? 3 : 2, { cause });
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const REFUSED: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'IncompleteSignatureException',
  'MissingAuthenticationTokenException',
  'ExpiredTokenException',
  'CredentialsProviderError',
]);

/** An error of the service, or of the way to it, in words. */
export function wordedError(cause: unknown, table: string): unknown {
  if (cause instanceof LedgerError || !(cause instanceof Error)) return cause;
  if (cause.name === 'ResourceNotFoundException') return ledgerError('SLU-516', { table }, cause);
  const reason = (cause.message || cause.name).replace(/\.$/, '');
  return ledgerError(REFUSED.has(cause.name) ? 'SLU-517' : 'SLU-518', { table, reason }, cause);
}

const TRANSIENT: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
  'ThrottlingException',
  'ThrottlingError',
  'ThrottledException',
  'TooManyRequestsException',
  'TransactionConflictException',
  'TransactionConflict',
  'TransactionInProgressException',
  'InternalServerError',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'TimeoutError',
  'RequestTimeout',
  'RequestTimeoutException',
]);

const BROKEN_WAY: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/**
 * Whether the same request may be sent again: it was refused for now, or its answer was lost. Whether it is safe to send
 * again is the caller's part: every request of the ledger is.
 */
export function isTransient(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  if (cause instanceof TransactionCanceledException) return isRefusedForNow(cause);
  const { code, $metadata } = cause as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  return (
    TRANSIENT.has(cause.name) ||
    (typeof code === 'string' && BROKEN_WAY.has(code)) ||
    ($metadata?.httpStatusCode ?? 0) >= 500
  );
}

/** Somebody wrote the same rows at that moment, or it was too much at once; no condition and no rule was broken. */
function isRefusedForNow({ CancellationReasons = [] }: TransactionCanceledException): boolean {
  const codes = CancellationReasons.map((r) => r.Code ?? 'None').filter((code) => code !== 'None');
  return codes.length > 0 && codes.every((code) => TRANSIENT.has(code));
}
