import { issueLine } from '../../lib/core/contract/messages/index.ts';
import { PlatformError } from '../../lib/core/contract/platform-error.ts';
import { StepFailure, UnknownOutcome } from '../../lib/steps/state/failure.ts';

/**
 * What a state machine tells errors apart by. `InvalidInput`: a person has to mend it. `LeaseHeld`: later. `QueryFailed`:
 * the run has to be begun anew. `PlatformFailed`: the same call may succeed. `OutcomeUnknown`: the next run finds out.
 */
export type ErrorName = 'InvalidInput' | 'LeaseHeld' | 'QueryFailed' | 'PlatformFailed' | 'OutcomeUnknown';

/** Queries that ended badly on the platform's side: asked for again by the same token they have still failed. */
const QUERIES: ReadonlySet<string> = new Set(['SLU-442', 'SLU-444']);

class NamedError extends Error {
  constructor(name: ErrorName, message: string, options: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}

/** The same failure under the name that the machine goes by; a fault of this program keeps its own, and is not repeated. */
export function named(cause: unknown): unknown {
  const name = nameOf(cause);
  return name === undefined ? cause : new NamedError(name, wordsOf(cause), { cause });
}

function nameOf(cause: unknown): ErrorName | undefined {
  if (cause instanceof UnknownOutcome) return 'OutcomeUnknown';
  if (cause instanceof PlatformError) return cause.exitCode === 2 ? 'InvalidInput' : 'PlatformFailed';
  if (!(cause instanceof StepFailure)) return undefined;
  const codes = cause.issues.map((i) => i.code);
  if (codes.includes('SLU-501')) return 'LeaseHeld';
  if (cause.exitCode === 2) return 'InvalidInput';
  return codes.some((code) => QUERIES.has(code)) ? 'QueryFailed' : 'PlatformFailed';
}

function wordsOf(cause: unknown): string {
  const issues =
    cause instanceof PlatformError
      ? [cause.issue]
      : cause instanceof StepFailure || cause instanceof UnknownOutcome
        ? cause.issues
        : [];
  return issues.map(issueLine).join('\n');
}
