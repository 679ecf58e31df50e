import { environmentName, slug } from '../core/environment/deployed-names.ts';
import { type AwsEnvironment, type Place, placeOf } from '../core/environment/environment.ts';

export { environmentName, pipelineName, slug } from '../core/environment/deployed-names.ts';

export const stackName = (environment: string, domain?: string): string =>
  domain === undefined ? environmentName(environment) : `${environmentName(environment)}-${slug(domain)}`;

/** Where Athena writes its results: as the environment says, else a bucket beside the lake's. */
export function resultsOf({ results, lake }: Pick<AwsEnvironment, 'results' | 'lake'>): Place {
  return results === undefined ? { bucket: `${lake.bucket}-results`, prefix: '' } : placeOf(results);
}
