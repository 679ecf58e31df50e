/** Length of one partition, in one unit of the UTC calendar. */
export interface Granularity {
  readonly count: number;
  readonly unit: 'year' | 'month' | 'day' | 'hour' | 'minute';
}

const DATE_UNITS = { Y: 'year', M: 'month', D: 'day' } as const;
const TIME_UNITS = { H: 'hour', M: 'minute' } as const;

/** ISO 8601 durations of one unit: P1D, P1W, P1M, P1Y, PT1H, PT15M. Undefined for anything else. */
export function parseGranularity(text: string): Granularity | undefined {
  const week = /^P([1-9]\d{0,3})W$/.exec(text);
  if (week) return { count: Number(week[1]) * 7, unit: 'day' };
  const date = /^P([1-9]\d{0,3})([YMD])$/.exec(text);
  if (date) return { count: Number(date[1]), unit: DATE_UNITS[date[2] as keyof typeof DATE_UNITS] };
  const time = /^PT([1-9]\d{0,3})([HM])$/.exec(text);
  if (time) return { count: Number(time[1]), unit: TIME_UNITS[time[2] as keyof typeof TIME_UNITS] };
  return undefined;
}

const FIXED_MS = { day: 86_400_000, hour: 3_600_000, minute: 60_000 } as const;

/** `times` partitions later (or earlier), in UTC: months and years by the calendar, at most to the end of a month. */
export function addGranularity(instantMs: number, { count, unit }: Granularity, times: number): number {
  if (unit === 'month' || unit === 'year') {
    const date = new Date(instantMs);
    const day = date.getUTCDate();
    date.setUTCMonth(date.getUTCMonth() + count * times * (unit === 'year' ? 12 : 1));
    // 31 February would be 3 March
    return date.getUTCDate() === day ? date.getTime() : date.setUTCDate(0);
  }
  return instantMs + FIXED_MS[unit] * count * times;
}

/** The start of the calendar unit that an instant lies in: of partitions longer than one unit, where the first begins is the window's choice. */
export function startOfUnit(instantMs: number, { unit }: Granularity): number {
  if (unit === 'month' || unit === 'year') {
    const date = new Date(instantMs);
    return Date.UTC(date.getUTCFullYear(), unit === 'year' ? 0 : date.getUTCMonth(), 1);
  }
  return Math.floor(instantMs / FIXED_MS[unit]) * FIXED_MS[unit];
}
