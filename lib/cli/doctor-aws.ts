import { issue } from '../core/contract/issue.ts';
import { PlatformError } from '../core/contract/platform-error.ts';
import type { AwsEnvironment } from '../core/environment/environment.ts';
import { ok, type Probe, warning } from '../core/environment/probe.ts';
import type { Pipeline } from '../core/pipeline/pipeline.ts';
import type { Ledger } from '../core/ports.ts';
import { type Definitions, readPipelineFile } from '../platform/local/definitions.ts';
import { probeText } from '../report/probe-text.ts';
import { resolveDefinitions } from '../steps/request/resolve-run.ts';
import { StepFailure } from '../steps/state/failure.ts';
import { leaseKey } from '../steps/state/lease.ts';
import { loadDefinitions } from './definitions.ts';
import { probeDataset, problemOf } from './doctor-dataset.ts';
import { awsConfigOf, locateIn, readersOf } from './environments.ts';
import { CliFailure } from './failure.ts';
import type { Format, Output } from './output.ts';
import type { Contracted, Flags } from './services.ts';

interface DoctorOptions {
  /** A dataset, or '' for all. */
  readonly wanted: string;
  readonly format: Format;
  readonly repair: boolean;
  readonly flags: Flags;
}

/** Looks at a deployment, part by part, and changes nothing unless told to repair. 1 where something is left to do. */
export async function doctorAws(
  environment: AwsEnvironment,
  { wanted, format, repair, flags }: DoctorOptions,
  output: Output,
): Promise<number> {
  const definitions = loadDefinitions(flags);
  const { pipelines, gated, probes: defined } = readDefined(definitions, environment);
  const { openDoctor } = await import('../platform/aws/doctor/examine-deployment.ts');
  const { openAwsServices } = await import('./aws-services.ts');
  const config = awsConfigOf(environment);
  const domains = [...new Set(pipelines.map((p) => p.domain))];
  const { name, deploy } = environment;
  const doctor = openDoctor({ name, config, deploy, domains, pipelines });
  const services = await openAwsServices(environment, gated, flags, output);
  try {
    const base = await doctor.base();
    const probes = [...base, ...defined, ...(await doctor.schedules())];
    if (base.some((p) => p.state === 'problem' && p.about === 'ledger')) {
      const says = 'they were not looked at: the ledger cannot be read';
      probes.push(warning('datasets', says, 'See to the ledger first.'));
    } else {
      const { ports } = services;
      const look = async (dataset: string): Promise<readonly Probe[]> => {
        const { published, asking } = readersOf(environment, flags, dataset);
        const lease = await doctor.lease(leaseKey(dataset));
        const repairing = `sluice doctor ${dataset}${asking} --repair`;
        const question = { dataset, published, lease, nowMs: Date.now(), repair, repairing };
        return probeDataset(question, ports);
      };
      const datasets: string[] = [];
      const unread = await told('ledger', async () => {
        datasets.push(...(await datasetsOf(wanted, gated, ports.ledger)));
        return [];
      });
      probes.push(...unread);
      for (const dataset of datasets) probes.push(...(await told(dataset, () => look(dataset))));
    }
    const about = { environment: environment.name, region: environment.region, probes };
    output.data(format === 'json' ? JSON.stringify(about, null, 2) : probeText(probes, output));
    return probes.some((p) => p.state === 'problem') ? 1 : 0;
  } finally {
    doctor.close();
    await services.close();
  }
}

/** What ends the look at one dataset is a finding about it: a permission that is lacking, a run that holds its lease. */
async function told(about: string, look: () => Promise<readonly Probe[]>): Promise<readonly Probe[]> {
  try {
    return await look();
  } catch (cause) {
    const issues =
      cause instanceof PlatformError
        ? [cause.issue]
        : cause instanceof StepFailure
          ? cause.issues
          : undefined;
    if (issues === undefined) throw cause;
    return issues.map((found) => problemOf(about, found));
  }
}

/** What the contracts folder says should be there; what of it cannot be read or resolved is a finding. */
function readDefined(definitions: Definitions, environment: AwsEnvironment) {
  const pipelines: Pipeline[] = [];
  const gated: Contracted[] = [];
  const probes: Probe[] = [];
  const { registry } = definitions;
  const locate = locateIn(environment);
  for (const file of definitions.pipelineFiles) {
    const read = readPipelineFile(file);
    if (!read.ok) {
      probes.push(...read.error.map((found) => problemOf(file, found)));
      continue;
    }
    const { pipeline } = read.value;
    pipelines.push(pipeline);
    const resolved = resolveDefinitions({ pipeline, registry, environment, locate });
    if (!resolved.ok) {
      probes.push(...resolved.error.map((found) => problemOf(file, found)));
      continue;
    }
    const { contract, dataset } = resolved.value;
    gated.push({ dataset: `${pipeline.domain}/${dataset.name}`, contract, schemaName: dataset.name });
  }
  if (pipelines.length === 0) probes.push(ok('pipelines', `none in ${definitions.folder}`));
  return { pipelines, gated, probes };
}

/** Those that a pipeline publishes, and those that ever were published. */
async function datasetsOf(
  wanted: string,
  gated: readonly Contracted[],
  ledger: Ledger,
): Promise<readonly string[]> {
  const known = new Set(gated.map((g) => g.dataset));
  for (const dataset of await ledger.datasets()) {
    // a source is known by what it held, and has neither runs nor partitions of its own
    for await (const _ of ledger.query({ kind: 'run', dataset, limit: 1 })) known.add(dataset);
  }
  if (wanted === '') return [...known].sort();
  if (known.has(wanted)) return [wanted];
  throw new CliFailure([issue('SLU-609', { what: 'dataset', name: wanted })]);
}
