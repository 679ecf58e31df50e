import type { Probe } from '../probe.ts';
import { sluice } from '../sluice.ts';

interface Part {
  readonly about: string;
  readonly state: 'ok' | 'warning' | 'problem';
  readonly says: string;
}

/** The deployment, as its own doctor sees it. */
export const deployed: Probe = {
  name: 'deployed',
  does: 'deploys a throw-away environment, and asks `sluice doctor --env` about it',
  expects: 'nothing is left to do',
  async ask({ folder }) {
    const args = ['doctor', '--env', folder.environment, '--format', 'json'];
    const { code, stdout, stderr } = await sluice(folder, args);
    if (stdout.trim() === '') throw new Error(stderr.trim());
    const { probes }: { readonly probes: readonly Part[] } = JSON.parse(stdout);
    const notable = probes.filter((p) => p.state !== 'ok').map((p) => `${p.about}: ${p.says}`);
    const seen = [`${probes.length - notable.length} parts are fine`, ...notable].join('; ');
    return { holds: code === 0, seen, numbers: { parts: probes.length, notable: notable.length } };
  },
};
