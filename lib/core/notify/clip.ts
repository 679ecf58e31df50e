const encoder = new TextEncoder();

export const bytesOf = (text: string): number => encoder.encode(text).length;

/** On one line, without control characters and without what turns the direction of writing around. */
export const oneLine = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();

/** The longest beginning of at most so many bytes of UTF-8 that ends between two characters, `…` where more followed. */
export function clipBytes(text: string, maxBytes: number): string {
  const whole = text.toWellFormed();
  if (bytesOf(whole) <= maxBytes) return whole;
  const mark = '…';
  let left = maxBytes - bytesOf(mark);
  let kept = '';
  for (const character of whole) {
    left -= bytesOf(character);
    if (left < 0) break;
    kept += character;
  }
  return maxBytes < bytesOf(mark) ? '' : kept + mark;
}

/** A word of the contract or of the data, fit to stand in a message. */
export const clipLine = (text: string, maxBytes: number): string => clipBytes(oneLine(text), maxBytes);
