import { PlatformError, platformError } from '../../core/contract/platform-error.ts';

const REFUSED =
  /AccessDenied|Forbidden|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|ExpiredToken|InvalidAccessKeyId|InvalidClientTokenId|NotAuthorized|KMSAccessDenied/;
const NO_CREDENTIALS = /^(CredentialsProviderError|TokenProviderError)$/;
const ELSEWHERE = /^(PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException)$/;
const MISSING = /^(NoSuchBucket|EntityNotFoundException|ResourceNotFoundException)$/;

/** An error of a service, or of the way to it, in words; `what` is what was being done. Ours pass through. */
export function worded(cause: unknown, what: string): unknown {
  if (!(cause instanceof Error) || cause instanceof PlatformError) return cause;
  const reason = reasonOf(cause);
  if (NO_CREDENTIALS.test(cause.name)) return platformError('SLU-585', { what, reason }, cause);
  if (ELSEWHERE.test(cause.name) || statusOf(cause) === 301)
    return platformError('SLU-586', { what, reason }, cause);
  if (REFUSED.test(cause.name) || statusOf(cause) === 403)
    return platformError('SLU-560', { what, reason }, cause);
  if (MISSING.test(cause.name)) return platformError('SLU-562', { what, reason }, cause);
  if (isOfService(cause) || isTransient(cause)) return platformError('SLU-561', { what, reason }, cause);
  return cause;
}

/** Words whatever `act` throws. */
export async function wording<T>(what: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw worded(cause, what);
  }
}

const TRANSIENT =
  /Throttl|TooManyRequests|RequestLimitExceeded|ProvisionedThroughput|SlowDown|BandwidthLimit|LimitExceededRetry|ConditionalRequestConflict|InternalServer|InternalService|InternalError|InternalFailure|TransactionConflict|TransactionInProgress|ServiceUnavailable|OperationTimeout|RequestTimeout|TimeoutError|RequestTimeTooSkewed/;

const BROKEN_WAY: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'UND_ERR_SOCKET',
]);

/** Whether what goes by this name passes by itself. */
export const isTransientName = (name: string): boolean => TRANSIENT.test(name);

/** Refused for now, or the answer was lost. Whether it is safe to send again is the caller's part. */
export function isTransient(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return (
    isTransientName(cause.name) ||
    isTransientName(code) ||
    BROKEN_WAY.has(code) ||
    statusOf(cause) >= 500 ||
    statusOf(cause) === 429 ||
    // bytes that are not those that were written may have changed on their way here
    /socket hang up|aborted|^checksum mismatch/i.test(cause.message) ||
    // an answer that was cut off: the client could not read it
    cause instanceof SyntaxError
  );
}

/** The HTTP status that came with it, 0 without one. */
export function statusOf(cause: unknown): number {
  if (!(cause instanceof Error) || !('$metadata' in cause)) return 0;
  const { $metadata } = cause;
  if (typeof $metadata !== 'object' || $metadata === null || !('httpStatusCode' in $metadata)) return 0;
  return Number($metadata.httpStatusCode ?? 0);
}

export const nameOf = (cause: unknown): string => (cause instanceof Error ? cause.name : '');

/** Without its full stop: it stands inside a sentence. */
export const reasonOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return String(cause);
  const text = cause.message.trim().replace(/\s+/g, ' ').replace(/\.+$/, '');
  return text === '' || text === 'UnknownError' ? cause.name : text;
};

const isOfService = (cause: Error): boolean => '$metadata' in cause || '$fault' in cause;
