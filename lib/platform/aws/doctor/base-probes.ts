import { GetWorkGroupCommand, type WorkGroup } from '@aws-sdk/client-athena';
import { GetDatabaseCommand } from '@aws-sdk/client-glue';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ok, type Probe, problem, warning } from '../../../core/environment/probe.ts';
import type { AwsContext } from '../clients.ts';
import { nameOf, reasonOf, statusOf, worded } from '../errors.ts';
import { asking } from './asking.ts';

const IN_FILE = "in the environment's file";

/** Whose credentials are used; throws PlatformError where there are none. */
export async function probeIdentity({ clients }: AwsContext<'s3'>): Promise<readonly Probe[]> {
  try {
    const { accessKeyId, accountId } = await clients.s3.config.credentials();
    const account = accountId === undefined ? '' : ` of account ${accountId}`;
    return [ok('identity', `credentials${account} with the access key …${accessKeyId.slice(-4)}`)];
  } catch (cause) {
    throw worded(cause, 'looking at the environment');
  }
}

/** Listing is what every run begins with; writing is not tried. */
export const probeLake = ({ config, clients, pace }: AwsContext<'s3'>): Promise<readonly Probe[]> =>
  asking({ about: 'lake', action: 's3:ListBucket' }, pace, async () => {
    const { bucket, prefix } = config.lake;
    const request = { Bucket: bucket, Prefix: prefix, MaxKeys: 1 };
    try {
      await clients.s3.send(new ListObjectsV2Command(request));
      return [ok('lake', `s3://${bucket}/${prefix} can be listed`)];
    } catch (cause) {
      const deploy = `Deploy the environment, or name another bucket ${IN_FILE} (lake).`;
      if (nameOf(cause) === 'NoSuchBucket' || statusOf(cause) === 404)
        return [problem('lake', `there is no bucket ${bucket}`, deploy)];
      if (statusOf(cause) === 301 || nameOf(cause) === 'AuthorizationHeaderMalformed') {
        const says = `the bucket ${bucket} is not in ${config.region}: ${reasonOf(cause)}`;
        return [problem('lake', says, `Correct \`region\` or \`lake\` ${IN_FILE}.`)];
      }
      throw cause;
    }
  });

/** What every query runs in: enabled, on version 3, with one place for results and a limit of bytes. */
export const probeWorkgroup = (
  { config, clients, pace }: AwsContext<'athena'>,
  bytesPerQuery?: number,
): Promise<readonly Probe[]> =>
  asking({ about: 'workgroup', action: 'athena:GetWorkGroup', optional: true }, pace, async () => {
    const { workgroup, region } = config;
    try {
      const answer = await clients.athena.send(new GetWorkGroupCommand({ WorkGroup: workgroup }));
      const found = problemsOf(answer.WorkGroup, { name: workgroup, results: config.results, bytesPerQuery });
      const version = answer.WorkGroup?.Configuration?.EngineVersion?.EffectiveEngineVersion;
      return found.some((p) => p.state === 'problem')
        ? found
        : [
            ok('workgroup', `${workgroup} is enabled${version === undefined ? '' : `, ${version}`}`),
            ...found,
          ];
    } catch (cause) {
      if (nameOf(cause) !== 'InvalidRequestException') throw cause;
      const remedy = `Deploy the environment, or name another one ${IN_FILE} (workgroup).`;
      return [problem('workgroup', `there is no workgroup ${workgroup} in ${region}`, remedy)];
    }
  });

/** What the environment's file says. */
interface Expected {
  readonly name: string;
  readonly results: string | undefined;
  readonly bytesPerQuery: number | undefined;
}

function problemsOf(
  group: WorkGroup | undefined,
  { name, results, bytesPerQuery }: Expected,
): readonly Probe[] {
  const settings = group?.Configuration;
  const location = settings?.ResultConfiguration?.OutputLocation;
  const limit = settings?.BytesScannedCutoffPerQuery;
  const enforced = settings?.EnforceWorkGroupConfiguration === true;
  const managed = settings?.ManagedQueryResultsConfiguration?.Enabled === true;
  const version = settings?.EngineVersion?.EffectiveEngineVersion;
  const tell = (when: boolean, probe: Probe): readonly Probe[] => (when ? [probe] : []);
  return [
    ...tell(
      group?.State !== 'ENABLED',
      problem('workgroup', `${name} is ${group?.State?.toLowerCase() ?? 'in no state'}`, 'Enable it.'),
    ),
    ...tell(
      version !== undefined && !/version 3\b/.test(version),
      problem('workgroup', `${name} runs ${version}`, 'Choose Athena engine version 3.'),
    ),
    ...tell(
      location === undefined && results === undefined && !managed,
      problem(
        'workgroup',
        `${name} does not say where results of queries go`,
        `Give it a location, or \`results\` ${IN_FILE}.`,
      ),
    ),
    ...tell(
      enforced && results !== undefined && location !== undefined && !isSame(results, location),
      warning(
        'workgroup',
        `${name} enforces ${location}, so \`results\` ${IN_FILE} is not used`,
        'Take `results` out of the file.',
      ),
    ),
    ...tell(
      !enforced,
      warning(
        'workgroup',
        `${name} does not enforce its settings: whoever queries may choose others`,
        'Enforce the configuration of the workgroup.',
      ),
    ),
    ...tell(
      limit === undefined,
      warning('workgroup', `${name} has no limit of bytes for a query`, 'Set one.'),
    ),
    ...tell(
      limit !== undefined && bytesPerQuery !== undefined && limit !== bytesPerQuery,
      warning(
        'workgroup',
        `${name} ends a query at ${limit} bytes, and the environment's file says ${bytesPerQuery}`,
        'Deploy the environment again.',
      ),
    ),
  ];
}

const isSame = (a: string, b: string): boolean => a.replace(/\/+$/, '') === b.replace(/\/+$/, '');

/** For staged tables, and for the feature tables of each domain. */
export const probeDatabases = (
  databases: readonly string[],
  { clients, pace, config }: AwsContext<'glue'>,
): Promise<readonly Probe[]> =>
  asking({ about: 'databases', action: 'glue:GetDatabase' }, pace, async () => {
    const missing: string[] = [];
    for (const name of databases) {
      try {
        await clients.glue.send(new GetDatabaseCommand({ Name: name }));
      } catch (cause) {
        if (nameOf(cause) !== 'EntityNotFoundException') throw cause;
        missing.push(name);
      }
    }
    const there = databases.filter((name) => !missing.includes(name));
    return [
      ...(there.length === 0 ? [] : [ok('databases', `${there.join(', ')} are there`)]),
      ...missing.map((name) =>
        problem(
          'databases',
          `there is no Glue database ${name} in ${config.region}`,
          `Deploy the environment, or name others ${IN_FILE} (databases).`,
        ),
      ),
    ];
  });
