import { Duration } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledgeWildcards } from '../acknowledge.ts';
import { CALL_TIMEOUT } from '../domain/function.ts';
import type { GateDomain } from '../domain/gate-domain.ts';
import { removalPolicyOf } from '../gate/removal-policy.ts';
import { MACHINE_FUNCTIONS, machineDefinition } from '../machine/definition.ts';

interface MachineOf {
  /** Of the machine, unique in the account and region. */
  readonly name: string;
  /** `<domain>/<pipeline>`. */
  readonly pipeline: string;
  readonly domain: GateDomain;
}

/** Longer than any backfill of a thousand windows should take. */
const EXECUTION_TIMEOUT = Duration.days(7);

/** The steps of one pipeline, with a role that may call them and nothing else. */
export function stateMachine(scope: Construct, { name, pipeline, domain }: MachineOf): StateMachine {
  const { deploy } = domain.gate;
  const role = roleOf(scope, name, domain);
  const machine = new StateMachine(scope, 'Machine', {
    stateMachineName: name,
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromString(
      JSON.stringify(
        machineDefinition({
          pipeline,
          resourceOf: (step) => domain.functions[step].lambda.functionArn,
          callTimeoutSeconds: CALL_TIMEOUT.toSeconds() + 10,
          executionTimeoutSeconds: EXECUTION_TIMEOUT.toSeconds(),
        }),
      ),
    ),
    role,
    tracingEnabled: true,
    logs: {
      destination: new LogGroup(scope, 'Logs', {
        logGroupName: `/aws/vendedlogs/states/${name}`,
        retention: deploy.logRetentionDays as RetentionDays,
        removalPolicy: removalPolicyOf(deploy),
      }),
      level: LogLevel.ALL,
      includeExecutionData: true,
    },
  });
  // delivery of logs, and X-Ray
  acknowledgeWildcards(role, [new PolicyStatement({ resources: ['*'] })]);
  return machine;
}

function roleOf(scope: Construct, name: string, { functions }: GateDomain): Role {
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('states.amazonaws.com'),
    description: `Runs the steps of ${name}`,
  });
  role.addToPolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ['lambda:InvokeFunction'],
      resources: MACHINE_FUNCTIONS.map((step) => functions[step].lambda.functionArn),
    }),
  );
  return role;
}
