/** A piece of HTML that is safe to put into another; only `html` and `trusted` make one. */
export interface Html {
  readonly html: string;
}

export type Part = Html | string | number | null | undefined | false | readonly Part[];

/** Whatever is put into the template is text and cannot become markup, except what is Html already. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: strings.map((s, i) => s + (i < parts.length ? render(parts[i]) : '')).join(''),
});

/** Text of our own that holds markup: a style sheet, a path of a drawing. */
export const trusted = (text: string): Html => ({ html: text });

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'string') return escapeText(part);
  if (typeof part === 'number') return String(part);
  if ('html' in part) return part.html;
  return part.map(render).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that would hide, reorder or break what stands around them are written out: `\u202e`. */
const INVISIBLE = /[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;

export const visible = (text: string): string =>
  text
    .toWellFormed()
    .replace(INVISIBLE, (c) =>
      c === '\n' || c === '\t' ? c : `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
    );

export const escapeText = (text: string): string =>
  visible(text).replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);

/** Text of somebody's data: its direction is its own and does not turn the line around it. */
export const datum = (text: string): Html => html`<bdi>${text}</bdi>`;
export const code = (text: string): Html => html`<code><bdi>${text}</bdi></code>`;
