import type { Template } from 'aws-cdk-lib/assertions';

/** A machine as its template has it, with each function's name where its ARN will be. */
export interface TemplateMachine {
  readonly definition: Definition;
  /** What the deployment tells its functions, by their names. */
  readonly environments: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

export interface Definition {
  readonly QueryLanguage?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, DefinedState>>;
}

export interface DefinedState {
  readonly Type: string;
  readonly QueryLanguage?: string;
  readonly Resource?: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly ItemProcessor?: Definition;
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * The machine of that name, or the only one. ARNs of functions become
 * `arn:aws:lambda:us-east-1:123456789012:function:<step>`, other references their names.
 */
export function machineOf(template: Template, name?: string): TemplateMachine {
  const functions = template.findResources('AWS::Lambda::Function');
  const steps = new Map(
    Object.entries(functions).map(([id, f]) => [id, stepOf(String(f.Properties.Description))]),
  );
  const machine = Object.values(template.findResources('AWS::StepFunctions::StateMachine')).find(
    (m) => name === undefined || m.Properties.StateMachineName === name,
  );
  const text = joined(machine?.Properties.DefinitionString, (id) => {
    const step = steps.get(id);
    return step === undefined ? id : `arn:aws:lambda:us-east-1:123456789012:function:${step}`;
  });
  const environments = Object.entries(functions).map(([id, f]) => {
    const told: Readonly<Record<string, Json>> = f.Properties.Environment.Variables;
    const values = Object.entries(told).map(([name, value]) => [name, joined(value, (ref) => ref)] as const);
    return [steps.get(id) ?? id, Object.fromEntries(values)] as const;
  });
  return { definition: JSON.parse(text), environments: new Map(environments) };
}

/** `begin` of "Sluice: begin, of aviation". */
const stepOf = (description: string): string => /^Sluice: (\w+),/.exec(description)?.[1] ?? description;

/** What `Fn::Join`, `Fn::GetAtt`, `Ref` and `Fn::ImportValue` come to, with names for what only AWS knows. */
function joined(value: Json | undefined, nameOf: (logicalId: string) => string): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.map((v: Json) => joined(v, nameOf)).join('');
  for (const [key, of] of Object.entries(value)) {
    if (key === 'Fn::Join' && Array.isArray(of)) return joined(of[1], nameOf);
    if (key === 'Fn::GetAtt' && Array.isArray(of)) return nameOf(String(of[0]));
    if (key === 'Ref') return nameOf(String(of));
    if (key === 'Fn::ImportValue') return joined(of, nameOf);
  }
  throw new Error(`no name for ${JSON.stringify(value)}`);
}

/** Every edge of a definition, also within its maps: `a -> b`. */
export function edgesOf(definition: Definition): ReadonlySet<string> {
  const edges = new Set<string>();
  for (const [name, state] of Object.entries(definition.States)) {
    const targets = [state.Next, state.Default, ...(state.Choices ?? []).map((c) => c.Next)];
    for (const to of targets) if (to !== undefined) edges.add(`${name} -> ${to}`);
    if (state.ItemProcessor === undefined) continue;
    edges.add(`${name} -> ${state.ItemProcessor.StartAt}`);
    for (const edge of edgesOf(state.ItemProcessor)) edges.add(edge);
  }
  return edges;
}

/** Actions that each function's role may take, by the function's name. */
export function grantedOf(template: Template): ReadonlyMap<string, ReadonlySet<string>> {
  const policies = Object.values(template.findResources('AWS::IAM::Policy'));
  const functions = Object.values(template.findResources('AWS::Lambda::Function'));
  return new Map(
    functions.map(({ Properties }) => {
      const role: string = Properties.Role['Fn::GetAtt'][0];
      const own = policies.filter((p) => p.Properties.Roles.some((r: { Ref?: string }) => r.Ref === role));
      const actions: string[] = own
        .flatMap((p) => p.Properties.PolicyDocument.Statement)
        .flatMap((s: { Action: string | string[] }) => s.Action);
      return [stepOf(String(Properties.Description)), new Set(actions)] as const;
    }),
  );
}
