import type { Place } from './place.ts';
import type { Finding, Probe, Seen } from './probe.ts';
import type { World } from './world.ts';

export interface Asking {
  readonly probes: readonly Probe[];
  readonly place: Pick<Place, 'cannot'>;
  readonly world: World;
  /** Ctrl-C: nothing more is asked. */
  readonly signal: AbortSignal;
  /** Why nothing can be asked at all. */
  readonly unavailable?: string;
  /** One line as each answer is there. */
  readonly say: (line: string) => void;
}

/** Asks one after another; what fails, or is not asked, is a finding like any other. */
export async function runProbes(asking: Asking): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const probe of asking.probes) {
    const why = whyNot(probe, findings, asking);
    const startedAt = performance.now();
    const { outcome, seen, numbers } =
      why === undefined
        ? await answerOf(() => probe.ask(asking.world))
        : { outcome: 'not asked' as const, seen: why, numbers: undefined };
    const { settles, does, expects } = probe;
    const finding: Finding = {
      probe: probe.name,
      ...(settles === undefined ? {} : { settles }),
      ...{ does, expects, outcome, seen },
      ...(numbers === undefined ? {} : { numbers }),
      durationMs: Math.round(performance.now() - startedAt),
    };
    findings.push(finding);
    if (asking.unavailable === undefined)
      asking.say(`${probe.name}: ${outcome} (${(finding.durationMs / 1000).toFixed(1)} s): ${seen}`);
  }
  return findings;
}

function whyNot(
  { name, needs = [] }: Probe,
  findings: readonly Finding[],
  { place, signal, unavailable }: Asking,
): string | undefined {
  if (unavailable !== undefined) return unavailable;
  if (signal.aborted) return 'it was interrupted';
  const cannot = place.cannot[name];
  if (cannot !== undefined) return cannot;
  const missing = needs.find((need) => findings.find((f) => f.probe === need)?.outcome !== 'holds');
  return missing === undefined ? undefined : `${missing} did not hold`;
}

type Answered = Pick<Finding, 'outcome' | 'seen' | 'numbers'>;

async function answerOf(ask: () => Promise<Seen>): Promise<Answered> {
  try {
    const { holds, ...seen } = await ask();
    return { outcome: holds ? 'holds' : 'differs', ...seen };
  } catch (cause) {
    const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    return { outcome: 'failed', seen: why.replace(/\s+/g, ' ').trim() };
  }
}
