import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  CfnEventInvokeConfig,
  Code,
  Function as Lambda,
  type LayerVersion,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { CALL_TIMEOUT_SECONDS } from '../../steps/execution/limits.ts';
import { acknowledgeWildcards } from '../acknowledge.ts';
import { leaving } from '../gate/dead-letters.ts';
import { removalPolicyOf } from '../gate/removal-policy.ts';
import { environmentName, slug } from '../names.ts';
import type { GateFunction } from './permissions.ts';

/** Longer than any step takes; queries are waited for by the machine. */
export const CALL_TIMEOUT = Duration.seconds(CALL_TIMEOUT_SECONDS);

export interface StepFunctionProps {
  /** Of its folder among the handlers. */
  readonly name: GateFunction | 'slack-relay';
  readonly environment: string;
  /** Absent of what a whole environment shares. */
  readonly domain?: string;
  readonly logRetentionDays: number;
  readonly retainLogs: boolean;
  /** What the function is told of the deployment. */
  readonly variables: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
  readonly layers: readonly LayerVersion[];
  /** Longer than any step takes, if left out. */
  readonly timeout?: Duration;
}

/** Read footers and write nothing big: more memory is more CPU, too. */
const MEMORY_MB = 1024;

/** One Lambda function with its own role and log group: it may do what its step does, and nothing else. */
export class StepFunction extends Construct {
  readonly lambda: Lambda;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: StepFunctionProps) {
    super(scope, id);
    const { name, environment, domain, layers } = props;
    const parts = [environmentName(environment), ...(domain === undefined ? [] : [slug(domain)]), name];
    const functionName = parts.join('-');
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: props.logRetentionDays as RetentionDays,
      removalPolicy: removalPolicyOf({ retainData: props.retainLogs }),
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `${name} of ${domain ?? 'every domain'} in ${environment}`,
    });
    const statements = [...props.statements, writeLogs(this, functionName)];
    for (const statement of statements) this.role.addToPolicy(statement);
    this.lambda = new Lambda(this, 'Function', {
      functionName,
      description: `Sluice: ${name}, of ${domain ?? 'every domain'}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(join(handlersFolder(), name)),
      memorySize: MEMORY_MB,
      timeout: props.timeout ?? CALL_TIMEOUT,
      tracing: Tracing.ACTIVE,
      role: this.role,
      logGroup,
      layers: [...layers],
      environment: { ...props.variables, POWERTOOLS_SERVICE_NAME: 'sluice' },
    });
    acknowledgeWildcards(this.role, [...statements, new PolicyStatement({ resources: ['*'] })]);
  }
}

/**
 * Of a function that nobody waits for: what it fails on goes to a queue. Whoever calls it has done its part once Lambda took
 * the event.
 */
export function failuresGoTo(queue: IQueue, key: IKey, { lambda, role }: StepFunction): void {
  new CfnEventInvokeConfig(lambda, 'Failures', {
    functionName: lambda.functionName,
    qualifier: '$LATEST',
    maximumRetryAttempts: 2,
    maximumEventAgeInSeconds: Duration.hours(6).toSeconds(),
    destinationConfig: { onFailure: { destination: queue.queueArn } },
  });
  for (const statement of leaving(queue, key)) role.addToPolicy(statement);
}

function writeLogs(at: Construct, functionName: string): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [
      Stack.of(at).formatArn({
        service: 'logs',
        resource: 'log-group',
        resourceName: `/aws/lambda/${functionName}:*`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    ],
  });
}

/** Bundled handlers: beside this file in the package, in `dist` of the repository. */
export function handlersFolder(): string {
  const beside = resolve(import.meta.dirname, '../functions');
  const built = resolve(import.meta.dirname, '../../../dist/functions');
  const found = [beside, built].find((folder) => existsSync(join(folder, 'begin/index.mjs')));
  if (found === undefined)
    throw new Error(`The functions are not built: ${built} has no begin/index.mjs. Run \`npm run build\`.`);
  return found;
}
