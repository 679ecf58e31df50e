import { suggest } from '../document/suggest.ts';
import type { YamlDocument } from '../document.ts';
import { type Issue, issue } from '../issue.ts';

export const API_VERSIONS = ['v3.0.0', 'v3.0.1', 'v3.0.2', 'v3.1.0', 'v3.2.0'] as const;
export type ApiVersion = (typeof API_VERSIONS)[number];

export const isApiVersion = (text: unknown): text is ApiVersion =>
  (API_VERSIONS as readonly unknown[]).includes(text);

export const isOlder = (a: ApiVersion, b: ApiVersion): boolean =>
  API_VERSIONS.indexOf(a) < API_VERSIONS.indexOf(b);

/** Up to 3.0.2: several operators in a rule all apply, `rule` names the metric, many elements are open. */
export const isVersion30 = (version: ApiVersion): boolean => isOlder(version, 'v3.1.0');

/** Why a document is none that this reader knows: its kind, or its version. Absent keys are the schema's matter. */
export function identityIssues(doc: YamlDocument): readonly Issue[] {
  const { kind, apiVersion } = doc.value;
  const issues: Issue[] = [];
  if (typeof kind === 'string' && kind !== 'DataContract') {
    issues.push(
      issue('SLU-120', { kind, suggestion: suggest(kind, ['DataContract']) ?? '' }, doc.at(['kind'])),
    );
  }
  if (typeof apiVersion === 'string' && !isApiVersion(apiVersion)) {
    const at = doc.at(['apiVersion']);
    if (/^v?2\./.test(apiVersion)) issues.push(issue('SLU-121', { apiVersion }, at));
    else issues.push(issue('SLU-122', { apiVersion, versions: API_VERSIONS.join(', ') }, at));
  }
  return issues;
}
