import { setTimeout as delay } from 'node:timers/promises';
import type { Lake, Lineage } from '../../core/ports.ts';

type Emit = Lineage['emit'];

/** The address of a backend and, where it asks for one, its key. */
export interface LineageBackend {
  readonly url: string;
  /** Below the URL; `api/v1/lineage` where it is absent. */
  readonly endpoint?: string | undefined;
  readonly apiKey?: string | undefined;
}

const TRIES = 3;
const BASE_MS = 200;

/** Posts each event to an OpenLineage backend, as its own clients do; again where that is busy or down. */
export function httpLineage({ url, endpoint = 'api/v1/lineage', apiKey }: LineageBackend): Emit {
  const target = `${url.replace(/\/+$/, '')}/${endpoint.replace(/^\/+/, '')}`;
  const headers = {
    'content-type': 'application/json',
    ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
  };
  return async (event, _folder, signal) => {
    const body = JSON.stringify(event);
    for (let tries = 1; ; tries += 1) {
      const refusal = await postOnce(target, { method: 'POST', headers, body, redirect: 'error', signal });
      if (refusal === undefined) return;
      if (!refusal.passes || tries >= TRIES) throw new Error(refusal.why);
      await delay(BASE_MS * 2 ** (tries - 1), undefined, { signal });
    }
  };
}

interface Refusal {
  readonly why: string;
  /** Whether the same may be taken later. */
  readonly passes: boolean;
}

async function postOnce(target: string, request: RequestInit): Promise<Refusal | undefined> {
  try {
    const response = await fetch(target, request);
    await response.body?.cancel();
    if (response.ok) return undefined;
    const { status } = response;
    return { why: `its backend answered ${status}`, passes: status === 429 || status >= 500 };
  } catch {
    // the words of the error may name an address that holds a password
    return { why: 'its backend could not be reached', passes: true };
  }
}

/** Puts each event beside what the run keeps of its steps: `<run>/lineage/START.json`. */
export function lakeLineage(lake: Pick<Lake, 'put'>): Emit {
  return (event, folder) =>
    lake.put(`${folder}/lineage/${event.eventType}.json`, new TextEncoder().encode(JSON.stringify(event)));
}

/** What `lake:` stands for: no backend, the lake itself. */
export const LAKE_URL = 'lake:';

/** The sink of an address. */
export const lineageSink = (backend: LineageBackend, lake: Pick<Lake, 'put'>): Emit =>
  backend.url === LAKE_URL ? lakeLineage(lake) : httpLineage(backend);
