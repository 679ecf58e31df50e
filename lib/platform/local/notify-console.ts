import { stripVTControlCharacters } from 'node:util';
import type { Notifier } from '../../core/ports.ts';

/** For the person in front of the terminal: what the summary of a run on stdout does not say by itself. */
export function consoleNotifier(write: (line: string) => void): Notifier {
  return {
    name: 'console',
    notify: async ({ message: { dataset, findings } }) => {
      for (const { decision, text } of findings)
        if (decision === 'driftRepaired')
          write(
            stripVTControlCharacters(`${dataset}: readers saw something else than was published: ${text}`),
          );
    },
  };
}
