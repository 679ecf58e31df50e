import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { issue } from '../../core/contract/issue.ts';
import type { Deploy } from '../../core/environment/deploy.ts';
import type { AwsEnvironment } from '../../core/environment/environment.ts';
import { InvalidDeployment } from '../invalid-deployment.ts';

/** Refuses a stack that is elsewhere than its environment says. The account may be left to whoever deploys. */
export function checkPlace(at: Construct, { name, region }: AwsEnvironment, { account }: Deploy): void {
  const stack = Stack.of(at);
  const open = Token.isUnresolved(stack.account);
  const issues = [
    { what: 'region', is: Token.isUnresolved(stack.region) ? '' : stack.region, wanted: region },
    { what: 'account', is: stack.account, wanted: open || account === undefined ? stack.account : account },
  ].flatMap(({ what, is, wanted }) =>
    is === wanted ? [] : [issue('SLU-226', { stack: stack.stackName, environment: name, what, is, wanted })],
  );
  if (issues.length > 0) throw new InvalidDeployment(issues);
}
