import type { Issue } from '../../../core/contract/issue.ts';

/** A staged file turned out not to be what it was when it was described. */
export class DataFileError extends Error {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(`data file cannot be staged: ${issues.map((i) => `${i.code} ${i.params.file ?? ''}`).join(', ')}`);
    this.name = 'DataFileError';
    this.issues = issues;
  }
}
