import { type Probe, problem, warning } from '../../../core/environment/probe.ts';
import { nameOf, reasonOf, worded } from '../errors.ts';
import type { Pace } from '../pace.ts';
import { type RetryPolicy, retrying } from '../retry.ts';

/** A person waits for the answer: what is down is said after seconds. */
const RETRIES: RetryPolicy = { tries: 4, baseMs: 200, capMs: 1_000 };

export interface Question {
  /** The part of the deployment. */
  readonly about: string;
  /** The permission that it needs: `glue:GetDatabase`. */
  readonly action: string;
  /** Only this look needs it: where it is denied, that is no more than a warning. */
  readonly optional?: boolean;
}

const DENIED = /AccessDenied|AuthorizationError|NotAuthorized|^Forbidden$/;
const UNKNOWN_OPERATION = /UnknownOperation|NotImplemented|UnsupportedOperation/;

/**
 * Asks AWS about one part. A permission that is lacking, and a service that does not answer, are findings like any other;
 * without credentials that AWS accepts nothing can be asked at all, which is thrown as PlatformError.
 */
export async function asking(
  { about, action, optional = false }: Question,
  pace: Pace,
  ask: () => Promise<readonly Probe[]>,
): Promise<readonly Probe[]> {
  try {
    return await retrying(ask, pace, RETRIES);
  } catch (cause) {
    const tell = optional ? warning : problem;
    if (DENIED.test(nameOf(cause)))
      return [tell(about, `${action} is denied: ${reasonOf(cause)}`, `Allow ${action} to whoever asks.`)];
    if (isAboutWho(cause)) throw worded(cause, `looking at the ${about}`);
    const says = `it could not be looked at (${action}): ${reasonOf(cause)}`;
    if (UNKNOWN_OPERATION.test(nameOf(cause)))
      return [warning(about, says, 'Nothing, where a stack answers in the place of AWS.')];
    return [problem(about, says, "Check `region` in the environment's file, and the network.")];
  }
}

/** Who asks is not known to AWS: no other question would be answered. */
const isAboutWho = (cause: unknown): boolean =>
  /^(Credentials|Token)ProviderError$|UnrecognizedClient|Signature|ExpiredToken|InvalidAccessKeyId|InvalidClientTokenId|MissingAuthenticationToken/.test(
    nameOf(cause),
  );
