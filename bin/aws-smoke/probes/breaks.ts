import { CopyObjectCommand, DeleteObjectCommand } from '@aws-sdk/client-s3';
import { databaseOf } from '../../../lib/core/environment/environment.ts';
import { deletePartitions, listPartitions } from '../../../lib/platform/aws/glue-partitions.ts';
import { placeOf, uriOf } from '../../../lib/platform/aws/lake/place.ts';
import { rowsOf } from '../ask-athena.ts';
import type { Probe } from '../probe.ts';
import { sluice } from '../sluice.ts';
import { FLIGHTS_PIPELINE } from '../work-folder.ts';
import type { World } from '../world.ts';
import { flightsTable, howItEnded } from './flights.ts';

const DAMAGED = '2001-02-26';
const REMOVED = '2001-02-28';
const NEXT = { start: '2001-03-01', end: '2001-03-02' };
const STOPPED = { start: '2001-03-05', end: '2001-03-06' };

const tableOf = ({ context: { config } }: World) => ({
  database: databaseOf(config, 'aviation'),
  name: 'flights',
});

/** Days that an Athena SELECT finds. */
async function readDays(world: World): Promise<readonly string[]> {
  const sql = `SELECT DISTINCT CAST(flight_date AS varchar) FROM ${flightsTable(world)} ORDER BY 1`;
  return (await rowsOf(world.ask(sql))).map(([day]) => String(day));
}

/** Puts a copy of a published file beside it, as somebody by hand would; gives how to take it away. */
async function addByHand(world: World): Promise<() => Promise<void>> {
  const { context } = world;
  const { s3 } = context.clients;
  let location: string | undefined;
  for await (const { Values, StorageDescriptor } of listPartitions(tableOf(world), context))
    if (Values?.[0] === DAMAGED) location = StorageDescriptor?.Location;
  if (location === undefined) throw new Error(`Glue has no entry of ${DAMAGED}`);
  const [file] = await world.lake.list(location.replace(/\/$/, ''));
  if (file === undefined) throw new Error(`${location} holds no file`);
  const source = placeOf(file.path, context.config);
  const added = { Bucket: source.bucket, Key: `${source.key}-by-hand.parquet` };
  const CopySource = uriOf(source).slice('s3://'.length).split('/').map(encodeURIComponent).join('/');
  await s3.send(new CopyObjectCommand({ ...added, CopySource }));
  return async () => void (await s3.send(new DeleteObjectCommand(added)));
}

const addedFile: Probe = {
  name: 'added-file',
  needs: ['three-days'],
  does: 'copies a file into a published folder by hand, runs the next day, takes the file away and runs it again',
  expects:
    'doctor and the run report the file (SLU-505) and publish nothing; afterwards the day is published',
  async ask(world) {
    const takeAway = await addByHand(world);
    let reported = '';
    let before: readonly string[] = [];
    try {
      const doctor = await sluice(world.folder, ['doctor', '--env', world.folder.environment]);
      const ended = await world.execute({ pipeline: FLIGHTS_PIPELINE, input: NEXT });
      before = await readDays(world);
      reported = `doctor ended with ${doctor.code}, the run: ${howItEnded(ended)}`;
      if (doctor.code !== 1 || ended.status !== 'FAILED' || !/SLU-505/.test(ended.cause ?? ''))
        return { holds: false, seen: reported };
    } finally {
      await takeAway();
    }
    const after = await world.execute({ pipeline: FLIGHTS_PIPELINE, input: NEXT });
    const days = await readDays(world);
    const holds = after.status === 'SUCCEEDED' && !before.includes(NEXT.start) && days.includes(NEXT.start);
    return {
      holds,
      seen: `${reported}; without it: ${howItEnded(after)}, readers see ${days.join(', ')}`,
      numbers: { daysBefore: before.length, daysAfter: days.length },
    };
  },
};

const removedEntry: Probe = {
  name: 'removed-entry',
  needs: ['added-file'],
  does: "removes a published partition's entry from Glue, and runs another day",
  expects: 'readers see it again after the run',
  async ask(world) {
    await deletePartitions(tableOf(world), [[REMOVED]], world.context);
    const without = await readDays(world);
    const ended = await world.execute({ pipeline: FLIGHTS_PIPELINE, input: NEXT });
    const days = await readDays(world);
    const holds = ended.status === 'SUCCEEDED' && !without.includes(REMOVED) && days.includes(REMOVED);
    const seen = `${without.length} days without it; ${howItEnded(ended)}; then ${days.join(', ')}`;
    return { holds, seen, numbers: { daysWithout: without.length, daysAfter: days.length } };
  },
};

const stopped: Probe = {
  name: 'stopped',
  needs: ['three-days'],
  does: 'stops an execution while its query runs, and starts another one for the same day',
  expects: 'the first leaves its dataset free: the second publishes the day',
  async ask(world) {
    const of = { pipeline: FLIGHTS_PIPELINE, input: STOPPED };
    const first = await world.execute({ ...of, stopIn: 'transform' });
    if (first.status !== 'ABORTED')
      return { holds: false, seen: `it ended before it could be stopped: ${howItEnded(first)}` };
    const startedAt = Date.now();
    const second = await world.execute(of);
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    const days = await readDays(world);
    return {
      holds: second.status === 'SUCCEEDED' && days.includes(STOPPED.start),
      seen: `${first.status}; the second: ${howItEnded(second)} after ${seconds} s; readers see ${days.join(', ')}`,
      numbers: { seconds },
    };
  },
};

/** What happens where somebody changes by hand what Sluice published, or stops it. */
export const BREAKS: readonly Probe[] = [addedFile, removedEntry, stopped];
