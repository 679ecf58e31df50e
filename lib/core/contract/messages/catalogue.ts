import type { IssueCode } from '../issue.ts';

type Params = Readonly<Record<string, string>>;

/** The words of one code: what is wrong, how to fix it, and what `sluice explain CODE` adds. */
export interface Wording {
  readonly title: string;
  readonly sentence: (params: Params) => string;
  readonly remedy: (params: Params) => string;
  /** One or more paragraphs of plain text. */
  readonly explanation: string;
}

export type Catalogue = Readonly<Record<IssueCode, Wording>>;
