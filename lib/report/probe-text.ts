import type { Probe } from '../core/environment/probe.ts';
import { painter, printable } from './printable.ts';

const SIGNS: Readonly<Record<Probe['state'], readonly [string, 'green' | 'yellow' | 'red']>> = {
  ok: ['✓', 'green'],
  warning: ['!', 'yellow'],
  problem: ['✗', 'red'],
};

/** A line for each part that was looked at, and below it what to do about it. */
export function probeText(probes: readonly Probe[], { color }: { readonly color: boolean }): string {
  const paint = painter(color);
  const width = Math.max(...probes.map((p) => p.about.length));
  return probes
    .flatMap(({ about, state, says, remedy }) => {
      const [sign, ink] = SIGNS[state];
      const line = `${paint(ink, sign)} ${about.padEnd(width)}  ${printable(says)}`;
      return remedy === undefined ? [line] : [line, `  ${' '.repeat(width)}  ${printable(remedy)}`];
    })
    .join('\n');
}
