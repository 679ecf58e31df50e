import { breaches, constraint, invalid } from '../api-error.ts';
import { type Input, numberOf, textOf } from '../input.ts';
import { type Pages, pages } from '../pages.ts';
import type { World } from '../world.ts';
import { workGroupOf } from './work-group.ts';

const MOST_IDS = 50;

/** `ListQueryExecutions`: of one workgroup, the newest first. */
export function listOperation(): (world: World, input: Input) => object {
  const tokens: Pages = pages();
  return (world, input) => {
    const most = numberOf(input, 'MaxResults') ?? MOST_IDS;
    if (most < 0) throw breaches([constraint('maxResults', 'value greater than or equal to 0')]);
    if (most > MOST_IDS)
      throw breaches([constraint('maxResults', `value less than or equal to ${MOST_IDS}`)]);
    const group = workGroupOf(world, textOf(input, 'WorkGroup'));
    const token = textOf(input, 'NextToken');
    const left = token === undefined ? undefined : tokens.offset(group.name, token);
    if (token !== undefined && left === undefined) throw invalid(`The nextPageToken is malformed: ${token}`);
    const all = [...world.executions.values()].filter((each) => each.request.workGroup === group.name);
    // Counted from the oldest, so that queries started between two pages move nothing.
    const until = left ?? all.length;
    const from = Math.max(0, until - (most === 0 ? MOST_IDS : most));
    return {
      QueryExecutionIds: all
        .slice(from, until)
        .map((each) => each.id)
        .reverse(),
      ...(from > 0 ? { NextToken: tokens.token(group.name, from) } : {}),
    };
  };
}
