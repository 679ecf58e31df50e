import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { issue } from '../core/contract/issue.ts';
import { rulesOfOtherEngines } from '../core/gate/other-engines.ts';
import { resolveAdoption } from '../steps/request/resolve-adoption.ts';
import { chooseSchema } from '../steps/request/resolve-run.ts';
import { newId } from '../steps/state/new-id.ts';
import type { Run } from './commands.ts';
import { loadDefinitions } from './definitions.ts';
import { drive } from './drive.ts';
import { refuseAws } from './environments.ts';
import { CliFailure, failOn, orFail } from './failure.ts';
import { choiceOption, flagsOf, textOption } from './options.ts';
import { chooseFormat } from './output.ts';
import { now, openServices } from './services.ts';

/** What lies in a folder becomes the first snapshots of a table, and is judged, so that everybody knows what it is. */
export const run: Run = async (operands, options, output) => {
  chooseFormat(String(options.format));
  const [name, shown] = operands.map(String);
  const take = choiceOption(options, 'take', '--take', ['copy', 'link'] as const) ?? 'copy';
  const flags = flagsOf(options);
  refuseAws(flags, 'adopt');
  const folder = resolve(String(shown));
  if (!existsSync(folder)) throw new CliFailure([issue('SLU-603', { path: String(shown) })]);
  const { registry } = loadDefinitions(flags);
  const { contract, domain } = orFail(registry.find(String(name)));
  const dataset = orFail(chooseSchema(contract, textOption(options, 'schema')));
  failOn(rulesOfOtherEngines(dataset, 'duckdb'));
  const { ports, close } = await openServices(flags, output);
  try {
    const id = `${domain}/${dataset.name}`;
    const { pointers } = await ports.ledger.state(id);
    if (pointers.length > 0) {
      throw new CliFailure([issue('SLU-551', { dataset: id, count: String(pointers.length) })]);
    }
    const samples = options.samples !== false;
    const adoption = { contract, dataset, domain, folder, take, samples, runId: newId(), now: now() };
    const request = orFail(await resolveAdoption(adoption, ports.lake));
    // said before anything is copied
    failOn(await ports.publisher.refuse(id, { count: request.partitions.length }));
    return await drive([request], options, output);
  } finally {
    await close();
  }
};
