import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { FromKeeper, Job, ToKeeper } from './messages.ts';

/**
 * A process that holds the stack's programs and stops them when its standard input ends. It ends when the one who
 * asked closes it, and by the operating system's doing when that one dies, however it dies.
 */
const PATIENCE_MS = 2000;
const children = new Map<string, ChildProcess>();
const paths: string[] = [];

function tell(message: FromKeeper): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function start(name: string, { command, args, env, cwd, log }: Job): void {
  const out = openSync(log, 'a');
  // a group of its own, so that its children are stopped with it
  const child = spawn(command, [...args], { cwd, env, detached: true, stdio: ['ignore', out, out] });
  closeSync(out);
  children.set(name, child);
  child.once('error', (e) => tell({ is: 'ended', name, how: e.message }));
  child.once('exit', (code, signal) => tell({ is: 'ended', name, how: signal ?? `exit code ${code}` }));
  if (child.pid !== undefined) tell({ is: 'started', name, pid: child.pid });
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, name);
  } catch {
    // the whole group is gone
  }
}

async function stop(child: ChildProcess): Promise<void> {
  const running = child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  const ended = running ? new Promise((done) => child.once('exit', done)) : Promise.resolve();
  signal(child, 'SIGTERM');
  const late = setTimeout(() => signal(child, 'SIGKILL'), PATIENCE_MS);
  await ended;
  clearTimeout(late);
  signal(child, 'SIGKILL'); // whatever it left behind in its group
}

let stopping = false;
async function stopAll(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await Promise.all([...children.values()].map(stop));
  for (const path of paths) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  process.exit();
}

process.stdout.on('error', () => undefined); // nobody listens any more; the end of the input follows
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void stopAll());
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const message = JSON.parse(line) as ToKeeper;
  if (message.do === 'remove') paths.push(message.path);
  else if (!stopping) start(message.name, message.job);
});
lines.on('close', () => void stopAll());
