import { issue } from '../contract/issue.ts';
import type { CheckKindName, Rule, Threshold } from '../contract/model.ts';
import { and, column as col, countIf, isNull, literal, or } from '../sql/build.ts';
import type { Metric } from '../sql/metric.ts';
import type { Aggregate, ColumnKinds, SqlExpr } from '../sql/nodes.ts';
import type { PhysicalSchema } from '../sql/physical.ts';
import { parseUserQuery, type UserAggregate } from '../sql/user-query.ts';
import { kindOf } from '../sql/user-query-kind.ts';
import type { Expr } from '../sql/user-query-syntax.ts';
import { fail, ok } from '../values/result.ts';
import { boolean, scalarText } from '../values/scalar.ts';
import type { JudgeContext, Judged, Shown } from './check-kind.ts';
import { countOf, noValue } from './counting.ts';
import { type CheckDefinition, defineCheck } from './define.ts';
import type { FailingRows } from './failing.ts';
import { findColumn, rowMetric } from './metrics.ts';
import { type Ratio, ratioOf, ratioScalar } from './ratio.ts';
import { describeThresholds, expectedOf, judgeThresholds } from './threshold.ts';

/**
 * A `sql` rule of the form SELECT <aggregate> FROM {object} [WHERE …]. It joins the fused scan: its expressions
 * run inside `attempt`, and the rows on which they fail are counted, so that an error never reads as "no violation".
 */
interface UserAggregateArgs {
  readonly query: UserAggregate;
  readonly written: string;
  readonly thresholds: readonly Threshold[];
  readonly unit: string | undefined;
}

/** With the kinds of the columns that are there, for engines that have to know them. */
export type BoundAggregate = UserAggregate & { readonly kinds?: ColumnKinds };

interface AggregateKind {
  readonly kind: CheckKindName;
  readonly info: string;
  readonly explanation: string;
  readonly shows?: Shown;
  /** The numbers needed beside the error count, by name. */
  readonly metrics: (query: BoundAggregate, schema: PhysicalSchema) => readonly Metric[];
  readonly failing?: (query: BoundAggregate, thresholds: readonly Threshold[]) => FailingRows | undefined;
  readonly value: (context: JudgeContext, metrics: readonly Metric[]) => Ratio | undefined;
}

export function defineAggregateCheck(kind: AggregateKind): CheckDefinition {
  return defineCheck<UserAggregateArgs>({
    kind: kind.kind,
    info: kind.info,
    explanation: kind.explanation,
    ...(kind.shows === undefined ? {} : { shows: kind.shows }),
    parse: (rule) => {
      const query = readQuery(rule);
      if (!query.ok) return query;
      if (query.value.form === 'opaque') {
        return fail([issue('SLU-302', { rule: rule.id, kind: rule.kind, argument: 'query' }, rule.at)]);
      }
      const written = String(rule.arguments.query).trim();
      return ok({ query: query.value, written, thresholds: rule.thresholds, unit: rule.unit });
    },
    bind: ({ query }, schema) => {
      const missing = query.columns.map((c) => findColumn(schema, c)).flatMap((c) => (c.ok ? [] : [c.error]));
      if (missing.length > 0) return fail(missing.join('; '));
      const bound = { ...query, kinds: kindsOf(schema) };
      return ok([...kind.metrics(bound, schema), ...errorMetrics(bound)]);
    },
    failing: ({ query, thresholds }, schema) =>
      kind.failing?.({ ...query, kinds: kindsOf(schema) }, thresholds),
    expected: ({ thresholds }) => expectedOf(thresholds),
    judge: ({ query, written, thresholds, unit }, context): Judged => {
      const [errors] = errorMetrics(query);
      const failed = errors === undefined ? 0n : countOf(context, errors);
      if (failed === undefined) return noValue(written);
      if (failed > 0n) {
        return {
          ...noValue(written),
          message: `${written}: the SQL fails on ${failed} of ${context.rows} rows`,
        };
      }
      const measured = kind.value(context, kind.metrics(query, context.schema));
      if (measured === undefined) return noValue(written);
      return judgeValue(measured, thresholds, written, unit);
    },
  });
}

/** A number against its thresholds, said in one sentence. */
export function judgeValue(
  measured: Ratio,
  thresholds: readonly Threshold[],
  what: string,
  unit: string | undefined,
): Judged {
  const { holds, onBound } = judgeThresholds(thresholds, measured);
  const value = ratioScalar(measured);
  const note = onBound ? '; exactly on a bound' : '';
  return {
    result: holds ? 'passed' : 'failed',
    measured: value,
    ...(unit === undefined ? {} : { unit }),
    message: `${what}: ${scalarText(value)}, expected ${describeThresholds(thresholds)}${note}`,
  };
}

export function readQuery(rule: Rule) {
  const query = rule.arguments.query;
  const text = typeof query === 'string' ? query : '';
  return parseUserQuery(text, { rule: rule.id, column: rule.column, engine: rule.engine, at: rule.at });
}

/** The aggregate over the query's own rows, its argument total. */
export function userAggregate(query: BoundAggregate, fn: Aggregate['fn'], as?: Aggregate['as']): Metric {
  const where = conditionOf(query);
  const expr: Aggregate = {
    node: 'aggregate',
    fn,
    args: query.plainColumn === undefined ? argumentsOf(query).map(attempt) : [col(query.plainColumn)],
    ...(where === undefined ? {} : { where }),
    ...(as === undefined ? {} : { as }),
  };
  return rowMetric(expr, query.columns);
}

/** How a sum is widened: exactly where the argument is a column of a known type, as a double otherwise. */
export function sumType(query: UserAggregate, schema: PhysicalSchema): NonNullable<Aggregate['as']> {
  const found = schema.columns.find((c) => c.name === query.plainColumn);
  if (found?.type.kind === 'integer' || found?.type.kind === 'decimal') return found.type.kind;
  return 'double';
}

/** Of `min` and `max`: whether NaN may be among the values. */
export function extremeType({ trees, kinds = {} }: BoundAggregate): 'double' | undefined {
  const [arg] = trees?.args ?? [];
  return arg !== undefined && kindOf(arg, kinds) === 'floating' ? 'double' : undefined;
}

const known = new WeakMap<PhysicalSchema, ColumnKinds>();

/** Once a schema: hundreds of rules ask. */
export function kindsOf(schema: PhysicalSchema): ColumnKinds {
  const kinds = known.get(schema) ?? Object.fromEntries(schema.columns.map((c) => [c.name, c.type.kind]));
  known.set(schema, kinds);
  return kinds;
}

const attempt = (term: SqlExpr): SqlExpr => ({ node: 'attempt', term });

function userSql(sql: string, tree: Expr | undefined, { kinds }: BoundAggregate): SqlExpr {
  const read = tree === undefined || kinds === undefined ? {} : { tree, kinds };
  return { node: 'user', sql, ...read };
}

const argumentsOf = (query: BoundAggregate): readonly SqlExpr[] =>
  query.args.map((sql, i) => userSql(sql, query.trees?.args[i], query));

/** True, false, or null exactly where evaluating it raised an error. */
function conditionOf(query: BoundAggregate): SqlExpr | undefined {
  if (query.where === undefined) return undefined;
  const condition = userSql(query.where, query.trees?.where, query);
  return attempt({ node: 'coalesce', terms: [condition, literal(boolean(false))] });
}

/** Rows on which the condition or an argument raises an error; none to count where neither can. */
function errorMetrics(query: BoundAggregate): readonly Metric[] {
  const failing: SqlExpr[] = [];
  const inside = conditionOf(query);
  if (inside !== undefined) failing.push(isNull(inside));
  if (query.plainColumn === undefined) {
    for (const term of argumentsOf(query)) {
      const fails = isNull(attempt(isNull(term)));
      failing.push(inside === undefined ? fails : and(inside, fails));
    }
  }
  return failing.length === 0 ? [] : [rowMetric(countIf(or(...failing)), query.columns)];
}

export const ratioOfMetric = (context: JudgeContext, metric: Metric | undefined): Ratio | undefined =>
  metric === undefined ? undefined : ratioOf(context.metric(metric));
