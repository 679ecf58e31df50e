import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

export const painter =
  (color: boolean) =>
  (style: Style, text: string): string =>
    color ? styleText(style, text, { validateStream: false }) : text;

/** Control characters in data never reach a terminal raw. */
export const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is made visible
  text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (c) =>
    c === '\n' ? ' ' : `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );

export const thousands = (count: string | number): string =>
  String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${thousands(count)} ${count === 1 ? one : many}`;
