/** Microseconds since 1970-01-01T00:00:00Z. */
export type Micros = bigint;

const ISO =
  /^(\d{4,6})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;

/** Reads an ISO 8601 date or timestamp; without a zone it is UTC. Undefined where it is none. */
export function parseInstant(text: string): Micros | undefined {
  const m = ISO.exec(text.trim());
  if (!m) return undefined;
  const [, y, mo, d, h = '00', mi = '00', s = '00', fraction = '', zone = 'Z'] = m;
  const ms = Date.parse(`${y?.padStart(4, '0')}-${mo}-${d}T${h}:${mi}:${s}Z`);
  if (Number.isNaN(ms)) return undefined;
  const offset = zone === 'Z' ? 0 : offsetMinutes(zone);
  return BigInt(ms - offset * 60_000) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
}

/** `2001-01-01T00:01:00.000000Z` */
export function instantText(micros: Micros): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((micros - fraction) / 1000n)).toISOString().slice(0, 19);
  return `${seconds}.${fraction.toString().padStart(6, '0')}Z`;
}

function offsetMinutes(zone: string): number {
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}
