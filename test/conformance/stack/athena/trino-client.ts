/** A type as the engine describes it, with its arguments. */
export interface TypeSignature {
  readonly rawType: string;
  readonly arguments: readonly {
    readonly kind: string;
    readonly value:
      | string
      | TypeSignature
      | { readonly fieldName?: { readonly name: string }; readonly typeSignature: TypeSignature };
  }[];
}

export interface EngineColumn {
  readonly name: string;
  readonly type: string;
  readonly typeSignature: TypeSignature;
}

export interface EngineError {
  readonly message: string;
  readonly errorName: string;
  readonly errorType: string;
}

/** One answer of `/v1/statement`. Numbers are their source text: a bigint keeps its digits, a double its notation. */
export interface EnginePage {
  readonly id: string;
  readonly nextUri?: string;
  readonly columns?: readonly EngineColumn[];
  readonly data?: readonly (readonly unknown[])[];
  readonly error?: EngineError;
  readonly updateType?: string;
  readonly updateCount?: string;
  readonly stats: Readonly<Record<string, string>> & { readonly state: string };
}

export interface EngineSession {
  readonly catalog: string;
  readonly schema: string;
  readonly properties?: Readonly<Record<string, string>>;
  /** Travels as the client's tags, so that the engine's own list of queries tells whose it is. */
  readonly tag?: string;
}

const exact = (text: string): EnginePage =>
  JSON.parse(text, (_key: string, value: unknown, context?: { readonly source: string }) =>
    typeof value === 'number' ? context?.source : value,
  );

const headersOf = (session: EngineSession): Record<string, string> => {
  const properties = Object.entries(session.properties ?? {}).map(
    ([k, v]) => `${k}=${encodeURIComponent(v)}`,
  );
  return {
    'X-Trino-User': 'athena',
    'X-Trino-Source': 'athena-server',
    'X-Trino-Catalog': session.catalog,
    'X-Trino-Schema': session.schema,
    'X-Trino-Time-Zone': 'UTC',
    'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
    ...(properties.length ? { 'X-Trino-Session': properties.join(',') } : {}),
    ...(session.tag === undefined ? {} : { 'X-Trino-Client-Tags': session.tag }),
  };
};

const BUSY = new Set([429, 502, 503, 504]);

/** Asks again while the engine says it is busy. */
async function ask(url: string, init: RequestInit): Promise<EnginePage> {
  for (;;) {
    const answer = await fetch(url, init);
    const text = await answer.text();
    if (answer.ok) return exact(text);
    if (!BUSY.has(answer.status)) throw new Error(`Trino answered ${answer.status}: ${text.slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Every page of a statement, as they come. Ending the loop early cancels the query. */
export async function* pagesOf(
  trinoUrl: string,
  sql: string,
  session: EngineSession,
): AsyncGenerator<EnginePage> {
  const headers = headersOf(session);
  let page = await ask(`${trinoUrl}/v1/statement`, { method: 'POST', headers, body: sql });
  try {
    for (;;) {
      yield page;
      if (page.nextUri === undefined) return;
      page = await ask(page.nextUri, { headers });
    }
  } finally {
    if (page.nextUri !== undefined) await cancel(page.nextUri);
  }
}

const CANCEL_WITHIN_MS = 5_000;

/** Kills the query that this page belongs to. An engine that does not answer keeps nobody from stopping. */
export async function cancel(nextUri: string): Promise<void> {
  const signal = AbortSignal.timeout(CANCEL_WITHIN_MS);
  await fetch(nextUri, { method: 'DELETE', headers: { 'X-Trino-User': 'athena' }, signal }).then(
    (answer) => answer.body?.cancel(),
    () => undefined,
  );
}

/** A short statement to its end: its rows, or the engine's error. */
export async function runShort(
  trinoUrl: string,
  sql: string,
  session: EngineSession,
): Promise<{ readonly rows: readonly (readonly unknown[])[]; readonly error?: EngineError }> {
  const rows: (readonly unknown[])[] = [];
  for await (const page of pagesOf(trinoUrl, sql, session)) {
    rows.push(...(page.data ?? []));
    if (page.error) return { rows, error: page.error };
  }
  return { rows };
}
