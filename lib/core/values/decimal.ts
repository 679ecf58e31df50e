/**
 * Exact decimal arithmetic on text, for thresholds and measured numbers: what a contract writes as 0.1 is
 * one tenth, not the nearest double.
 */
export interface Decimal {
  /** value = digits / 10^scale */
  readonly digits: bigint;
  readonly scale: number;
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/** Reads plain or scientific notation; undefined for anything else (NaN and Infinity too). */
export function parseDecimal(text: string): Decimal | undefined {
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

export function compareDecimal(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const [x, y] = align(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

export function addDecimal(a: Decimal, b: Decimal): Decimal {
  const [x, y] = align(a, b);
  return { digits: x + y, scale: Math.max(a.scale, b.scale) };
}

export const multiplyDecimal = (a: Decimal, b: Decimal): Decimal => ({
  digits: a.digits * b.digits,
  scale: a.scale + b.scale,
});

export function subtractDecimal(a: Decimal, b: Decimal): Decimal {
  const [x, y] = align(a, b);
  return { digits: x - y, scale: Math.max(a.scale, b.scale) };
}

/** Quotient with `scale` digits after the point, rounded half away from zero; the divisor is not zero. */
export function divideDecimal(a: Decimal, b: Decimal, scale: number): Decimal {
  const [x, y] = align(a, b);
  const numerator = abs(x) * 10n ** BigInt(scale);
  const denominator = abs(y);
  const rounded = (numerator * 2n + denominator) / (denominator * 2n);
  return { digits: x < 0n === y < 0n ? rounded : -rounded, scale };
}

/** Plain notation without trailing zeros after the point. */
export function decimalText({ digits, scale }: Decimal): string {
  const sign = digits < 0n ? '-' : '';
  const text = abs(digits)
    .toString()
    .padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  const fraction = scale === 0 ? '' : text.slice(text.length - scale).replace(/0+$/, '');
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

function align(a: Decimal, b: Decimal): [bigint, bigint] {
  const scale = Math.max(a.scale, b.scale);
  return [a.digits * 10n ** BigInt(scale - a.scale), b.digits * 10n ** BigInt(scale - b.scale)];
}

function abs(x: bigint): bigint {
  return x < 0n ? -x : x;
}
