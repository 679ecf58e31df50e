import { RE2JS } from 're2js';
import type { Path } from '../document/path.ts';
import type { Reading } from '../reading.ts';

/** A pattern must run as RE2 on every engine; what RE2 leaves out has a sentence of its own. */
export function checkPattern(reading: Reading, pattern: string, path: Path): void {
  const foreign = foreignSyntax(pattern);
  if (foreign?.kind === 'look-around') reading.error('SLU-151', { pattern, part: foreign.part }, path);
  else if (foreign) reading.error('SLU-152', { pattern, part: foreign.part }, path);
  else {
    const reason = refusal(pattern);
    if (reason !== undefined) reading.error('SLU-150', { pattern, reason }, path);
    else if (pattern === '')
      reading.warn('SLU-149', { what: 'An empty pattern', why: 'it is found in every text' }, path);
  }
}

function refusal(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error
      ? error.message.replace(/^error parsing regexp: /, '')
      : 'it does not parse';
  }
}

interface Foreign {
  readonly kind: 'look-around' | 'back-reference';
  readonly part: string;
}

/** The first look-around or back-reference outside of character classes. */
function foreignSyntax(pattern: string): Foreign | undefined {
  let inClass = false;
  for (let i = 0; i < pattern.length; i++) {
    const rest = pattern.slice(i, i + 5);
    if (rest.startsWith('\\')) {
      const back = /^\\(?:[1-9]|k[<{'])/.exec(rest);
      if (back && !inClass) return { kind: 'back-reference', part: back[0] };
      i++;
    } else if (inClass) inClass = !rest.startsWith(']');
    else if (rest.startsWith('[')) {
      inClass = true;
      if (/^\[\^?\]/.test(rest)) i += rest.startsWith('[^') ? 2 : 1;
    } else {
      const look = /^\(\?(?:=|!|<=|<!)/.exec(rest);
      if (look) return { kind: 'look-around', part: look[0] };
    }
  }
  return undefined;
}
