/** Names that a deployment and the command line both go by. */
export const environmentName = (environment: string): string => `sluice-${environment}`;

/** Of a machine and of its schedule, whose group is called like the environment. */
export const pipelineName = (environment: string, pipeline: string): string =>
  `${environmentName(environment)}-${slug(pipeline)}`;

/** Names of AWS have neither slashes nor underscores everywhere. */
export const slug = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
