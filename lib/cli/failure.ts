import { hasErrors, type Issue } from '../core/contract/issue.ts';

/** Ends a command with issues and an exit code; nothing else is printed. */
export class CliFailure extends Error {
  readonly issues: readonly Issue[];
  readonly exitCode: number;

  constructor(issues: readonly Issue[], exitCode = 2) {
    super(issues.map((i) => i.code).join(', '));
    this.name = 'CliFailure';
    this.issues = issues;
    this.exitCode = exitCode;
  }
}

export function orFail<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: readonly Issue[] },
): T {
  if (result.ok) return result.value;
  throw new CliFailure(result.error);
}

export const failOn = (issues: readonly Issue[]): void => {
  if (hasErrors(issues)) throw new CliFailure(issues);
};
