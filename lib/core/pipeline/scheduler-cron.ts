import { fail, ok, type Result } from '../values/result.ts';

const DAYS: readonly string[] = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * The five fields of a pipeline's schedule as EventBridge Scheduler writes them: `0 6 * * 1-5` is
 * `cron(0 6 ? * MON,TUE,WED,THU,FRI *)`. Days of the week are named, because the two count them differently. The error
 * says what has no such form.
 */
export function schedulerCron(cron: string): Result<string, string> {
  const [minute = '', hour = '', day = '', month = '', weekday = '', ...more] = cron.trim().split(/\s+/);
  if (weekday === '' || more.length > 0) return fail('it has not five fields');
  const weekdays = isAny(weekday) ? ok('*') : namedDays(weekday);
  if (!weekdays.ok) return weekdays;
  const strange =
    [minute, hour, month].find((field) => !PLAIN.test(field)) ?? (DATES.test(day) ? undefined : day);
  if (strange !== undefined) return fail(`EventBridge Scheduler has no form for "${strange}"`);
  if (!isAny(day) && weekdays.value !== '*')
    return fail('EventBridge Scheduler takes days of the month or days of the week, not both');
  const dates = weekdays.value === '*' ? (isAny(day) ? '*' : day) : '?';
  const days = weekdays.value === '*' ? '?' : weekdays.value;
  return ok(`cron(${minute} ${hour} ${dates} ${month.toUpperCase()} ${days} *)`);
}

const isAny = (field: string): boolean => field === '*' || field === '?';

/** Numbers or names, ranges, lists and steps; the last day of the month. */
const PLAIN = /^(\*|\w+(-\w+)?)(\/\d+)?(,(\*|\w+(-\w+)?)(\/\d+)?)*$/;
const DATES = /^(\?|L|(\*|\d+(-\d+)?)(\/\d+)?(,\d+(-\d+)?(\/\d+)?)*)$/i;
const DAY_PART = /^(\*|[0-7]|[a-z]{3})(?:-([0-7]|[a-z]{3}))?(?:\/(\d+))?$/i;

function namedDays(field: string): Result<string, string> {
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const [, first = '', last, step = '1'] = DAY_PART.exec(part) ?? [];
    const from = first === '*' ? 0 : numberOf(first);
    const to = first === '*' ? 6 : last === undefined ? (part.includes('/') ? 6 : from) : numberOf(last);
    if (from < 0 || to < 0 || Number(step) < 1)
      return fail(`EventBridge Scheduler has no form for "${field}"`);
    // Friday to Sunday, or Friday to Monday
    const length = to < from ? to + 7 - from : to - from;
    for (let n = 0; n <= length; n += Number(step)) found.add((from + n) % 7);
  }
  return ok(DAYS.filter((_, day) => found.has(day)).join(','));
}

/** -1 for what is no day. */
const numberOf = (day: string): number =>
  /^[0-7]$/.test(day) ? Number(day) : DAYS.indexOf(day.toUpperCase());
