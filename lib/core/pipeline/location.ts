import { type Issue, issue, type SourceRef } from '../contract/issue.ts';
import { instantText, parseInstant } from '../values/instant.ts';
import { fail, ok, type Result } from '../values/result.ts';
import type { Granularity } from './granularity.ts';

/** How the gate takes files that another job wrote. */
export const TAKES = ['copy', 'link', 'inPlace'] as const;
export type Take = (typeof TAKES)[number];

/** Parts of the partition's start in UTC; the ends of the window as its partitions are named. */
const PLACEHOLDERS = ['yyyy', 'MM', 'dd', 'HH', 'mm', 'windowStart', 'windowEnd'] as const;

const isPlaceholder = (name: string): name is (typeof PLACEHOLDERS)[number] =>
  PLACEHOLDERS.some((p) => p === name);

/** What is wrong with a location: an unknown placeholder, a wildcard that is not in the last name. */
export function checkLocation(location: string, at: SourceRef): Result<string, readonly Issue[]> {
  const names = [...location.matchAll(/\{([^}]*)\}/g)].map((m) => m[1] ?? '');
  const unknown = names.filter((name) => !isPlaceholder(name));
  const folders = location.slice(0, location.lastIndexOf('/') + 1);
  const why = [
    ...unknown.map((name) => `{${name}} is none of ${PLACEHOLDERS.map((p) => `{${p}}`).join(', ')}`),
    ...(folders.includes('*') ? ['a * may stand in the last name only'] : []),
    ...(location.trim() === '' ? ['it is empty'] : []),
  ];
  return why.length === 0 ? ok(location) : fail(why.map((w) => issue('SLU-213', { location, why: w }, at)));
}

export interface LocationSpan {
  /** ISO 8601 UTC. */
  readonly partitionStart: string;
  readonly windowStart: string;
  readonly windowEnd: string;
  /** Undefined for a table without partitions: days. */
  readonly granularity?: Granularity | undefined;
}

/** The place of one partition: the location with its placeholders filled in. */
export function expandLocation(location: string, span: LocationSpan): string {
  const start = textOf(span.partitionStart);
  const digits = LENGTHS[span.granularity?.unit ?? 'day'];
  const values = {
    yyyy: start.slice(0, 4),
    MM: start.slice(5, 7),
    dd: start.slice(8, 10),
    HH: start.slice(11, 13),
    mm: start.slice(14, 16),
    windowStart: textOf(span.windowStart).slice(0, digits),
    windowEnd: textOf(span.windowEnd).slice(0, digits),
  };
  return location.replaceAll(/\{([^}]*)\}/g, (whole, name: string) =>
    isPlaceholder(name) ? values[name] : whole,
  );
}

/** How much of `2001-02-27T06:15` names a partition: as partition values of text columns do. */
const LENGTHS = { year: 4, month: 7, day: 10, hour: 13, minute: 16 } as const;

function textOf(instant: string): string {
  const micros = parseInstant(instant);
  return micros === undefined ? instant : instantText(micros);
}

/** A place as the folder to list and the names in it that count. */
export function splitPlace(place: string): {
  readonly folder: string;
  readonly accepts: (name: string) => boolean;
} {
  const cut = place.lastIndexOf('/') + 1;
  const last = place.slice(cut);
  if (!last.includes('*')) return { folder: place.replace(/(?<=.)\/+$/, ''), accepts: () => true };
  const pattern = new RegExp(`^${last.split('*').map(literal).join('.*')}$`, 's');
  return {
    folder: place.slice(0, cut).replace(/(?<=.)\/+$/, '') || '.',
    accepts: (name) => pattern.test(name),
  };
}

const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** The folder above the first placeholder or wildcard: where it is not there, nothing ever was. */
export function fixedPart(location: string): string {
  const cut = location.search(/[{*]/);
  if (cut < 0) return location;
  return location.slice(0, location.lastIndexOf('/', cut)) || '/';
}
