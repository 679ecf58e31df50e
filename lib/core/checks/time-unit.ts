const SECOND = 1_000_000n;
const DAY = 86_400n * SECOND;

const UNITS: Readonly<Record<string, bigint>> = {
  s: SECOND,
  sec: SECOND,
  second: SECOND,
  seconds: SECOND,
  m: 60n * SECOND,
  min: 60n * SECOND,
  minute: 60n * SECOND,
  minutes: 60n * SECOND,
  h: 3600n * SECOND,
  hr: 3600n * SECOND,
  hour: 3600n * SECOND,
  hours: 3600n * SECOND,
  d: DAY,
  day: DAY,
  days: DAY,
  w: 7n * DAY,
  wk: 7n * DAY,
  week: 7n * DAY,
  weeks: 7n * DAY,
  y: 365n * DAY,
  yr: 365n * DAY,
  year: 365n * DAY,
  years: 365n * DAY,
};

/** Microseconds of one unit of an age; `m` is a minute (a month has no fixed length), a year 365 days. */
export const unitMicros = (unit: string): bigint | undefined => UNITS[unit.toLowerCase()];
