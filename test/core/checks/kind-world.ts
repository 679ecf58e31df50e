import type { Judged } from '../../../lib/core/checks/check-kind.ts';
import type { BoundCheck, PreparedCheck } from '../../../lib/core/checks/define.ts';
import { prepareCheck } from '../../../lib/core/checks/index.ts';
import type { Issue } from '../../../lib/core/contract/issue.ts';
import type {
  Column,
  Dataset,
  Operator,
  Rule,
  Settings,
  Threshold,
} from '../../../lib/core/contract/model.ts';
import type { PhysicalColumn, PhysicalSchema, PhysicalType } from '../../../lib/core/sql/physical.ts';
import { NULL, type Scalar } from '../../../lib/core/values/scalar.ts';

/** Kinds of check asked alone, without a file and without an engine: a rule, columns, and numbers as measured. */
export const at = { file: 't.odcs.yaml', path: 'schema[0]', line: 7 };

export const threshold = (op: Operator, ...values: readonly string[]): Threshold => ({
  op,
  values: values as unknown as Threshold['values'],
});

export const ruleOf = (kind: Rule['kind'], more: Partial<Rule> = {}): Rule => ({
  id: 'r',
  kind,
  severity: 'error',
  scope: 'partition',
  thresholds: [],
  arguments: {},
  at,
  ...more,
});

export const declared = (name: string, more: Partial<Column> = {}): Column => ({
  name,
  physicalName: name,
  required: false,
  partitioned: false,
  sensitive: false,
  options: {},
  at,
  ...more,
});

/** What holds where a contract sets nothing. */
export const SETTINGS: Settings = {
  policy: 'STRICT',
  publisher: 'local',
  onMissingPartition: 'reject',
  unit: 'partition',
  extraColumns: 'warn',
  retention: { versions: 3, duration: 'P1D' },
  at: {},
};

export const datasetOf = (...columns: readonly Column[]): Dataset => ({
  name: 't',
  physicalName: 't',
  columns,
  partitionedBy: [],
  rules: [],
  settings: SETTINGS,
  at,
});

const TYPES = {
  integer: { kind: 'integer', bits: 64, signed: true },
  int: { kind: 'integer', bits: 32, signed: true },
  decimal: { kind: 'decimal', precision: 9, scale: 2 },
  floating: { kind: 'floating', bits: 64 },
  float: { kind: 'floating', bits: 32 },
  string: { kind: 'string' },
  json: { kind: 'json' },
  boolean: { kind: 'boolean' },
  date: { kind: 'date' },
  time: { kind: 'time' },
  uuid: { kind: 'uuid' },
  binary: { kind: 'binary' },
  timestamp: { kind: 'timestamp', zoned: false },
  zoned: { kind: 'timestamp', zoned: true },
  list: { kind: 'list' },
  struct: { kind: 'struct' },
  map: { kind: 'map' },
} as const satisfies Readonly<Record<string, PhysicalType>>;

export type TypeWord = keyof typeof TYPES;

export const typeOf = (word: TypeWord): PhysicalType => TYPES[word];

export const column = (
  name: string,
  word: TypeWord,
  from: PhysicalColumn['from'] = 'file',
): PhysicalColumn => ({ name, type: TYPES[word], typeName: word.toUpperCase(), from });

export const schemaOf = (...columns: readonly PhysicalColumn[]): PhysicalSchema => ({ columns });

export function prepare(rule: Rule, dataset: Dataset = datasetOf(declared('a'))): PreparedCheck {
  const prepared = prepareCheck(rule, dataset);
  if (!prepared?.ok) throw new Error(`not prepared: ${JSON.stringify(prepared)}`);
  return prepared.value;
}

/** The issues that a rule is refused with; none where it is taken. */
export function issuesOf(rule: Rule, dataset: Dataset = datasetOf(declared('a'))): readonly Issue[] {
  const prepared = prepareCheck(rule, dataset);
  return prepared === undefined || prepared.ok ? [] : prepared.error;
}

export function bind(check: PreparedCheck, schema: PhysicalSchema): BoundCheck {
  const bound = check.bind(schema);
  if (!bound.ok) throw new Error(`not bound: ${bound.error}`);
  return bound.value;
}

/** Neutral SQL of what a check asks for, or the sentence why it does not fit the columns. */
export function asksFor(check: PreparedCheck, schema: PhysicalSchema): readonly string[] | string {
  const bound = check.bind(schema);
  return bound.ok ? bound.value.metrics.map((m) => m.id) : bound.error;
}

/** How a count of the rows that meet a condition is printed. */
export const rowsWhere = (condition: string): string => `count(CASE WHEN ${condition} THEN 1 END)`;

export interface Measured {
  readonly schema: PhysicalSchema;
  /** In the order in which the check asks; what is left out was not measured. */
  readonly values?: readonly (Scalar | undefined)[];
  readonly rows?: bigint;
  readonly asOf?: string;
}

/** What a check says of measured numbers. */
export function judge(
  check: PreparedCheck,
  { schema, values = [], rows = 10n, asOf = '2001-01-02T00:00:00Z' }: Measured,
): Judged {
  const { metrics, judge: say } = bind(check, schema);
  const byId = new Map(metrics.map((m, i) => [m.id, values[i] ?? NULL]));
  return say({ schema, asOf, rows, metric: (m) => byId.get(m.id) ?? NULL });
}

/** What a check that was bound to one schema says of columns that are not there any more. */
export function judgeWithout(check: PreparedCheck, schema: PhysicalSchema): Judged {
  const none = { columns: [] };
  return bind(check, schema).judge({ schema: none, asOf: '', rows: 1n, metric: () => NULL });
}
