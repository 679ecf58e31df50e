import { suggest } from '../core/contract/document/suggest.ts';
import { type Issue, issue } from '../core/contract/issue.ts';
import type { AwsEnvironment } from '../core/environment/environment.ts';
import type { Pipeline } from '../core/pipeline/pipeline.ts';
import { fail, ok, type Result } from '../core/values/result.ts';
import { type Definitions, readPipelineFile } from '../platform/local/definitions.ts';
import { checkTransform, resolveDefinitions } from '../steps/request/resolve-run.ts';
import { checkNames } from './check-names.ts';
import { scheduleExpression } from './pipeline/schedule-expression.ts';

/** A pipeline as an environment has it, with what only a deployment needs to know. */
export interface DeployablePipeline {
  readonly pipeline: Pipeline;
  /** What it publishes: `<domain>/<table>`. */
  readonly dataset: string;
  /** Where it reads: `bucket/prefix`. */
  readonly sources: readonly string[];
  readonly scheduleExpression?: string;
}

/** Publishers that a deployment has. */
const PUBLISHERS: readonly string[] = ['local', 'glue-partition'];

/** Every pipeline of the contracts folder for one environment, or all that is wrong with any of them. */
export function readPipelines(
  definitions: Definitions,
  environment: Pick<AwsEnvironment, 'name' | 'platform'>,
): Result<readonly DeployablePipeline[], readonly Issue[]> {
  const read = definitions.pipelineFiles.map((file) => deployable(file, definitions, environment));
  const issues = read.flatMap((r) => (r.ok ? [] : r.error));
  const pipelines = read.flatMap((r) => (r.ok ? [r.value] : []));
  const named = pipelines.map((p) => p.pipeline);
  issues.push(...publishedTwice(pipelines), ...checkNames(named, environment.name));
  return issues.length > 0 ? fail(issues) : ok(pipelines);
}

function deployable(
  file: string,
  definitions: Definitions,
  environment: Pick<AwsEnvironment, 'name' | 'platform'>,
): Result<DeployablePipeline, readonly Issue[]> {
  const found = readPipelineFile(file);
  if (!found.ok) return found;
  const { pipeline, sql } = found.value;
  const given = { pipeline, registry: definitions.registry, environment, locate: (path: string) => path };
  const resolved = resolveDefinitions(given);
  if (!resolved.ok) return resolved;
  const { dataset, source } = resolved.value;
  const wrong = [...checkTransform(pipeline, sql), ...publisherOf(dataset.settings, dataset.name)];
  const schedule = pipeline.schedule;
  const expression =
    schedule === undefined ? undefined : scheduleExpression(schedule.cron, { file: pipeline.file });
  if (expression !== undefined && !expression.ok) wrong.push(...expression.error);
  if (wrong.length > 0) return fail(wrong);
  const { candidate } = pipeline;
  const places = [source?.path, 'location' in candidate ? candidate.location : undefined];
  return ok({
    pipeline,
    dataset: `${pipeline.domain}/${dataset.name}`,
    sources: places.flatMap((place) => (place === undefined ? [] : [fixedPart(place)])),
    ...(expression?.ok ? { scheduleExpression: expression.value } : {}),
  });
}

function publisherOf(
  { publisher, at }: { readonly publisher: string; readonly at: Readonly<Record<string, Issue['at']>> },
  dataset: string,
): readonly Issue[] {
  if (PUBLISHERS.includes(publisher)) return [];
  return [issue('SLU-217', { dataset, publisher, known: 'glue-partition' }, at['sluice.publisher'])];
}

/** `bucket/prefix` up to the first placeholder. */
const fixedPart = (uri: string): string => uri.replace(/^s3:\/\//, '').replace(/\{.*$/, '');

/** That no pipeline of this name is among these. */
export function noPipeline(name: string, pipelines: readonly DeployablePipeline[]): Issue {
  const known = pipelines.map(({ pipeline }) => pipeline.name);
  return issue('SLU-606', { name, known: known.join(', '), suggestion: suggest(name, known) ?? '' });
}

function publishedTwice(pipelines: readonly DeployablePipeline[]): readonly Issue[] {
  return [...Map.groupBy(pipelines, (p) => p.dataset)].flatMap(([dataset, [first, ...others]]) =>
    others.map(({ pipeline }) =>
      issue(
        'SLU-218',
        { dataset, pipeline: pipeline.name, first: first?.pipeline.name ?? '' },
        pipeline.at.contract,
      ),
    ),
  );
}
