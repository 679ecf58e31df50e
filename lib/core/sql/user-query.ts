import { fail, ok, type Result } from '../values/result.ts';
import { type TableRead, tableReadOf } from './table-read.ts';
import { type PrintSetting, printExpr, printQuery } from './user-query-print.ts';
import { type QuerySetting, TokenReader } from './user-query-reader.ts';
import { type QueryIssue, QueryRefusal } from './user-query-refusal.ts';
import { readWholeQuery } from './user-query-select.ts';
import type { Call, Expr, Query, Select } from './user-query-syntax.ts';
import { isRowWise, objectColumns, readsObject, withBelow } from './user-query-walk.ts';

/** SELECT <aggregate> FROM {object} [WHERE …]: one number that the fused scan can give. Names are quoted. */
export interface UserAggregate {
  readonly form: 'aggregate';
  readonly fn: 'count' | 'countDistinct' | 'sum' | 'avg' | 'min' | 'max';
  /** SQL of the arguments; none for count(*). */
  readonly args: readonly string[];
  readonly where?: string;
  readonly columns: readonly string[];
  /** The one argument, where it is just a column. */
  readonly plainColumn?: string;
  /** What was read; absent where the rule names its engine, which then gets just the text. */
  readonly trees?: { readonly args: readonly Expr[]; readonly where?: Expr };
}

/** Any other single SELECT, `{object}` standing for the table. */
export interface UserOpaque {
  readonly form: 'opaque';
  readonly sql: string;
  readonly columns: readonly string[];
  readonly read: TableRead;
  /** As of an aggregate. */
  readonly tree?: Query;
}

export type UserQuery = UserAggregate | UserOpaque;

export interface RuleContext<At = never> {
  readonly rule: string;
  readonly column?: string | undefined;
  readonly engine?: string | undefined;
  readonly at?: At | undefined;
}

const OBJECTS = ['object', 'table', 'model', 'schema'];
const PROPERTIES = ['property', 'column', 'field'];
const ENGINES: Readonly<Record<string, 'duckdb' | 'trino'>> = {
  duckdb: 'duckdb',
  trino: 'trino',
  athena: 'trino',
};

/**
 * Reads the query of a `sql` rule: one read-only SELECT over `{object}`. What the engine gets is printed from the
 * tree that was read, with every name quoted and every operation in parentheses, never the text itself.
 */
export function parseUserQuery<At = never>(
  text: string,
  context: RuleContext<At>,
): Result<UserQuery, QueryIssue<At>[]> {
  const subject = `rule "${context.rule}"`;
  return guarded(subject, context.at, () => {
    const engine = readEngine(context.engine);
    const setting: QuerySetting = {
      objects: OBJECTS,
      properties: PROPERTIES,
      values: [],
      ...(context.column === undefined ? {} : { column: context.column }),
      ...(engine === undefined ? {} : { engine }),
    };
    const query = readWholeQuery(new TokenReader(text, setting));
    if (!readsObject(query)) throw new QueryRefusal('SLU-332', { object: '{object}' });
    const items = firstSelect(query).items;
    if (items.length !== 1 || items[0]?.item === 'star') throw new QueryRefusal('SLU-331');
    return readAggregate(query, engine) ?? opaque(query, engine);
  });
}

export interface TransformContext<At = never> {
  readonly pipeline: string;
  readonly at?: At | undefined;
  readonly engine?: string | undefined;
}

/** A checked SELECT over `{source}`, with `{windowStart}` and `{windowEnd}` where timestamps go. */
export interface TransformQuery {
  /** In the words that engines share. */
  readonly sql: string;
  readonly read: TableRead;
  /** What was read; absent where the pipeline names its engine, which then gets just the text. */
  readonly tree?: Query;
}

/** Reads the SELECT of a pipeline; joins, subqueries and common table expressions over `{source}` are allowed. */
export function parseTransformQuery<At = never>(
  text: string,
  context: TransformContext<At>,
): Result<TransformQuery, QueryIssue<At>[]> {
  return guarded(`pipeline ${context.pipeline}`, context.at, () => {
    const engine = readEngine(context.engine);
    const setting: QuerySetting = {
      objects: ['source'],
      properties: [],
      values: ['windowStart', 'windowEnd'],
      ...(engine === undefined ? {} : { engine }),
    };
    const query = readWholeQuery(new TokenReader(text, setting));
    if (!readsObject(query)) throw new QueryRefusal('SLU-332', { object: '{source}' });
    const sql = printQuery(query, { object: '{source}', qualify: true, engine });
    const read = tableReadOf(query);
    return engine === undefined ? { sql, read, tree: query } : { sql, read };
  });
}

function guarded<T, At>(subject: string, at: At | undefined, read: () => T): Result<T, QueryIssue<At>[]> {
  try {
    return ok(read());
  } catch (error) {
    if (!(error instanceof QueryRefusal)) throw error;
    const { code } = error;
    const params = { subject, ...error.params };
    return fail([{ code, severity: 'error', params, ...(at === undefined ? {} : { at }) }]);
  }
}

/** The engine that goes by a name; undefined where none does. */
export function engineOf(name: string): 'duckdb' | 'trino' | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(ENGINES, key) ? ENGINES[key] : undefined;
}

function readEngine(name: string | undefined): 'duckdb' | 'trino' | undefined {
  if (name === undefined) return undefined;
  const engine = engineOf(name);
  if (engine === undefined)
    throw new QueryRefusal('SLU-333', { engine: name, known: Object.keys(ENGINES).join(', ') });
  return engine;
}

/** The SELECT that names the columns of the result. */
function firstSelect({ body }: Query): Select {
  let found = body;
  for (;;) {
    if (found.node === 'select') return found;
    found = found.node === 'set' ? found.left : found.query.body;
  }
}

function opaque(query: Query, engine: string | undefined): UserOpaque {
  const sql = printQuery(query, { object: '{object}', qualify: true, engine });
  const tree = engine === undefined ? { tree: query } : {};
  return { form: 'opaque', sql, columns: objectColumns(query), read: tableReadOf(query), ...tree };
}

const FUNCTIONS: Readonly<Record<string, UserAggregate['fn']>> = {
  count: 'count',
  count_if: 'count',
  sum: 'sum',
  avg: 'avg',
  min: 'min',
  max: 'max',
};

/** Undefined where the query is more than one aggregate of plain expressions over the rows of the table. */
function readAggregate(query: Query, engine: string | undefined): UserAggregate | undefined {
  const { body } = query;
  if (query.ctes.length + query.orderBy.length > 0 || query.limit !== undefined) return undefined;
  if (body.node !== 'select' || body.from?.table !== 'object' || body.distinct) return undefined;
  if (body.groupBy.length > 0 || body.having !== undefined) return undefined;
  const [item] = body.items;
  if (item?.item !== 'expr' || item.expr.node !== 'call' || item.expr.over !== undefined) return undefined;
  const call = item.expr;
  const fn = Object.hasOwn(FUNCTIONS, call.name) ? FUNCTIONS[call.name] : undefined;
  const args = argumentsOf(call);
  if (fn === undefined || args === undefined || (call.distinct && fn !== 'count')) return undefined;
  const condition = all([
    ...(body.where === undefined ? [] : [body.where]),
    ...(call.filter === undefined ? [] : [call.filter]),
    ...(call.name === 'count_if' ? call.args : []),
  ]);
  const parts = condition === undefined ? args : [...args, condition];
  const { alias } = body.from;
  if (!parts.every((e) => isRowWise(e) && isOwn(e, alias))) return undefined;
  const setting: PrintSetting = { object: '{object}', qualify: false, engine };
  const columns = parts.flatMap(withBelow).flatMap((e) => (e.node === 'column' ? [e.name] : []));
  const [only] = args;
  return {
    form: 'aggregate',
    fn: call.distinct ? 'countDistinct' : fn,
    args: args.map((a) => printExpr(a, setting)),
    ...(condition === undefined ? {} : { where: printExpr(condition, setting) }),
    columns: [...new Set(columns)],
    ...(args.length === 1 && only?.node === 'column' ? { plainColumn: only.name } : {}),
    ...(engine === undefined ? { trees: { args, ...(condition && { where: condition }) } } : {}),
  };
}

/** What is aggregated: nothing for a plain count of rows; undefined where the call has another shape. */
function argumentsOf(call: Call): readonly Expr[] | undefined {
  if (call.star || call.name === 'count_if') return call.star || call.args.length === 1 ? [] : undefined;
  const [first, ...more] = call.args;
  if (first === undefined) return undefined;
  if (call.distinct && call.name === 'count') {
    return first.node === 'tuple' && more.length === 0 ? first.items : call.args;
  }
  if (more.length > 0 || first.node === 'tuple') return undefined;
  return call.name === 'count' && first.node === 'number' ? [] : [first];
}

const all = (conditions: readonly Expr[]): Expr | undefined =>
  conditions.reduce<Expr | undefined>(
    (left, right) => (left === undefined ? right : { node: 'binary', op: 'AND', left, right }),
    undefined,
  );

/** Every qualified name is of the one table. */
const isOwn = (expr: Expr, alias: string): boolean =>
  withBelow(expr).every(
    (e) =>
      e.node !== 'column' || e.qualifier === undefined || e.qualifier.toLowerCase() === alias.toLowerCase(),
  );
