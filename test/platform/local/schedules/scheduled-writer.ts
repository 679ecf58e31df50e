import type fc from 'fast-check';
import type { Ledger, Ports } from '../../../../lib/core/ports.ts';
import type { Manifest } from '../../../../lib/core/publish/facts.ts';
import { type PublishEnd, publish } from '../../../../lib/core/publish/law.ts';
import { resolveOpenIntents } from '../../../../lib/core/publish/resolve.ts';
import type { FileSystem } from '../../../../lib/platform/local/file-system.ts';
import { localLake } from '../../../../lib/platform/local/lake.ts';
import { localPublisher } from '../../../../lib/platform/local/publisher.ts';
import { StepFailure } from '../../../../lib/steps/state/failure.ts';
import { holdLease, releaseLease } from '../../../../lib/steps/state/lease.ts';
import { ROOT } from '../crash-states/crash-world.ts';
import { BY, DATASET } from '../publish-request.ts';
import { LEASE_MS, type SharedWorld } from './shared-world.ts';

export interface WriterPlan {
  /** Owner of the lease; a run that was started twice has one owner and one candidate. */
  readonly owner: string;
  readonly manifest: Manifest;
  /** What has a turn of its own: every change of a file, or a whole call of the publisher. */
  readonly turns: 'files' | 'calls';
  /** The call (of ledger or disk) at which it dies, before or after the call did its work. */
  readonly dies?: { readonly at: number; readonly when: 'before' | 'after' };
}

export type WriterEnd = PublishEnd['end'] | 'held' | 'died' | 'nothing to do';

type Run = <T>(name: string, act: () => Promise<T>) => Promise<T>;

/** Runs a writer as a run does: lease, what others left behind, publish, lease back; every call waits for its turn. */
export function write(world: SharedWorld, plan: WriterPlan, s: fc.Scheduler): Promise<WriterEnd> {
  let calls = 0;
  let die: (end: 'died') => void = () => undefined;
  const death = new Promise<'died'>((resolve) => {
    die = resolve;
  });
  const forever = new Promise<never>(() => undefined);
  const dead = (): Promise<never> => {
    die('died');
    return forever;
  };
  const turn: Run = async (name, act) => {
    const mine = plan.dies?.at === calls++ ? plan.dies.when : undefined;
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    // the next turn begins when this one is over
    const alone = async (begin: () => Promise<void>) => {
      await begin();
      await over;
    };
    await s.schedule(Promise.resolve(), `${plan.owner} ${name}`, undefined, alone);
    try {
      if (mine === 'before') world.alive.delete(plan);
      // what is on its way when the writer dies never happens
      if (!world.alive.has(plan)) return dead();
      const result = await act();
      world.look();
      if (mine !== 'after') return result;
      world.alive.delete(plan);
      return dead();
    } finally {
      end();
    }
  };
  world.alive.add(plan);
  return Promise.race([death, attempt(world, plan, turn)]).finally(() => world.alive.delete(plan));
}

const ATTEMPTS = 3;

async function attempt(world: SharedWorld, plan: WriterPlan, turn: Run): Promise<WriterEnd> {
  const ports = portsOf(world, plan, turn);
  for (let tries = 1; ; tries++) {
    try {
      await holdLease(DATASET, plan.owner, ports);
      break;
    } catch (cause) {
      if (!(cause instanceof StepFailure)) throw cause;
      if (tries === ATTEMPTS) return 'held';
    }
  }
  if (!world.granted.has(plan)) world.wrong.push('a writer goes on without the lease');
  const resolved = await resolveOpenIntents(DATASET, ports, world.clock);
  if (resolved.unknown.length > 0) return 'unknown';
  const request = await world.requestOf([plan.manifest], ports.ledger);
  if (request.moves.every((m) => m.from === m.to?.sha256)) return 'nothing to do';
  const { end } = await publish(request, ports, world.clock);
  await releaseLease(DATASET, plan.owner, ports);
  return end;
}

function portsOf(world: SharedWorld, plan: WriterPlan, turn: Run): Ports {
  const { ledger, disk } = world;
  const each =
    <A extends unknown[], T>(name: string, act: (...args: A) => Promise<T>) =>
    (...args: A) =>
      turn(name, () => act(...args));
  const own: Ledger = {
    ...ledger,
    lease: each('lease', async (...args) => {
      const answer = await ledger.lease(...args);
      if (!answer.held) world.took(plan);
      return answer;
    }),
    release: each('release', async (lease) => {
      world.gaveBack(plan);
      await ledger.release(lease);
    }),
    state: each('state', ledger.state),
    openIntents: each('openIntents', ledger.openIntents),
    open: each('open', ledger.open),
    commit: each('commit', ledger.commit),
    abandon: each('abandon', ledger.abandon),
  };
  const lake = localLake(ROOT, plan.turns === 'files' ? scheduledDisk(disk, turn) : disk);
  const publisher = localPublisher(lake);
  const none = (): never => {
    throw new Error('a writer does not use this');
  };
  const unused = { start: none, write: none, poll: none, rows: none, stop: none, stage: none, drop: none };
  return {
    engine: { ...unused, name: 'none', dialect: 'duckdb' },
    catalog: unused,
    lake,
    ledger: own,
    publisher:
      plan.turns === 'files'
        ? publisher
        : {
            ...publisher,
            project: each('project', publisher.project),
            apply: each('apply', publisher.apply),
            observe: each('observe', publisher.observe),
          },
    notifiers: [],
    warn: () => {},
    environment: 'local',
    actor: BY,
    leaseMs: LEASE_MS,
    newId: world.newId,
  };
}

/** What changes or shows the link, and every change of a file, has a turn of its own; reading a file has none. */
function scheduledDisk(disk: FileSystem, turn: Run): FileSystem {
  const each =
    <A extends unknown[], T>(name: string, act: (...args: A) => Promise<T>) =>
    (...args: A) =>
      turn(name, () => act(...args));
  return {
    open: (path, flags) => disk.open(path, flags),
    readFile: (path) => disk.readFile(path),
    readdir: (path, options) => disk.readdir(path, options),
    stat: (path) => disk.stat(path),
    realpath: (path) => disk.realpath(path),
    lstat: each('lstat', (path) => disk.lstat(path)),
    readlink: each('readlink', (path) => disk.readlink(path)),
    mkdir: each('mkdir', (path, options) => disk.mkdir(path, options)),
    link: each('link', (from, to) => disk.link(from, to)),
    symlink: each('symlink', (target, path) => disk.symlink(target, path)),
    rename: each('rename', (from, to) => disk.rename(from, to)),
    copyFile: each('copyFile', (from, to, mode) => disk.copyFile(from, to, mode)),
    chmod: each('chmod', (path, mode) => disk.chmod(path, mode)),
    rm: each('rm', (path, options) => disk.rm(path, options)),
  };
}
