import { statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { hasErrors, type Issue } from '../core/contract/issue.ts';
import { readContract } from '../core/contract/read.ts';
import { isEnvironmentFile, readEnvironment } from '../core/environment/environment.ts';
import { prepareChecks } from '../core/gate/bind.ts';
import { isPipelineFile, readPipeline } from '../core/pipeline/pipeline.ts';
import { localConfig } from '../platform/local/config.ts';
import { listDefinitions, readTextFile } from '../platform/local/folder-registry.ts';
import { plural } from '../report/printable.ts';
import { checkTransform } from '../steps/request/resolve-run.ts';
import type { Run } from './commands.ts';
import { orFail } from './failure.ts';
import { flagsOf } from './options.ts';
import { chooseFormat, issueJson } from './output.ts';

export const run: Run = async (operands, options, output) => {
  const format = chooseFormat(String(options.format));
  const given = operands.flat();
  const places = given.length > 0 ? given : [localConfig(flagsOf(options)).contracts];
  const files = places.flatMap((p) => (isFolder(p) ? orFail(listDefinitions(p)) : [p]));
  const shown = files.map((f) => relative(process.cwd(), f));
  const issues = shown.flatMap(validateFile);
  const errors = issues.filter((i) => i.severity === 'error').length;
  if (format === 'json')
    output.data(JSON.stringify({ files: shown, issues: issues.map(issueJson) }, null, 2));
  else {
    output.issues(issues);
    const found = [plural(errors, 'error'), plural(issues.length - errors, 'warning')];
    output.data(`${plural(shown.length, 'file')}: ${found.join(', ')}`);
  }
  return errors > 0 ? 2 : 0;
};

/** Every issue of one file: what cannot be read, what is wrong, and what this version would refuse to run. */
function validateFile(file: string): readonly Issue[] {
  const text = readTextFile(file);
  if (!text.ok) return text.error;
  if (isEnvironmentFile(file)) {
    const environment = readEnvironment(text.value.text, file);
    return environment.ok ? [] : environment.error;
  }
  if (isPipelineFile(file)) {
    const pipeline = readPipeline(text.value.text, file);
    if (!pipeline.ok) return pipeline.error;
    const { candidate } = pipeline.value;
    if (!('sql' in candidate)) return [];
    const sql = readTextFile(join(dirname(file), candidate.sql));
    return sql.ok ? checkTransform(pipeline.value, sql.value.text) : sql.error;
  }
  const read = readContract(text.value.text, file);
  if (!read.ok) return read.error;
  const refused = read.value.contract.datasets.flatMap((d) => {
    const checks = prepareChecks(d);
    return checks.ok ? [] : checks.error;
  });
  return [...read.value.warnings, ...refused.map(asWarningUnlessWrong)];
}

/** What only this version cannot do yet is a warning to a contract's author, and an error to a run. */
function asWarningUnlessWrong(found: Issue): Issue {
  const number = Number(found.code.slice(4));
  return hasErrors([found]) && number >= 306 && number <= 319 ? { ...found, severity: 'warning' } : found;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
