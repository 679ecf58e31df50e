import { type Path, pathText } from './document/path.ts';
import { describe } from './document/zod-issues.ts';
import type { YamlDocument } from './document.ts';
import { type Issue, type IssueCode, issue } from './issue.ts';
import type { ApiVersion } from './odcs/api-version.ts';

/** One document being read: where its parts stand, its version, and the issues found so far. */
export interface Reading {
  readonly doc: YamlDocument;
  readonly version: ApiVersion;
  readonly issues: readonly Issue[];
  error(code: IssueCode, params: Readonly<Record<string, string>>, path: Path): void;
  warn(code: IssueCode, params: Readonly<Record<string, string>>, path: Path): void;
  add(found: Issue): void;
  /** SLU-116: another type of value was wanted. */
  wrongType(value: unknown, expected: string, path: Path): void;
}

export function startReading(doc: YamlDocument, version: ApiVersion): Reading {
  const issues: Issue[] = [];
  const report = (severity: Issue['severity']) => (code: IssueCode, params: Issue['params'], path: Path) => {
    issues.push(issue(code, params, doc.at(path), severity));
  };
  const error = report('error');
  return {
    doc,
    version,
    issues,
    add: (found) => issues.push(found),
    error,
    warn: report('warning'),
    wrongType: (value, expected, path) =>
      error('SLU-116', { path: pathText(path), expected, found: describe(value) }, path),
  };
}
