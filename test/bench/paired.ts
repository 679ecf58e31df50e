import { spawnSync } from 'node:child_process';

export interface Timing {
  readonly wallS: number;
  readonly cpuS: number;
  readonly peakMib: number;
  readonly stdout: string;
}

const WRAPPER = `import resource, subprocess, sys, time
start = time.perf_counter()
ended = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, ended.returncode)
sys.stdout.flush()
sys.stdout.buffer.write(ended.stdout)`;

/**
 * One whole process, by the operating system's own accounting. Every contestant ends with 0 or, where it rejects
 * something, with 1: another code, or one above `worst`, is a run that measured nothing.
 */
export function timeProcess(command: readonly string[], worst = 1): Timing {
  const ended = spawnSync('python3', ['-c', WRAPPER, ...command], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const [first = '', ...rest] = ended.stdout.split('\n');
  const [wallS = Number.NaN, cpuS = Number.NaN, peakMib = Number.NaN, code] = first.split(' ').map(Number);
  if (code === undefined || code < 0 || code > worst)
    throw new Error(`exit code ${code}: ${command.join(' ')}\n${ended.stderr}`);
  return { wallS, cpuS, peakMib, stdout: rest.join('\n') };
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share + 0.5)] ?? Number.NaN;
}

/** The same rounds for every contestant, in turn, after some that do not count. */
export async function alternate<T>(
  rounds: number,
  contestants: Readonly<Record<string, () => T | Promise<T>>>,
  warmUp = 1,
): Promise<Record<string, T[]>> {
  const results: Record<string, T[]> = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const [name, run] of Object.entries(contestants)) {
      const result = await run();
      if (round >= 0) results[name]?.push(result);
    }
  }
  return results;
}

/** Median of the ratios, round by round: the machine's moods fall on both sides. */
export const medianRatio = (a: readonly number[], b: readonly number[]): number => median(ratiosOf(a, b));

const ratiosOf = (a: readonly number[], b: readonly number[]): readonly number[] =>
  a.map((value, i) => value / (b[i] ?? Number.NaN));

/** The same with its quartiles, as a cell. */
export function ratio(a: readonly number[], b: readonly number[]): string {
  const ratios = ratiosOf(a, b);
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => fixed(quantile(ratios, share)));
  return a.length < 3 ? `${middle}` : `${middle} (${low}–${high})`;
}

export const fixed = (value: number, digits = 2): string => value.toFixed(digits);

/** One row of a Markdown table. */
export const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |\n`;

export const head = (...names: readonly string[]): string => row(...names) + row(...names.map(() => '---'));

/** The three medians of a contestant, as cells. */
export const cells = (timings: readonly Timing[]): readonly string[] => [
  fixed(median(timings.map((t) => t.wallS))),
  fixed(median(timings.map((t) => t.cpuS))),
  fixed(median(timings.map((t) => t.peakMib)), 0),
];

/** One against another, wall and CPU, as cells. */
export const against = (one: readonly Timing[], other: readonly Timing[]): readonly string[] => [
  ratio(
    one.map((t) => t.wallS),
    other.map((t) => t.wallS),
  ),
  ratio(
    one.map((t) => t.cpuS),
    other.map((t) => t.cpuS),
  ),
];
