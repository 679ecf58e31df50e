import type { AwsEnvironment } from '../core/environment/environment.ts';

/** Names that a deployment and the command line both go by. */
export const environmentName = (environment: string): string => `sluice-${environment}`;

export const stackName = (environment: string, domain?: string): string =>
  domain === undefined ? environmentName(environment) : `${environmentName(environment)}-${slug(domain)}`;

/** Of a machine and of its schedule, whose group is called like the environment. */
export const pipelineName = (environment: string, pipeline: string): string =>
  `${environmentName(environment)}-${slug(pipeline)}`;

/** Names of AWS have neither slashes nor underscores everywhere. */
export const slug = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

export interface Bucketed {
  readonly bucket: string;
  /** Empty, or ending in `/`. */
  readonly prefix: string;
}

/** Where Athena writes its results: as the environment says, else a bucket beside the lake's. */
export function resultsOf({ results, lake }: Pick<AwsEnvironment, 'results' | 'lake'>): Bucketed {
  if (results === undefined) return { bucket: `${lake.bucket}-results`, prefix: '' };
  const [bucket = '', ...rest] = results.slice('s3://'.length).split('/');
  return { bucket, prefix: rest.join('/') };
}
