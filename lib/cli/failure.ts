import type { Issue } from '../core/contract/issue.ts';

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
