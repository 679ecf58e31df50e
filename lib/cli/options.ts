import { issue } from '../core/contract/issue.ts';
import type { Pipeline } from '../core/pipeline/pipeline.ts';
import { readWindow, type Window } from '../core/pipeline/window.ts';
import { CliFailure, orFail } from './failure.ts';
import type { Flags } from './services.ts';

type Options = Readonly<Record<string, unknown>>;

export const textOption = (options: Options, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

export function flagsOf(options: Options): Flags {
  const root = textOption(options, 'root');
  const contracts = textOption(options, 'contracts');
  const env = textOption(options, 'env');
  return {
    ...(root === undefined ? {} : { root }),
    ...(contracts === undefined ? {} : { contracts }),
    ...(env === undefined ? {} : { env }),
  };
}

export function choiceOption<T extends string>(
  options: Options,
  name: string,
  flag: string,
  choices: readonly T[],
): T | undefined {
  const value = textOption(options, name);
  if (value === undefined) return undefined;
  const found = choices.find((c) => c === value);
  if (found !== undefined) return found;
  throw new CliFailure([issue('SLU-612', { option: flag, value, expected: choices.join(', ') })]);
}

export function countOption(options: Options, name: string, flag: string): number {
  const value = textOption(options, name) ?? '';
  if (/^\d{1,6}$/.test(value)) return Number(value);
  throw new CliFailure([issue('SLU-612', { option: flag, value, expected: 'a whole number' })]);
}

/** Flags win over START_TIME and END_TIME, these over the pipeline's own window. */
export function windowOf(options: Options, pipeline: Pipeline): Window {
  const pick = (name: 'start' | 'end', variable: string) => {
    const flag = textOption(options, name);
    if (flag !== undefined) return { value: flag, where: `--${name}` };
    const set = process.env[variable];
    if (set !== undefined && set !== '') return { value: set, where: variable };
    return { value: pipeline.window?.[name], where: `window.${name}` };
  };
  const [start, end] = [pick('start', 'START_TIME'), pick('end', 'END_TIME')];
  if (start.value === undefined || end.value === undefined) {
    const option = start.value === undefined ? '--start' : '--end';
    throw new CliFailure([
      issue('SLU-612', { option, value: '', expected: 'an ISO 8601 date; the pipeline has no window' }),
    ]);
  }
  const where = { start: start.where, end: end.where };
  const fromFile = start.where.startsWith('window') && end.where.startsWith('window');
  return orFail(
    readWindow({ start: start.value, end: end.value }, where, fromFile ? pipeline.at.window : undefined),
  );
}
