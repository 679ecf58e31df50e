import { clipLine } from './clip.ts';
import type { RunMessage } from './message.ts';

/** By which a subscription chooses; `decisions` is a list, the others are one word each. */
export function attributesOf(message: RunMessage): {
  readonly words: Readonly<Record<string, string>>;
  readonly lists: Readonly<Record<string, readonly string[]>>;
} {
  const { domain, dataset, environment, decision, decisions, severity } = message;
  const words = { domain, dataset, environment, decision, severity };
  return {
    words: Object.fromEntries(Object.entries(words).map(([k, v]) => [k, clipLine(v, 256)])),
    lists: { decisions },
  };
}
