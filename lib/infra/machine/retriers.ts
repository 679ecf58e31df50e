/** An entry of a state's `Retry`, in the words of the Amazon States Language. */
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
  readonly JitterStrategy: 'FULL' | 'NONE';
}

const retrier = (
  errors: readonly string[],
  intervalSeconds: number,
  maxAttempts: number,
  {
    backoffRate = 2,
    maxDelaySeconds = 300,
    jitter = 'FULL',
  }: { backoffRate?: number; maxDelaySeconds?: number; jitter?: Retrier['JitterStrategy'] } = {},
): Retrier => ({
  ErrorEquals: errors,
  IntervalSeconds: intervalSeconds,
  MaxAttempts: maxAttempts,
  BackoffRate: backoffRate,
  MaxDelaySeconds: maxDelaySeconds,
  JitterStrategy: jitter,
});

/**
 * Of every call of a function, which does no more when it is called twice: Lambda itself was at fault, or the function ran
 * out of time, or a service that it asked was down for longer than its own patience.
 */
export const EACH_CALL: readonly Retrier[] = [
  retrier(
    [
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.TooManyRequestsException',
      'Lambda.ClientExecutionTimeoutException',
    ],
    2,
    6,
  ),
  retrier(['PlatformFailed', 'Sandbox.Timedout', 'Lambda.Unknown', 'States.Timeout'], 20, 2),
];

/**
 * Somebody else's run holds the dataset: it ends, or dies and its lease with it. A backfill lets go between two windows for
 * seconds only, so a run that waits behind one looks every minute, for four hours.
 */
export const OF_LEASE: readonly Retrier[] = [
  retrier(['LeaseHeld'], 60, 240, { backoffRate: 1, maxDelaySeconds: 60, jitter: 'NONE' }),
];

/** Of all windows: those that have ended are passed over, the one that failed is begun as another run. */
export const OF_RUN: readonly Retrier[] = [
  retrier(['QueryFailed', 'PlatformFailed', 'OutcomeUnknown', 'NotCommitted'], 120, 2, {
    maxDelaySeconds: 900,
  }),
];
