import { environmentName, slug } from '../core/environment/deployed-names.ts';
import type { AwsEnvironment } from '../core/environment/environment.ts';

export { environmentName, pipelineName, slug } from '../core/environment/deployed-names.ts';

export const stackName = (environment: string, domain?: string): string =>
  domain === undefined ? environmentName(environment) : `${environmentName(environment)}-${slug(domain)}`;

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
