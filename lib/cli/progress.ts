import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from '../steps/state/outcome.ts';
import type { Output } from './output.ts';

/** A bar on a terminal, one line a step in a log; always on stderr. */
export function progressOn(output: Output, partitions: number): { step: Progress; end: () => void } {
  if (process.stderr.isTTY !== true) {
    return {
      step: ({ step, note }) => {
        if (step !== 'done') output.say(`${step}: ${note ?? ''} (${partitions} partitions)`);
      },
      end: () => {},
    };
  }
  const format = ' {bar} {value}/{total} {note}';
  const bar = new SingleBar(
    { format, hideCursor: true, clearOnComplete: true, stream: process.stderr },
    Presets.shades_classic,
  );
  let running = false;
  return {
    step: ({ done, total, note }) => {
      if (!running) bar.start(total, 0, { note: '' });
      running = true;
      bar.update(done, { note: note ?? '' });
    },
    end: () => {
      if (running) bar.stop();
      running = false;
    },
  };
}
