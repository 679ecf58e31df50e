import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Notifier } from '../../core/ports.ts';

/** One JSON line a message and one a partition, appended in one write so that two runs never mix their lines. */
export function jsonLinesNotifier(file: string): Notifier {
  return {
    name: 'file',
    notify: async ({ message, events }) => {
      const lines = [{ type: 'sluice.run.message', ...message }, ...events];
      await mkdir(dirname(file), { recursive: true });
      await appendFile(file, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
    },
  };
}
