import { Stack, Validations } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** A finding that stands, and why: beside the resource that it is about, never for a whole stack. */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}

/** Resources that end in a star, each with its own reason: what they stand for cannot be named one by one. */
export function acknowledgeWildcards(role: IConstruct, statements: readonly PolicyStatement[]): void {
  const open = statements.flatMap((s) => s.resources).filter((r) => flat(r, role).includes('*'));
  for (const resource of new Set(open.map((r) => flat(r, role))))
    acknowledge(role, `AwsSolutions-IAM5[Resource::${resource}]`, reasonFor(resource));
}

/** X-Ray has none: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html (2026-11-21). */
const NO_RESOURCES = 'The service has no resources that a policy could name.';

function reasonFor(resource: string): string {
  if (resource === '*') return NO_RESOURCES;
  if (resource.includes(':s3:::')) return 'Objects below this prefix: their names come with the data.';
  if (resource.includes(':glue:')) return 'Tables of this database: staged ones live as long as a run.';
  if (resource.includes(':logs:')) return "Streams of the function's own log group.";
  if (resource.includes(':secretsmanager:')) return 'Secrets Manager adds six characters to a secret’s name.';
  return 'The star stands for names that are not known before they are used.';
}

/** As cdk-nag names a resource: what only AWS knows in angle brackets. */
function flat(resource: string, at: IConstruct): string {
  const told = (value: unknown): string => {
    if (typeof value === 'string') return value;
    if (Array.isArray(value)) return value.map(told).join('');
    for (const [key, of] of Object.entries(value ?? {})) {
      if (key === 'Fn::Join') return told(Array.isArray(of) ? of[1] : of);
      if (key === 'Ref') return `<${String(of)}>`;
      if (key === 'Fn::GetAtt') return `<${Array.isArray(of) ? of.join('.') : String(of)}>`;
    }
    return '';
  };
  return told(Stack.of(at).resolve(resource));
}
