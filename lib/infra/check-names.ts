import { type Issue, issue } from '../core/contract/issue.ts';
import type { Pipeline } from '../core/pipeline/pipeline.ts';
import { environmentName, pipelineName, slug } from './names.ts';

/** Of a schedule and of a function; state machines and queues may be called longer. */
const LONGEST = 64;
/** Of a domain's functions the one with the longest name. */
const FUNCTION = 'transform';

type Named = Pick<Pipeline, 'name' | 'domain' | 'file'>;

/** Names that AWS would refuse, or take for one: found here, and not in the middle of a deployment. */
export const checkNames = (pipelines: readonly Named[], environment: string): readonly Issue[] => [
  ...pipelines.flatMap((pipeline) => tooLong(pipeline, environment)),
  ...sameNames(pipelines, environment),
];

function tooLong({ name, domain, file }: Named, environment: string): readonly Issue[] {
  const names = [
    ['schedule', pipelineName(environment, name)],
    ['function', `${environmentName(environment)}-${slug(domain)}-${FUNCTION}`],
  ] as const;
  return names
    .filter(([, called]) => called.length > LONGEST)
    .map(([what, called]) => {
      const params = { pipeline: name, what, called, length: String(called.length), limit: String(LONGEST) };
      return issue('SLU-227', params, { file });
    });
}

function sameNames(pipelines: readonly Named[], environment: string): readonly Issue[] {
  const called = Map.groupBy(pipelines, (p) => pipelineName(environment, p.name));
  return [...called].flatMap(([as, [first, ...others]]) =>
    others.map(({ name, file }) =>
      issue('SLU-228', { pipeline: name, first: first?.name ?? '', called: as }, { file }),
    ),
  );
}
