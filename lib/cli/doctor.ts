import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { examine, type Finding } from '../core/publish/examine.ts';
import { resolveOpenIntents } from '../core/publish/resolve.ts';
import { planCollection } from '../platform/local/collect.ts';
import { localConfig } from '../platform/local/config.ts';
import { localLake } from '../platform/local/lake.ts';
import { plural } from '../report/printable.ts';
import type { Run } from './commands.ts';
import { underLease } from './move-pointers.ts';
import { flagsOf } from './options.ts';
import { chooseFormat } from './output.ts';
import { unknown } from './records.ts';
import { ledgerFile, now, openServices, type Services } from './services.ts';

interface Diagnosis {
  readonly dataset: string;
  readonly findings: readonly Finding[];
  /** Folders that `gc` would remove. */
  readonly collectable: number;
  /** What --repair did about it. */
  readonly repaired: readonly string[];
}

/** Between two runs: is everything closed, and do readers see what was published? 1 where something is left to do. */
export const run: Run = async (operands, options, output) => {
  const format = chooseFormat(String(options.format));
  const wanted = String(operands[0] ?? '');
  const flags = flagsOf(options);
  const { root } = localConfig(flags);
  if (!existsSync(ledgerFile(root))) {
    if (wanted !== '') throw unknown('dataset', wanted);
    if (format === 'json') output.data(JSON.stringify({ unwritable: [], datasets: [] }, null, 2));
    output.say('nothing is gated here yet');
    return 0;
  }
  const unwritable = ['.sluice', '.sluice/runs', '.sluice/versions', 'lake'].filter(
    (f) => !isWritable(join(root, f)),
  );
  const services = await openServices(flags, output);
  try {
    const gated: string[] = [];
    for (const dataset of await services.ports.ledger.datasets()) {
      // a source is known by what it held, and has neither runs nor partitions of its own
      for await (const _ of services.ports.ledger.query({ kind: 'run', dataset, limit: 1 }))
        gated.push(dataset);
    }
    const chosen = wanted === '' ? gated : gated.filter((d) => d === wanted);
    if (wanted !== '' && chosen.length === 0) throw unknown('dataset', wanted);
    const datasets: Diagnosis[] = [];
    for (const dataset of chosen)
      datasets.push(await diagnose(dataset, root, services, options.repair === true));
    if (format === 'json') output.data(JSON.stringify({ unwritable, datasets }, null, 2));
    else {
      for (const folder of unwritable) output.data(`${folder}: cannot be written by this user`);
      for (const d of datasets) for (const line of linesOf(d)) output.data(`${d.dataset}: ${line}`);
    }
    return unwritable.length > 0 || datasets.some((d) => d.findings.length > 0) ? 1 : 0;
  } finally {
    await services.close();
  }
};

async function diagnose(
  dataset: string,
  root: string,
  { ports }: Services,
  repair: boolean,
): Promise<Diagnosis> {
  const repaired: string[] = [];
  let findings = await examine(dataset, ports);
  if (repair && findings.length > 0) {
    await underLease(dataset, ports, async () => {
      const resolution = await resolveOpenIntents(dataset, ports, now);
      if (resolution.closed.length > 0) {
        const forward =
          resolution.receipts.length > 0
            ? 'forward: readers saw it already'
            : 'back: readers saw nothing of it';
        repaired.push(
          `${plural(resolution.closed.length, 'open publish', 'open publishes')} closed, ${forward}`,
        );
      }
      if (resolution.driftRepaired) repaired.push('readers see again what was published');
    });
    findings = await examine(dataset, ports);
  }
  const lake = localLake(root);
  try {
    const { items } = await planCollection(dataset, { versions: 3 }, { lake, ledger: ports.ledger });
    return { dataset, findings, repaired, collectable: items.length };
  } finally {
    await lake.close();
  }
}

function linesOf({ findings, repaired, collectable }: Diagnosis): readonly string[] {
  const found = findings.map(({ what }) => what);
  const advice =
    findings.length === 0 ? [] : ['the next run sees to it, or `sluice doctor --repair` does now'];
  const state = found.length === 0 ? ['healthy'] : [...found, ...advice];
  const old =
    collectable === 0
      ? []
      : [`${plural(collectable, 'old folder')}: \`sluice gc\` removes what nothing needs`];
  return [...repaired, ...state, ...old];
}

function isWritable(folder: string): boolean {
  if (!existsSync(folder)) return true;
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
