import { RemovalPolicy } from 'aws-cdk-lib';
import type { Deploy } from '../../core/environment/deploy.ts';

/**
 * Of whatever holds data: where it is to outlive the stack it does, but not a first deployment that failed, whose second
 * try would find the names taken.
 */
export const removalPolicyOf = ({ retainData }: Pick<Deploy, 'retainData'>): RemovalPolicy =>
  retainData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
