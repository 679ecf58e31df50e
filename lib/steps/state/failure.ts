import type { Issue } from '../../core/contract/issue.ts';
import type { Result } from '../../core/values/result.ts';

/** A run that ends without a verdict: its input is at fault (2), or the engine or platform is (3). */
export class StepFailure extends Error {
  readonly issues: readonly Issue[];
  readonly exitCode: 2 | 3;

  constructor(issues: readonly Issue[], exitCode: 2 | 3, options?: { cause?: unknown }) {
    super(issues.map((i) => i.code).join(', '), options);
    this.name = 'StepFailure';
    this.issues = issues;
    this.exitCode = exitCode;
  }
}

/** The value; or the run ends, because of what it was given. */
export function orFail<T>(result: Result<T, readonly Issue[]>): T {
  if (result.ok) return result.value;
  throw new StepFailure(result.error, 2);
}

/** What an earlier publish did is still not known: nothing may be published on top of it. */
export class UnknownOutcome extends Error {
  readonly issues: readonly Issue[];
  readonly exitCode = 4;

  constructor(issues: readonly Issue[]) {
    super(issues.map((i) => i.code).join(', '));
    this.name = 'UnknownOutcome';
    this.issues = issues;
  }
}
