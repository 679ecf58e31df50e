/** One column of a result, as Trino calls its type: `bigint`, `decimal(38,0)`, `timestamp(6)`. */
export interface TrinoColumn {
  readonly name: string;
  readonly type: string;
}

/** A cell: numbers as text, because many do not fit a double; lists and rows as they are. */
export type TrinoValue = string | boolean | null | readonly TrinoValue[];

export interface TrinoResult {
  readonly columns: readonly TrinoColumn[];
  readonly rows: readonly (readonly TrinoValue[])[];
}

export interface TrinoOptions {
  readonly url: string;
  readonly catalog?: string;
  readonly schema?: string;
  readonly session?: Readonly<Record<string, string>>;
}

/** Trino refused or failed a statement; `kind` is `USER_ERROR`, `INTERNAL_ERROR` and the like. */
export class TrinoError extends Error {
  readonly kind: string;
  /** `SYNTAX_ERROR`, `TYPE_MISMATCH`, `DIVISION_BY_ZERO` … */
  readonly reason: string;

  constructor(message: string, kind: string, reason: string) {
    super(message);
    this.name = 'TrinoError';
    this.kind = kind;
    this.reason = reason;
  }
}

interface Page {
  readonly nextUri?: string;
  readonly columns?: readonly TrinoColumn[];
  readonly data?: readonly (readonly TrinoValue[])[];
  readonly error?: { readonly message: string; readonly errorType: string; readonly errorName: string };
}

/** Runs one statement and reads all of its rows. Timestamps are told in UTC. */
export async function queryTrino(sql: string, options: TrinoOptions): Promise<TrinoResult> {
  const session = Object.entries(options.session ?? {}).map(([k, v]) => `${k}=${encodeURIComponent(v)}`);
  const headers = {
    'X-Trino-User': 'sluice',
    'X-Trino-Time-Zone': 'UTC',
    // without it timestamps are told in milliseconds
    'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
    ...(options.catalog === undefined ? {} : { 'X-Trino-Catalog': options.catalog }),
    ...(options.schema === undefined ? {} : { 'X-Trino-Schema': options.schema }),
    ...(session.length === 0 ? {} : { 'X-Trino-Session': session.join(',') }),
  };
  let columns: readonly TrinoColumn[] = [];
  const rows: (readonly TrinoValue[])[] = [];
  let page = await ask(`${options.url}/v1/statement`, { method: 'POST', body: sql, headers });
  for (;;) {
    if (page.error !== undefined) {
      throw new TrinoError(page.error.message, page.error.errorType, page.error.errorName);
    }
    if (page.columns !== undefined) columns = page.columns;
    rows.push(...(page.data ?? []));
    if (page.nextUri === undefined) return { columns, rows };
    page = await ask(page.nextUri, { headers });
  }
}

/** Trino answers 502, 503 and 504 when it is to be asked again. */
async function ask(url: string, init: RequestInit, tries = 20): Promise<Page> {
  const response = await fetch(url, init);
  const text = await response.text();
  if ([502, 503, 504].includes(response.status) && tries > 0) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return ask(url, init, tries - 1);
  }
  if (!response.ok) throw new Error(`Trino answered ${response.status}: ${text.slice(0, 500)}`);
  return parsePage(text);
}

/** JSON whose numbers in `data` stay the text that Trino wrote. */
function parsePage(text: string): Page {
  const asWritten = (_: string, value: unknown, context?: { readonly source: string }): unknown =>
    typeof value === 'number' && context !== undefined ? context.source : value;
  // the type of a reviver that is given its source is not in TypeScript's library yet
  return JSON.parse(text, asWritten as (key: string, value: unknown) => unknown);
}
