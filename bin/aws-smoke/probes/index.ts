import type { Probe } from '../probe.ts';
import { BREAKS } from './breaks.ts';
import { bucketLocation } from './bucket-location.ts';
import { bytes } from './bytes.ts';
import { deployed } from './deployed.ts';
import { FLIGHTS_PROBES } from './flights.ts';
import { imitated } from './imitated.ts';
import { lists } from './lists.ts';
import { oneEntry } from './one-entry.ts';
import { TIMESTAMPS } from './timestamps.ts';

/** Every question, in the order in which they are asked: a new [nv] mark on a page needs one of its own. */
export const PROBES: readonly Probe[] = [
  deployed,
  ...FLIGHTS_PROBES,
  lists,
  ...TIMESTAMPS,
  bytes,
  imitated,
  oneEntry,
  ...BREAKS,
  bucketLocation,
];
