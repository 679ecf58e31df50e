const OCTET = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const H16 = '[0-9A-Fa-f]{1,4}';
const LABEL = '[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?';

const whole = (body: string): string => `\\A(${body})\\z`;

/** The formats of ODCS strings that a value can be held to, each as a pattern over the whole text. */
export const TEXT_FORMATS: Readonly<Record<string, string>> = {
  // one @, a dotted domain, no spaces: what a mail server could accept, not all of RFC 5322
  email: whole(`[^@\\s"(),:;<>\\[\\\\\\]]{1,64}@(${LABEL}\\.)+[A-Za-z]{2,63}`),
  uuid: whole('[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}'),
  uri: whole("[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#@!$&'()*+,;=%\\[\\]-]+"),
  hostname: whole(`(${LABEL}\\.)*${LABEL}`),
  ipv4: whole(`(${OCTET}\\.){3}${OCTET}`),
  ipv6: whole(
    [
      `(${H16}:){7}${H16}`,
      `(${H16}:){1,7}:`,
      ...[1, 2, 3, 4, 5, 6].map((n) => `(${H16}:){1,${7 - n}}(:${H16}){1,${n}}`),
      `:(:${H16}){1,7}`,
      '::',
    ].join('|'),
  ),
};
