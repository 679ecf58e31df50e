import type { Manifest } from '../../../../lib/core/publish/facts.ts';
import { prepareRollback } from '../../../../lib/core/publish/rollback.ts';
import { BY, DATASET } from '../publish-request.ts';
import { type CrashWorld, LINK, ROOT, VERSIONS } from './crash-world.ts';
import type { MemoryDiskOptions } from './memory-disk.ts';

/** A publish to be cut off: what is there before, the publish, and what readers see before and after it. */
export interface Scenario {
  readonly name: string;
  readonly disk?: Pick<MemoryDiskOptions, 'hardLinks'>;
  /** Everything that is done here is on the disk when `act` begins; what it returns was written and is not. */
  readonly settle?: (world: CrashWorld) => Promise<void>;
  /** The ledger's folder is as a process leaves it that dies before it could sync anything. */
  readonly newLedger?: true;
  readonly before: string;
  readonly after: string;
  /** `settle` left the dataset broken by hand, and `act` shows again what the pointers say. */
  readonly repairs?: true;
  /** Tried also with a process that is killed before the power is cut. */
  readonly kills?: true;
  /** What is in the lake and was never synced when the publish begins. */
  readonly loose?: (world: CrashWorld) => Promise<readonly Manifest[]>;
  readonly act: (world: CrashWorld, loose: readonly Manifest[]) => Promise<unknown>;
}

const publishing: Scenario['act'] = async (world, manifests) =>
  committed(await world.publish(await world.request(manifests)));

function committed(end: Awaited<ReturnType<CrashWorld['publish']>>): void {
  if (end.end !== 'committed') throw new Error(`the publish ended ${end.end}: ${end.why}`);
}

const publishNow = async (world: CrashWorld, days: Readonly<Record<string, string>>): Promise<void> => {
  const manifests = await Promise.all(Object.entries(days).map(([day, text]) => world.candidate(day, text)));
  await publishing(world, manifests);
};

const rollBack =
  (day: string): Scenario['act'] =>
  async (world) => {
    const planned = await prepareRollback(
      {
        dataset: DATASET,
        target: { to: 'previous', partition: { day } },
        withdraw: true,
        intentId: world.newId(),
        by: BY,
      },
      world,
    );
    if (!planned.ok) throw new Error(planned.error.map((i) => i.code).join());
    committed(await world.publish(planned.value));
  };

const repair: Scenario['act'] = async (world) => {
  if (!(await world.resolve()).driftRepaired) throw new Error('nothing was repaired');
};

/** What every first publish is of, where not even the folder of runs was there. */
const FIRST = {
  newLedger: true,
  before: 'nothing',
  after: 'day=1: first',
  loose: async (world: CrashWorld) => {
    await world.disk.mkdir(`${ROOT}/.sluice`, { recursive: true });
    return [await world.candidate('1', 'first')];
  },
  act: publishing,
} as const satisfies Partial<Scenario>;

/** One of two published days that gets new data. */
const REPLACED = {
  settle: (world: CrashWorld) => publishNow(world, { 1: 'old', 2: 'stays' }),
  before: 'day=1: old\nday=2: stays',
  after: 'day=1: new\nday=2: stays',
  loose: async (world: CrashWorld) => [await world.candidate('1', 'new')],
  act: publishing,
} as const satisfies Partial<Scenario>;

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'the first publish ever',
    kills: true,
    ...FIRST,
  },
  {
    name: 'the first publish below folders that are there',
    kills: true,
    settle: async ({ disk }) => {
      await disk.mkdir(`${ROOT}/lake/aviation`, { recursive: true });
    },
    ...FIRST,
  },
  {
    name: 'one partition replaced, one carried over',
    kills: true,
    ...REPLACED,
  },
  {
    name: 'one partition replaced and one new, at once',
    ...REPLACED,
    after: 'day=1: new\nday=2: stays\nday=3: new too',
    loose: async (world) => Promise.all([world.candidate('1', 'new'), world.candidate('3', 'new too')]),
  },
  {
    name: 'one partition replaced where files cannot be linked',
    disk: { hardLinks: false },
    ...REPLACED,
  },
  {
    name: 'a rollback to what was published before',
    kills: true,
    settle: async (world) => {
      await publishNow(world, { 1: 'older', 2: 'stays' });
      await publishNow(world, { 1: 'newer' });
    },
    before: 'day=1: newer\nday=2: stays',
    after: 'day=1: older\nday=2: stays',
    act: rollBack('1'),
  },
  {
    name: 'the only partition withdrawn',
    settle: (world) => publishNow(world, { 1: 'only' }),
    before: 'day=1: only',
    after: '',
    act: rollBack('1'),
  },
  {
    name: 'a file that was removed by hand, repaired',
    kills: true,
    settle: async (world) => {
      await publishNow(world, { 1: 'old', 2: 'stays' });
      for (const { name } of await world.disk.readdir(`${VERSIONS}/1/day=1`))
        await world.disk.rm(`${VERSIONS}/1/day=1/${name}`, {});
    },
    before: 'day=2: stays',
    after: 'day=1: old\nday=2: stays',
    repairs: true,
    act: repair,
  },
  {
    name: 'a link that was moved by hand, repaired',
    settle: async (world) => {
      await publishNow(world, { 1: 'old' });
      await publishNow(world, { 1: 'new' });
      await world.disk.rm(LINK, {});
      await world.disk.symlink('../../.sluice/versions/aviation/flights/1', LINK);
    },
    before: 'day=1: old',
    after: 'day=1: new',
    repairs: true,
    act: repair,
  },
];
