import type { BoundCheck, PreparedCheck } from '../checks/define.ts';
import { prepareCheck } from '../checks/index.ts';
import { type Issue, issue } from '../contract/issue.ts';
import type { Dataset, Rule } from '../contract/model.ts';
import type { PhysicalSchema } from '../sql/physical.ts';
import { parseUserQuery } from '../sql/user-query.ts';
import { fail, ok, type Result } from '../values/result.ts';

/** A rule that is judged, read into its kind's own arguments. */
export interface GateChecks {
  readonly evaluated: readonly PreparedCheck[];
  /** Demands that the standard means for people: listed in the verdict as notApplicable. */
  readonly forPeople: readonly Rule[];
}

/** Reads every rule of a dataset; what this version cannot evaluate is refused, never left out. */
export function prepareChecks(dataset: Dataset): Result<GateChecks, readonly Issue[]> {
  const refusals: Issue[] = [...refusedSettings(dataset)];
  const evaluated: PreparedCheck[] = [];
  const forPeople: Rule[] = [];
  for (const rule of dataset.rules) {
    const refused = refuse(rule);
    if (refused) refusals.push(refused, ...wrongFilter(rule));
    const prepared = prepareCheck(rule, dataset);
    if (prepared === undefined) {
      forPeople.push(rule);
    } else if (prepared.ok) {
      evaluated.push(prepared.value);
    } else {
      refusals.push(...prepared.error);
    }
  }
  return refusals.length > 0 ? fail(refusals) : ok({ evaluated, forPeople });
}

/** A check against the columns that are there; one that does not bind fails alone. */
export interface GateCheck {
  readonly prepared: PreparedCheck;
  readonly bound: Result<BoundCheck, string>;
}

export const bindChecks = (checks: GateChecks, schema: PhysicalSchema): readonly GateCheck[] =>
  checks.evaluated.map((prepared) => ({ prepared, bound: prepared.bind(schema) }));

function refuse(rule: Rule): Issue | undefined {
  const name = { rule: rule.id };
  const detail = (key: string): string => String(rule.arguments[key] ?? '');
  if (rule.kind === 'custom')
    return issue('SLU-306', { ...name, engine: detail('engine') || 'unnamed' }, rule.at);
  if (rule.kind === 'relationship') return issue('SLU-307', name, rule.at);
  if (rule.kind === 'nested') {
    return issue('SLU-312', { path: detail('path'), keyword: detail('keyword') }, rule.at);
  }
  if (rule.kind === 'unsupportedOption')
    return issue('SLU-313', { ...name, option: detail('option') }, rule.at);
  if (rule.scope === 'table') return issue('SLU-308', name, rule.at);
  if (rule.where !== undefined) return issue('SLU-309', { ...name, where: rule.where }, rule.at);
  return undefined;
}

/** What is wrong with the SQL of a filter, said now, although no version evaluates it yet. */
function wrongFilter({ id, column, engine, where, at }: Rule): readonly Issue[] {
  if (where === undefined) return [];
  const query = `SELECT count(*) FROM {object} WHERE ${where}`;
  const read = parseUserQuery(query, { rule: id, column, engine, at });
  return read.ok ? [] : read.error;
}

function refusedSettings({ name, settings, at }: Dataset): readonly Issue[] {
  const refusals: Issue[] = [];
  const place = (setting: string) => settings.at[setting] ?? at;
  if (settings.policy === 'QUARANTINE') {
    refusals.push(issue('SLU-311', { dataset: name }, place('sluice.policy')));
  }
  return refusals;
}
