import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FOUR_DAYS, SmallPipeline } from './small-pipeline.ts';

let place: SmallPipeline;
beforeEach(() => {
  place = new SmallPipeline();
});
afterEach(() => place.remove());

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{
    readonly code: number | null;
    readonly signal: string | null;
    readonly stderr: string;
    readonly stdout: string;
  }>;
}

function start(...options: readonly string[]): Running {
  const child = place.start('run', 'small/days', ...options);
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (b) => {
    stdout += b;
  });
  child.stderr?.on('data', (b) => {
    stderr += b;
  });
  const ended = new Promise<Awaited<Running['ended']>>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, ended };
}

const ALL = { '2001-01-01': 3, '2001-01-02': 3, '2001-01-03': 3, '2001-01-04': 3 };
const runs = (): string => join(place.root, '.sluice/runs/small/days');

/** Waits until the run has come as far as `file` below its folder. */
async function reached(file: string): Promise<void> {
  for (;;) {
    const folders = existsSync(runs()) ? readdirSync(runs()) : [];
    if (folders.some((f) => existsSync(join(runs(), f, file)))) return;
    await delay(2);
  }
}

test('two runs at once on one dataset: one wins, the other says who holds it and until when, and ends with 3', async () => {
  await place.write(FOUR_DAYS);
  const both = await Promise.all([start().ended, start().ended]);
  const [winner, loser] = both.sort((a, b) => (a.code ?? 9) - (b.code ?? 9));
  expect(winner?.code).toBe(0);
  // the later one may also have waited for the database and found everything done
  expect([0, 3]).toContain(loser?.code);
  if (loser?.code === 3) expect(loser.stderr).toMatch(/error SLU-501: .*small\/days/);
  expect(await place.visible()).toEqual(ALL);
  expect(place.run().code).toBe(0);
});

test('a run that finds the dataset held ends with 3, and changes nothing', async () => {
  await place.write(FOUR_DAYS);
  const first = start();
  await reached('state/request.json');
  first.child.kill('SIGSTOP');
  const second = place.run();
  first.child.kill('SIGCONT');
  expect((await first.ended).code).toBe(0);
  // stopped before it took the lease, the first run waits for the second instead
  expect([0, 3]).toContain(second.code);
  if (second.code === 3) expect(second.stderr).toContain('SLU-501');
  expect(await place.visible()).toEqual(ALL);
});

test.each(['state/request.json', 'state/prepared.json', 'state/pinned.json', 'state/judged.json'])(
  'killed after %s, a run is finished by the next one without a person',
  async (file) => {
    await place.write(FOUR_DAYS);
    const { child, ended } = start();
    await reached(file);
    child.kill('SIGKILL');
    const { signal } = await ended;
    expect([null, 'SIGKILL']).toContain(signal);
    // its lease is free at once: the process lives no more
    const next = place.run('--format', 'json');
    expect({ code: next.code, stderr: next.stderr.includes('error') }).toEqual({ code: 0, stderr: false });
    expect(await place.visible()).toEqual(ALL);
    expect(JSON.parse(place.sluice('status', 'small/days', '--format', 'json').stdout)).toBeTruthy();
  },
);

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends a run at once with a sentence, and gives the lease back',
  async (signal) => {
    await place.write(FOUR_DAYS);
    const { child, ended } = start();
    await reached('state/prepared.json');
    child.kill(signal);
    const { code, stderr } = await ended;
    expect([0, signal === 'SIGINT' ? 130 : 143]).toContain(code);
    if (code !== 0) expect(stderr).toMatch(/interrupted/i);
    // no lease has to be forgotten: the next run goes on at once
    expect(place.run().code).toBe(0);
    expect(await place.visible()).toEqual(ALL);
  },
);
