import type { Issue, IssueCode } from '../issue.ts';
import type { Catalogue, Wording } from './catalogue.ts';
import { contractMessages } from './contract.ts';
import { dataMessages } from './data.ts';
import { pipelineMessages } from './pipeline.ts';
import { planMessages } from './plan.ts';
import { platformMessages } from './platform.ts';
import { awsMessages } from './platform-aws.ts';
import { usageMessages } from './usage.ts';

const CATALOGUE: Catalogue = {
  ...contractMessages,
  ...pipelineMessages,
  ...planMessages,
  ...dataMessages,
  ...platformMessages,
  ...awsMessages,
  ...usageMessages,
};

export const allCodes = (): readonly IssueCode[] => (Object.keys(CATALOGUE) as IssueCode[]).sort();

/** Undefined for a code that does not exist. */
export const wordingOf = (code: string): Wording | undefined => CATALOGUE[code as IssueCode];

/** The sentence and the remedy of an issue, without its place. */
export function describeIssue(issue: Issue): { sentence: string; remedy: string } {
  const wording = wordingOf(issue.code);
  if (!wording) throw new Error(`no wording for ${issue.code}`);
  return { sentence: wording.sentence(issue.params), remedy: wording.remedy(issue.params) };
}

/** An issue as one line of a log: its code, place, sentence and remedy. */
export function issueLine(issue: Issue): string {
  const { sentence, remedy } = describeIssue(issue);
  const { code, at } = issue;
  const place = at === undefined ? '' : `${at.file}${at.line === undefined ? '' : `:${at.line}`}: `;
  return `${code} ${place}${sentence} ${remedy}`.trimEnd();
}
