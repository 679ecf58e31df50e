import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { interruptible } from '../../lib/cli/interruption.ts';
import { type AwsEnvironment, REGION, readEnvironment } from '../../lib/core/environment/environment.ts';
import type { AwsConfig } from '../../lib/platform/aws/config.ts';
import { announcement } from './announce.ts';
import { awsPlace } from './aws/aws-place.ts';
import { type Identity, identify } from './aws/identity.ts';
import { environmentText } from './environment-text.ts';
import { PROBES } from './probes/index.ts';
import { exitCodeOf, markdownOf, writeReport } from './report.ts';
import { smoke } from './smoke.ts';
import { PROJECT, type WorkFolder, workFolder, writeWorkFolder } from './work-folder.ts';

interface Options {
  readonly region?: string;
  readonly profile?: string;
  readonly only?: string;
  readonly out: string;
  readonly yes?: boolean;
  readonly keep?: boolean;
  readonly tearDown?: string;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const NAME = /^smoke-[0-9a-f]{8}$/;

/** Exit codes: 0 all holds, 1 something differs, 2 bad input or no credentials, 3 platform, 130 interrupted. */
export async function main(args: readonly string[]): Promise<number> {
  const program = new Command('aws-smoke')
    .description('Tries Sluice in an AWS account: deploys, asks, compares, takes everything away again.')
    .option('--region <region>', 'where (AWS_REGION)')
    .option('--profile <name>', 'credentials (AWS_PROFILE)')
    .option('--only <probes>', 'names of probes, separated by commas, and those that they need')
    .option('--out <file>', 'the report; beside it the same as Markdown', 'aws-smoke.json')
    .option('--yes', 'do it; without this it says what it would do')
    .option('--keep', 'take nothing away at the end')
    .option('--tear-down <name>', 'only take away what an earlier run left')
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  try {
    program.parse([...args], { from: 'user' });
    return await act(program.opts<Options>());
  } catch (cause) {
    if (cause instanceof CommanderError) {
      if (cause.exitCode !== 0) say(`${cause.message.replace(/^error: /, '')} (see --help)`);
      return cause.exitCode === 0 ? 0 : 2;
    }
    say(cause instanceof Error ? cause.message : String(cause));
    return 3;
  }
}

const refuse = (sentence: string): number => {
  say(sentence);
  return 2;
};

async function act(options: Options): Promise<number> {
  const { tearDown } = options;
  if (tearDown !== undefined && !NAME.test(tearDown))
    return refuse(`--tear-down takes the name of an earlier run, like smoke-1a2b3c4d, not ${tearDown}.`);
  const known = tearDown === undefined ? undefined : folderOf(tearDown);
  if (known !== undefined && !existsSync(known.contracts))
    return refuse(`There is no folder ${known.path}: an earlier run is taken away where it was started.`);
  if (options.profile !== undefined) process.env.AWS_PROFILE = options.profile;
  const region = known === undefined ? (options.region ?? process.env.AWS_REGION) : configOf(known).region;
  if (region === undefined || !REGION.test(region))
    return refuse('Say which region, like --region eu-central-1, or set AWS_REGION.');
  // for the CDK too
  process.env.AWS_REGION = region;
  const chosen = choose(options.only);
  if (typeof chosen === 'string') return refuse(chosen);
  const found = await identify(region);
  if ('refused' in found) return refuse(found.refused);
  const { identity } = found;
  if (known !== undefined) return takeAway(known, identity);
  const folder = folderOf(`smoke-${randomBytes(4).toString('hex')}`);
  say(announcement({ environment: folder.environment, region, identity, probes: chosen }));
  if (options.yes !== true) return refuse('Nothing was done: add --yes.');
  writeWorkFolder(folder, environmentText(folder.environment, region, identity.account));
  return tryIn(folder, identity, chosen, options);
}

/** The probes that are named, in their order, with those that they need; or what is wrong with a name. */
function choose(only: string | undefined): typeof PROBES | string {
  if (only === undefined) return PROBES;
  const wanted = new Set(only.split(',').map((name) => name.trim()));
  const unknown = [...wanted].find((name) => !PROBES.some((p) => p.name === name));
  if (unknown !== undefined)
    return `There is no probe ${unknown}: there are ${PROBES.map((p) => p.name).join(', ')}.`;
  for (const probe of PROBES.toReversed())
    if (wanted.has(probe.name)) for (const need of probe.needs ?? []) wanted.add(need);
  return PROBES.filter((p) => wanted.has(p.name));
}

/** It stays, so that what was kept or could not be taken away can be taken away later. */
const folderOf = (name: string): WorkFolder => workFolder(join(PROJECT, '.sluice/aws-smoke', name), name);

function configOf({ contracts, environment }: WorkFolder): AwsEnvironment & AwsConfig {
  const file = join(contracts, `${environment}.environment.yaml`);
  const read = readEnvironment(readFileSync(file, 'utf8'), file);
  if (!read.ok || read.value.platform !== 'aws') throw new Error(`${file} is no environment of AWS`);
  const { endpoints: _, ...rest } = read.value;
  return rest;
}

async function tryIn(
  folder: WorkFolder,
  identity: Identity,
  probes: typeof PROBES,
  { keep = false, out }: Options,
): Promise<number> {
  const config = configOf(folder);
  const undo = `node bin/aws-smoke.ts --tear-down ${folder.environment}`;
  say(`Should this process be killed: ${undo}`);
  let interrupted: unknown;
  const report = await interruptible(async (signal) => {
    const place = awsPlace({ config, folder, identity, signal, say });
    const made = await smoke({ place, config, folder, probes, signal, keep, say });
    interrupted = signal.aborted ? signal.reason : undefined;
    return made;
  });
  writeReport(report, resolve(out));
  process.stdout.write(markdownOf(report));
  if (keep) say(`It is kept. Take it away with ${undo}`);
  if (interrupted !== undefined) return 130;
  return exitCodeOf(report);
}

async function takeAway(folder: WorkFolder, identity: Identity): Promise<number> {
  const { signal } = new AbortController();
  const left = await awsPlace({ config: configOf(folder), folder, identity, signal, say }).destroy();
  for (const line of left) say(`left: ${line}`);
  return 0;
}
