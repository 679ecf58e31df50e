type Code = `SLU-${number}`;

/** An Issue by its shape: this room imports nothing of the contract's, not even what a place in a file is. */
export interface QueryIssue<At> {
  readonly code: Code;
  readonly severity: 'error';
  readonly at?: At;
  readonly params: Readonly<Record<string, string>>;
}

/** Stays inside the reading of one query, where the first problem ends it. */
export class QueryRefusal extends Error {
  readonly code: Code;
  readonly params: Readonly<Record<string, string>>;

  constructor(code: Code, params: Readonly<Record<string, string>> = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}
