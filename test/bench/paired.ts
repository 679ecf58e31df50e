import { spawnSync } from 'node:child_process';

export interface Timing {
  readonly wallS: number;
  readonly cpuS: number;
  readonly peakMib: number;
}

/** One whole process, by the operating system's own accounting; its exit code is not looked at. */
export function timeProcess(command: readonly string[], env: Readonly<Record<string, string>> = {}): Timing {
  const script =
    'import os,resource,subprocess,sys,time\nt=time.perf_counter()\nsubprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL)\nw=time.perf_counter()-t\nu=resource.getrusage(resource.RUSAGE_CHILDREN)\nprint(w,u.ru_utime+u.ru_stime,u.ru_maxrss/1024)';
  const ended = spawnSync('python3', ['-c', script, ...command], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  const [wallS = Number.NaN, cpuS = Number.NaN, peakMib = Number.NaN] = ended.stdout
    .trim()
    .split(' ')
    .map(Number);
  return { wallS, cpuS, peakMib };
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The same rounds for every contestant, in turn, after one that does not count. */
export function alternate<T>(
  rounds: number,
  contestants: Readonly<Record<string, () => T>>,
): Record<string, T[]> {
  const results: Record<string, T[]> = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, run] of Object.entries(contestants)) {
      const result = run();
      if (round >= 0) results[name]?.push(result);
    }
  }
  return results;
}

/** Median of the ratios, round by round: the machine's moods fall on both sides. */
export const ratio = (a: readonly number[], b: readonly number[]): number =>
  median(a.map((value, i) => value / (b[i] ?? Number.NaN)));

export const fixed = (value: number, digits = 2): string => value.toFixed(digits);
