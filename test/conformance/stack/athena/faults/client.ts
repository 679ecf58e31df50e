import type { Counts, FaultRule } from './rules.ts';

/** How a test makes an Athena server fail, and asks what it was asked. */
export interface Faults {
  add(...rules: readonly FaultRule[]): Promise<void>;
  /** Forgets the rules that are left, and the counts. */
  clear(): Promise<void>;
  counts(): Promise<Counts>;
}

/** Faults of the server at this address. */
export function faults(url: string): Faults {
  const ask = async (method: string, body?: unknown): Promise<Response> => {
    const answer = await fetch(new URL('/_faults', url), {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`the Athena server refused the faults: ${await answer.text()}`);
    return answer;
  };
  return {
    add: async (...rules) => void (await ask('POST', rules)),
    clear: async () => void (await ask('DELETE')),
    counts: async () => (await ask('GET')).json() as Promise<Counts>,
  };
}
