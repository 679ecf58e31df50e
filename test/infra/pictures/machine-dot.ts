import type { MachineDefinition } from '../../../lib/infra/machine/definition.ts';

interface Drawn {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly SecondsPath?: string;
  readonly Error?: string;
  readonly Choices?: readonly {
    readonly Variable: string;
    readonly StringEquals: string;
    readonly Next: string;
  }[];
  readonly ItemProcessor?: { readonly StartAt: string; readonly States: Readonly<Record<string, Drawn>> };
}

const LOOKS: Readonly<Record<string, string>> = {
  Task: 'shape=box, style="rounded,filled", fillcolor="#dafbe1"',
  Choice: 'shape=diamond, style=filled, fillcolor="#fff8c5", fontsize=10, margin="0.02,0.02"',
  Wait: 'shape=box, style="rounded,filled,dashed", fillcolor="#f6f8fa"',
  Succeed: 'shape=box, style="rounded,filled,bold", fillcolor="#ddf4ff"',
  Fail: 'shape=box, style="rounded,filled,bold", fillcolor="#ffebe9"',
};

const quoted = (text: string): string => JSON.stringify(text);

/** A machine as a picture of Graphviz: boxes call functions, diamonds choose, dashed boxes wait and cost nothing. */
export function machineDot({ States }: MachineDefinition): string {
  return [
    'digraph machine {',
    '  graph [rankdir=TB, fontname="Helvetica", fontsize=12, nodesep=0.3, ranksep=0.32, compound=true, bgcolor="white"]',
    '  node [color="#57606a", fontname="Helvetica", fontsize=12, margin="0.14,0.07"]',
    '  edge [color="#57606a", fontname="Helvetica", fontsize=10, arrowsize=0.7]',
    ...drawn(States as Readonly<Record<string, Drawn>>),
    '}',
  ].join('\n');
}

function drawn(states: Readonly<Record<string, Drawn>>): readonly string[] {
  return Object.entries(states).flatMap(([name, state]) => {
    const inner = state.ItemProcessor;
    if (inner === undefined) return [`  ${quoted(name)} [${LOOKS[state.Type]}]`, ...edges(name, state)];
    const last =
      Object.keys(inner.States).findLast((s) => inner.States[s]?.Type === 'Succeed') ?? inner.StartAt;
    return [
      '  subgraph cluster_each {',
      `    label=${quoted(`${name}: one after another`)}; style=rounded; color="#afb8c1"; fontcolor="#57606a"`,
      ...drawn(inner.States).map((line) => `  ${line}`),
      '  }',
      ...Object.entries(states).flatMap(([from, { Next }]) =>
        Next === name ? [`  ${quoted(from)} -> ${quoted(inner.StartAt)} [lhead=cluster_each]`] : [],
      ),
      ...(state.Next === undefined
        ? []
        : [`  ${quoted(last)} -> ${quoted(state.Next)} [ltail=cluster_each]`]),
    ];
  });
}

function edges(name: string, { Next, Default, Choices = [], Type }: Drawn): readonly string[] {
  const edge = (to: string, label = '', more = ''): string =>
    `  ${quoted(name)} -> ${quoted(to)}${label === '' && more === '' ? '' : ` [label=${quoted(label)}${more}]`}`;
  const inside = (to: string): boolean => to !== 'each window';
  const back = Type === 'Wait' ? ', constraint=false, style=dashed' : '';
  return [
    ...Choices.map((c) => edge(c.Next, c.StringEquals)),
    ...(Default === undefined ? [] : [edge(Default, 'else', ', weight=8')]),
    ...(Next === undefined || !inside(Next) ? [] : [edge(Next, '', back || ', weight=8')]),
  ];
}
