import { type Issue, issue, type SourceRef } from '../contract/issue.ts';
import type { Dataset } from '../contract/model.ts';
import { engineOf } from '../sql/user-query.ts';

/** The engine that a run has: Athena is Trino. */
export type EngineDialect = 'duckdb' | 'trino';

/** Rules whose SQL is written for another engine than this one: they would mean something else here, or nothing. */
export const rulesOfOtherEngines = (
  { rules }: Pick<Dataset, 'rules'>,
  here: EngineDialect,
): readonly Issue[] =>
  rules.flatMap(({ id, kind, engine, at }) =>
    kind !== 'sql' || isOf(engine, here)
      ? []
      : [issue('SLU-317', { rule: id, engine: engine ?? '', here }, at)],
  );

/** The same of a pipeline's SQL. */
export const sqlOfOtherEngine = (
  { name, engine }: { readonly name: string; readonly engine: string | undefined },
  here: EngineDialect,
  at: SourceRef,
): readonly Issue[] =>
  isOf(engine, here) ? [] : [issue('SLU-318', { pipeline: name, engine: engine ?? '', here }, at)];

/** Also of a name that nobody knows: that is said where the SQL is read. */
function isOf(engine: string | undefined, here: EngineDialect): boolean {
  const named = engine === undefined ? undefined : engineOf(engine);
  return named === undefined || named === here;
}
