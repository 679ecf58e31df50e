import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FromKeeper, Job, ToKeeper } from './messages.ts';

/** A program that the keeper runs. */
export interface Kept {
  readonly pid: number;
  /** How it ended; pending while it runs. */
  readonly ended: Promise<string>;
}

/** Programs that end with this process, whichever way it ends: see `keeper.ts`. */
export interface Keeper {
  readonly pid: number;
  start(name: string, job: Job): Promise<Kept>;
  /** Has a path removed once everything has stopped. */
  remove(path: string): void;
  /** Stops everything, and waits until it is gone. */
  stop(): Promise<void>;
}

interface Expected {
  readonly started: PromiseWithResolvers<number>;
  readonly ended: PromiseWithResolvers<string>;
}

/** Kills by itself what a keeper that was killed has left. */
function killGroups(pids: Iterable<number>): void {
  for (const pid of pids) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // it has ended already
    }
  }
}

function listen(
  keeper: ChildProcess,
  expected: ReadonlyMap<string, Expected>,
  pids: Map<string, number>,
): void {
  if (keeper.stdout === null) throw new Error('the keeper has no standard output');
  createInterface({ input: keeper.stdout }).on('line', (line) => {
    const message = JSON.parse(line) as FromKeeper;
    const program = expected.get(message.name);
    if (message.is === 'started') {
      pids.set(message.name, message.pid);
      program?.started.resolve(message.pid);
      return;
    }
    pids.delete(message.name);
    program?.started.reject(new Error(`${message.name} did not start: ${message.how}`));
    program?.ended.resolve(message.how);
  });
}

/** Starts a keeper, in a session of its own: a Ctrl-C at the terminal reaches us, and through us alone the keeper. */
export function startKeeper(): Keeper {
  const keeper = spawn(process.execPath, [join(import.meta.dirname, 'keeper.ts')], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { pid, stdin } = keeper;
  if (pid === undefined || stdin === null) throw new Error('the keeper did not start');
  const expected = new Map<string, Expected>();
  const pids = new Map<string, number>();
  listen(keeper, expected, pids);
  stdin.on('error', () => undefined); // the keeper is gone, which `gone` tells
  const gone = new Promise<void>((done) =>
    keeper.once('exit', () => {
      killGroups(pids.values());
      for (const program of expected.values()) {
        program.started.reject(new Error('the keeper has gone'));
        program.ended.resolve('stopped with the keeper');
      }
      done();
    }),
  );
  const say = (message: ToKeeper): void => void stdin.write(`${JSON.stringify(message)}\n`);
  return {
    pid,
    async start(name, job) {
      const program = { started: Promise.withResolvers<number>(), ended: Promise.withResolvers<string>() };
      expected.set(name, program);
      say({ do: 'start', name, job });
      return { pid: await program.started.promise, ended: program.ended.promise };
    },
    remove: (path) => say({ do: 'remove', path }),
    async stop() {
      stdin.end();
      await gone;
    },
  };
}
