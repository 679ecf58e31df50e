/** Trino's answer to one statement, as its own protocol gives it; numbers beyond 2^53 are not to be asked here. */
interface Page {
  readonly nextUri?: string;
  readonly data?: readonly (readonly unknown[])[];
  readonly error?: { readonly message: string; readonly errorName: string };
}

/**
 * Runs one statement on Trino and gives its rows: what the stack and its tests need, not a client. Session properties
 * are written as `name=value`.
 */
export async function trinoStatement(
  url: string,
  sql: string,
  session = '',
): Promise<readonly (readonly unknown[])[]> {
  const headers = {
    ...{ 'x-trino-user': 'stack', 'x-trino-time-zone': 'UTC', 'x-trino-session': session },
    'x-trino-client-capabilities': 'PARAMETRIC_DATETIME',
  };
  const rows: (readonly unknown[])[] = [];
  let request = new Request(`${url}/v1/statement`, { method: 'POST', headers, body: sql });
  for (;;) {
    const response = await fetch(request);
    if (!response.ok) throw new Error(`Trino answered ${response.status}: ${await response.text()}`);
    const page = (await response.json()) as Page;
    if (page.error !== undefined) throw new Error(`${page.error.errorName}: ${page.error.message}`);
    rows.push(...(page.data ?? []));
    if (page.nextUri === undefined) return rows;
    request = new Request(page.nextUri, { headers });
  }
}
