import { dateText, daysOf } from './calendar.ts';

/** Microseconds since 1970-01-01T00:00:00Z. */
export type Micros = bigint;

const ISO =
  /^(\d{4}|[+-]\d{4,7})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;

/** Reads an ISO 8601 date or timestamp; without a zone it is UTC. Undefined where it is none. */
export function parseInstant(text: string): Micros | undefined {
  const m = ISO.exec(text.trim());
  if (!m) return undefined;
  const [, y, mo, d, h = '00', mi = '00', s = '00', fraction = '', zone = 'Z'] = m;
  const days = daysOf(Number(y), Number(mo), Number(d));
  const secondOfDay = Number(h) * 3600 + Number(mi) * 60 + Number(s);
  const exists = Number(h) < 24 || secondOfDay === DAY_SECONDS;
  if (days === undefined || !exists || Number(mi) > 59 || Number(s) > 59) return undefined;
  const offset = zone === 'Z' ? 0 : offsetMinutes(zone);
  const seconds = BigInt(days) * BigInt(DAY_SECONDS) + BigInt(secondOfDay - offset * 60);
  return seconds * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
}

/** `2001-01-01T00:01:00.000000Z` */
export function instantText(micros: Micros): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = Number((micros - fraction) / 1_000_000n);
  const days = Math.floor(seconds / DAY_SECONDS);
  const rest = seconds - days * DAY_SECONDS;
  const time = [rest / 3600, (rest / 60) % 60, rest % 60].map((n) => String(Math.floor(n)).padStart(2, '0'));
  return `${dateText(days)}T${time.join(':')}.${fraction.toString().padStart(6, '0')}Z`;
}

const DAY_SECONDS = 86_400;

function offsetMinutes(zone: string): number {
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}
