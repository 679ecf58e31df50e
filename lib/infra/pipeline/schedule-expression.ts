import { type Issue, issue, type SourceRef } from '../../core/contract/issue.ts';
import { fail, ok, type Result } from '../../core/values/result.ts';

const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * Five fields of cron in the six of EventBridge Scheduler: a year is added, one of day-of-month and day-of-week is `?`, and
 * days of the week count from 1 there, so they become names. Cron fires when either of two given days matches, the
 * scheduler cannot: refused.
 */
export function scheduleExpression(cron: string, at?: SourceRef): Result<string, readonly Issue[]> {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = cron.trim().toUpperCase().split(/\s+/);
  if (/[^0-9*,/-]/.test(minute + hour) || /[LW#]/.test(day + weekday))
    return fail([issue('SLU-216', { cron, why: 'it has characters that only some programs read' }, at)]);
  if (day !== '*' && weekday !== '*')
    return fail([
      issue('SLU-216', { cron, why: 'it gives both a day of the month and a day of the week' }, at),
    ]);
  const days = weekday === '*' ? '?' : named(weekday);
  const months = weekday === '*' ? day : '?';
  return ok(`cron(${minute} ${hour} ${months} ${month} ${days} *)`);
}

/** Numbers of days as names; 7 is Sunday too. A step stays the number it is. */
const named = (field: string): string =>
  field
    .split(',')
    .map((part) => {
      const [range = '', step] = part.split('/');
      const words = range.replaceAll(/\d+/g, (digits) => DAYS[Number(digits) % 7] ?? digits);
      return step === undefined ? words : `${words}/${step}`;
    })
    .join(',');
