import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { planCollection } from '../platform/local/collect.ts';
import { localConfig } from '../platform/local/config.ts';
import { localLake } from '../platform/local/lake.ts';
import { plural } from '../report/printable.ts';
import type { Run } from './commands.ts';
import { type Diagnosis, diagnose } from './diagnose.ts';
import { environmentOf } from './environments.ts';
import { flagsOf } from './options.ts';
import { chooseFormat } from './output.ts';
import { unknown } from './records.ts';
import { ledgerFile, openServices, type Services } from './services.ts';

interface LocalDiagnosis extends Diagnosis {
  readonly dataset: string;
  /** Folders that `gc` would remove. */
  readonly collectable: number;
}

/** Between two runs: is everything closed, and do readers see what was published? 1 where something is left to do. */
export const run: Run = async (operands, options, output) => {
  const format = chooseFormat(String(options.format));
  const wanted = String(operands[0] ?? '');
  const flags = flagsOf(options);
  const environment = environmentOf(flags);
  if (environment.platform === 'aws') {
    const { doctorAws } = await import('./doctor-aws.ts');
    return doctorAws(environment, { wanted, format, repair: options.repair === true, flags }, output);
  }
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
    const datasets: LocalDiagnosis[] = [];
    for (const dataset of chosen)
      datasets.push(await diagnoseLocally(dataset, root, services, options.repair === true));
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

async function diagnoseLocally(
  dataset: string,
  root: string,
  { ports }: Services,
  repair: boolean,
): Promise<LocalDiagnosis> {
  const diagnosis = await diagnose(dataset, ports, repair);
  const lake = localLake(root);
  try {
    const { items } = await planCollection(dataset, { versions: 3 }, { lake, ledger: ports.ledger });
    return { dataset, ...diagnosis, collectable: items.length };
  } finally {
    await lake.close();
  }
}

function linesOf({ findings, repaired, collectable }: LocalDiagnosis): readonly string[] {
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
