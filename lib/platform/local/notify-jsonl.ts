import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Notifier } from '../../core/ports.ts';

/** One JSON line a message, appended in one write so that two runs never mix their lines. */
export function jsonLinesNotifier(file: string): Notifier {
  return {
    notify: async (message) => {
      await mkdir(dirname(file), { recursive: true });
      await appendFile(file, `${JSON.stringify(message)}\n`);
    },
  };
}
