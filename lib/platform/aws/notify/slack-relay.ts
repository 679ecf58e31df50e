import type { RunMessage } from '../../../core/notify/message.ts';
import { foreignPayload, isForPeople, type SlackPayload, slackPayload } from '../../../core/notify/slack.ts';

/** What SNS hands to a function: one message an invocation. */
export interface SnsEvent {
  readonly Records: readonly {
    readonly Sns: { readonly Subject?: string | null; readonly Message: string };
  }[];
}

export interface Relay {
  /** Asked once for as long as this process lives, and again where Slack knows the address no more. */
  readonly readUrl: () => Promise<string>;
  /** Throws an error with `status` where Slack refused. */
  readonly post: (url: string, payload: SlackPayload, signal: AbortSignal) => Promise<void>;
  readonly limitMs: number;
}

/** Passes messages of a topic on to a webhook. What it throws makes SNS try again, and then keep the message. */
export function slackRelay({ readUrl, post, limitMs }: Relay): (event: SnsEvent) => Promise<void> {
  let known: Promise<string> | undefined;
  const url = (): Promise<string> => {
    known ??= readUrl().catch((cause: unknown) => {
      known = undefined;
      throw cause;
    });
    return known;
  };
  return async ({ Records }) => {
    const signal = AbortSignal.timeout(limitMs);
    for (const { Sns } of Records) {
      const payload = payloadOf(Sns.Message, Sns.Subject ?? '');
      if (payload === undefined) continue;
      try {
        await post(await url(), payload, signal);
      } catch (cause) {
        if (!isGone(cause)) throw cause;
        // the webhook may have been replaced since its address was read
        known = undefined;
        await post(await url(), payload, signal);
      }
    }
  };
}

/** Undefined for what nobody has to look at. Somebody else's message, an alarm's, is passed on as it is. */
function payloadOf(text: string, subject: string): SlackPayload | undefined {
  const message = messageIn(text);
  if (message === undefined) return foreignPayload(subject, text);
  return isForPeople(message) ? slackPayload(message) : undefined;
}

function messageIn(text: string): RunMessage | undefined {
  try {
    const found: Partial<RunMessage> | null = JSON.parse(text);
    const isOurs = found?.messageVersion === 1 && Array.isArray(found.findings);
    // the topic takes messages of this version from this program alone
    return isOurs ? (found as RunMessage) : undefined;
  } catch {
    return undefined;
  }
}

const isGone = (cause: unknown): boolean =>
  cause instanceof Error && 'status' in cause && [403, 404, 410].includes(Number(cause.status));
