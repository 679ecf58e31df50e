import type { Path } from '../document/path.ts';
import type { Rule } from '../model.ts';
import type { Reading } from '../reading.ts';

const SOFT = ['info', 'warning', 'warn', 'low', 'minor', 'trivial'];
const HARD = ['error', 'critical', 'high', 'major', 'blocker', 'fatal', 'medium', 'severe'];

/** Only a known soft word softens; an unknown one blocks, and is said. */
export function severityOf(reading: Reading, word: string | undefined, path: Path): Rule['severity'] {
  const known = word?.trim().toLowerCase();
  if (known === undefined) return 'error';
  if (SOFT.includes(known)) return 'warning';
  if (!HARD.includes(known)) reading.warn('SLU-158', { word: word ?? '', soft: SOFT.join(', ') }, path);
  return 'error';
}
