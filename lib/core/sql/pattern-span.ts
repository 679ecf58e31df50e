/**
 * Can a pattern (as `compilePattern` prints it) match nothing but the whole text: `\A` first, `\z` last, and no
 * alternative beside them? Searching for it is then the same as matching all of the text against it.
 */
export function spansWholeText(re2: string): boolean {
  if (!re2.startsWith('\\A')) return false;
  let depth = 0;
  let inClass = false;
  let last = '';
  for (let at = 0; at < re2.length; at += last.length) {
    const char = re2.charAt(at);
    last = char === '\\' ? re2.slice(at, at + 2) : char;
    if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    if (inClass) continue;
    if (char === '(') depth += 1;
    else if (char === ')') depth -= 1;
    else if (char === '|' && depth === 0) return false;
  }
  return last === '\\z';
}
