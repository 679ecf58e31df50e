import { type Issue, issue, type SourceRef } from '../../core/contract/issue.ts';
import { schedulerCron } from '../../core/pipeline/scheduler-cron.ts';
import { fail, type Result } from '../../core/values/result.ts';

/** A pipeline's cron in the words of EventBridge Scheduler, the same in which `sluice doctor` looks for it. */
export function scheduleExpression(cron: string, at?: SourceRef): Result<string, readonly Issue[]> {
  const found = schedulerCron(cron);
  return found.ok ? found : fail([issue('SLU-216', { cron, why: found.error }, at)]);
}
