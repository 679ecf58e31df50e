import type { Issue } from '../core/contract/issue.ts';
import { issueLine } from '../core/contract/messages/index.ts';
import type { Result } from '../core/values/result.ts';

/** What is wrong with contracts, pipelines, environments or with what an app makes of them: a line for each fault. */
export class InvalidDeployment extends Error {
  /** @internal */
  constructor(issues: readonly Issue[]) {
    super(issues.map(issueLine).join('\n'));
    this.name = 'InvalidDeployment';
  }
}

/** A construct cannot be made of what is wrong, and CDK knows no other way to say so than to throw. @internal */
export function valid<T>(result: Result<T, readonly Issue[]>): T {
  if (result.ok) return result.value;
  throw new InvalidDeployment(result.error);
}
