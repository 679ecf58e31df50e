import { type Issue, type IssueCode, issue } from './issue.ts';
import { describeIssue } from './messages/index.ts';

/** What a platform throws: always with an issue that says what to do. 2: the user can mend it; 3: the platform failed. */
export class PlatformError extends Error {
  readonly issue: Issue;
  readonly exitCode: 2 | 3;

  constructor(found: Issue, exitCode: 2 | 3, options?: ErrorOptions) {
    super(describeIssue(found).sentence, options);
    this.name = 'PlatformError';
    this.issue = found;
    this.exitCode = exitCode;
  }
}

/** Failures that no change of input would mend: of this machine, of AWS. */
const PLATFORM_FAILED: ReadonlySet<IssueCode> = new Set([
  ...(['SLU-514', 'SLU-515', 'SLU-526', 'SLU-534'] as const),
  ...(['SLU-561', 'SLU-568', 'SLU-580', 'SLU-582', 'SLU-585'] as const),
]);

export function platformError(
  code: IssueCode,
  params: Readonly<Record<string, string>>,
  cause?: unknown,
): PlatformError {
  return new PlatformError(issue(code, params), PLATFORM_FAILED.has(code) ? 3 : 2, { cause });
}
