/**
 * Words of a contract as Slack shows them and does nothing else with them: `<!channel>` pings nobody, `<https://…>` is
 * no link. The marks of bold and code cannot be escaped there, so look-alikes take their places.
 */
export const slackEscape = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('*', '∗')
    .replaceAll('`', "'")
    .replace(/(^|\W)_|_(?=\W|$)/g, '$1ˍ')
    .replace(/(^|\W)~|~(?=\W|$)/g, '$1∼')
    // emoji by name: `:fire:` in the words of a rule
    .replace(/:(?=[a-z][a-z0-9_+-]*:)/g, ':\u200b');

/** At most so many characters of what was escaped, never half of an `&amp;`. */
export function clipEscaped(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const cut = text
    .slice(0, maxCharacters - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '');
  return `${cut.replace(/&[a-z]*$/, '')}…`;
}

/** A link, where the address is one; else its words. Nothing of the address can end the link early. */
export function slackLink(label: string, url: string | undefined): string {
  const address = url === undefined ? undefined : webAddress(url);
  return address === undefined
    ? slackEscape(label)
    : `<${address}|${slackEscape(label).replaceAll('|', '¦')}>`;
}

function webAddress(url: string): string | undefined {
  if (!/^(https?|mailto):/i.test(url) || !URL.canParse(url)) return undefined;
  return new URL(url).href.replace(/[<>|&\s]/g, (c) => (c === '&' ? '&amp;' : encodeURIComponent(c)));
}
