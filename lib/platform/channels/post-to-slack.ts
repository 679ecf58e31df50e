import { setTimeout as delay } from 'node:timers/promises';
import type { SlackPayload } from '../../core/notify/slack.ts';

/** Slack said no, or nothing. The address is a secret, so no message ever holds it. */
export class SlackRefusal extends Error {
  /** 0 where there was no answer. */
  readonly status: number;

  constructor(message: string, status: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SlackRefusal';
    this.status = status;
  }
}

const TRIES = 4;
const BASE_MS = 250;
/** Slack asks for a second or two; who is asked to wait for longer leaves it to the next run. */
const MAX_WAIT_MS = 8_000;

/** Posts to an incoming webhook; again where Slack is busy or down, until the signal ends it. */
export async function postToSlack(url: string, payload: SlackPayload, signal: AbortSignal): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const refusal = await postOnce(url, payload, signal);
    if (refusal === undefined) return;
    const { error, waitMs = BASE_MS * 2 ** (tries - 1) } = refusal;
    const passes = error.status === 0 || error.status === 429 || error.status >= 500;
    if (!passes || tries >= TRIES || waitMs > MAX_WAIT_MS) throw error;
    await delay(waitMs, undefined, { signal }).catch(() => {
      throw error;
    });
  }
}

interface Refusal {
  readonly error: SlackRefusal;
  readonly waitMs?: number;
}

async function postOnce(
  url: string,
  payload: SlackPayload,
  signal: AbortSignal,
): Promise<Refusal | undefined> {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(payload),
    // where it leads to is nobody that was asked for
    redirect: 'error' as const,
    signal,
  };
  try {
    const response = await fetch(url, request);
    const said = (await response.text())
      .slice(0, 100)
      .replace(/[^\x20-\x7e]+/g, ' ')
      .trim();
    if (response.ok) return undefined;
    const error = new SlackRefusal(
      `Slack answered ${response.status}${said && ` (${said})`}`,
      response.status,
    );
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    return seconds >= 0 ? { error, waitMs: seconds * 1000 } : { error };
  } catch (cause) {
    if (signal.aborted) throw new SlackRefusal('Slack did not answer in time', 0);
    return { error: new SlackRefusal(`Slack could not be reached (${reasonOf(cause)})`, 0) };
  }
}

/** `ECONNREFUSED`, never the words of the error: they may name the address. */
function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error ? cause.cause : undefined;
  const code = inner instanceof Error && 'code' in inner ? inner.code : undefined;
  return typeof code === 'string' ? code : 'no connection';
}
