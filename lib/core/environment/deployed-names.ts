/** What a deployment calls what belongs to an environment and its pipelines. */

/** EventBridge Scheduler's group of an environment. */
export const scheduleGroupOf = (environment: string): string => `sluice-${environment}`;

/** Of `aviation/flights` in dev `sluice-dev-aviation-flights`. */
export const scheduleNameOf = (environment: string, pipeline: string): string =>
  `${scheduleGroupOf(environment)}-${pipeline.replace('/', '-')}`;
