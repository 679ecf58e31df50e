/**
 * Issues are data: a code, where, and the parameters of its sentence. The wording (sentence, remedy, and what
 * `sluice explain CODE` says) stands in `messages/`, one catalogue per range of codes:
 * SLU-1xx reading a file and contracts, SLU-2xx pipelines and windows, SLU-3xx planning and binding,
 * SLU-4xx data files, SLU-5xx ledger, lake and engine, SLU-6xx usage of the command line.
 */
export type IssueCode = `SLU-${number}`;

/** Where something stands in a file; lines and columns count from 1, columns in UTF-16 units. */
export interface SourceRef {
  readonly file: string;
  /** Path in the document: `schema[0].properties[2].quality[0].mustBe`. */
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  /** Column just after the last character, where it ends on the same line. */
  readonly endColumn?: number;
}

export interface Issue {
  readonly code: IssueCode;
  readonly severity: 'error' | 'warning';
  readonly at?: SourceRef;
  readonly params: Readonly<Record<string, string>>;
}

export function issue(
  code: IssueCode,
  params: Readonly<Record<string, string>>,
  at?: SourceRef,
  severity: Issue['severity'] = 'error',
): Issue {
  return at === undefined ? { code, severity, params } : { code, severity, at, params };
}

export const hasErrors = (issues: readonly Issue[]): boolean => issues.some((i) => i.severity === 'error');
