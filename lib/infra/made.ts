import type { Construct, IConstruct } from 'constructs';
import { issue } from '../core/contract/issue.ts';
import { InvalidDeployment } from './invalid-deployment.ts';

/** Of each app: what it has of every environment, by words. Dropped together with the app. */
const MADE = new WeakMap<IConstruct, Map<string, Construct>>();

/** What an app has already under these words. */
export const madeAs = (what: string, { node }: IConstruct): Construct | undefined =>
  MADE.get(node.root)?.get(what);

/** Notes what a construct is: its resources bear names that an account has once. A second one is refused. */
export function note(what: string, construct: Construct): void {
  const first = madeAs(what, construct);
  const second = construct.node.path;
  if (first !== undefined)
    throw new InvalidDeployment([issue('SLU-219', { what, first: first.node.path, second })]);
  const { root } = construct.node;
  MADE.set(root, (MADE.get(root) ?? new Map()).set(what, construct));
}
