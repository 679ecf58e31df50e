import { stripVTControlCharacters } from 'node:util';
import type { Notification, Notifier } from '../../core/ports.ts';

/** What the summary of a run does not say by itself. */
const SAID: readonly Notification['type'][] = ['drift.repaired'];

/** Lines for the person in front of the terminal; a channel adds no wording of its own. */
export function consoleNotifier(write: (line: string) => void, _: { readonly color: boolean }): Notifier {
  return {
    notify: async ({ type, title, lines }) => {
      if (SAID.includes(type)) for (const line of [title, ...lines]) write(stripVTControlCharacters(line));
    },
  };
}
