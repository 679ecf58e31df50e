import { compareDecimal, type Decimal, decimalText, parseDecimal } from '../../values/decimal.ts';
import type { Operator } from '../model.ts';
import { numberText } from '../number-text.ts';
import type { Quality } from '../odcs/quality.ts';
import type { Reading } from '../reading.ts';
import type { QualityType } from '../rules/metric-of.ts';
import { operatorsOf } from '../rules/operators.ts';
import type { QualitySite } from '../sites.ts';

/** What a counted number can be: whole from 0 up, or a percent from 0 to 100. */
interface Domain {
  readonly max?: Decimal;
  readonly text: string;
}

const ZERO: Decimal = { digits: 0n, scale: 0 };
const ROWS: Domain = { text: 'a count is a whole number from 0 up' };
const PERCENT: Domain = { max: { digits: 100n, scale: 0 }, text: 'a percent lies between 0 and 100' };

/** Thresholds of counts that no data could meet, or that all data meets. */
export function checkDemand(reading: Reading, { quality, path }: QualitySite, type: QualityType): void {
  if (type !== 'library') return;
  const domain = quality.unit === 'percent' ? PERCENT : ROWS;
  const open =
    quality.customProperties?.some((p) => p.property === 'sluice.bounds' && p.value === 'open') ?? false;
  for (const operator of operatorsOf(quality)) {
    const numbers = numbersOf(reading, quality, operator, [...path, operator]);
    const fate = numbers && fateOf(operator, numbers, domain, open);
    if (fate === undefined) continue;
    const written = numbers?.map(decimalText).join(', ') ?? '';
    const at = [...path, operator];
    if (fate === 'never holds') reading.error('SLU-148', { operator, value: written, why: domain.text }, at);
    else reading.warn('SLU-149', { what: `${operator}: ${written}`, why: domain.text }, at);
  }
  checkContradiction(reading, { quality, path });
}

function numbersOf(
  reading: Reading,
  quality: Quality,
  operator: Operator,
  path: readonly (string | number)[],
) {
  const value: unknown = quality[operator];
  const texts = Array.isArray(value)
    ? value.map((v, i) => numberText(reading.doc, [...path, i], v))
    : [numberText(reading.doc, path, value)];
  const numbers = texts.map((t) => parseDecimal(t ?? '')).filter((n) => n !== undefined);
  const wanted = operator.endsWith('Between') ? 2 : 1;
  return numbers.length === wanted ? numbers : undefined;
}

type Fate = 'never holds' | 'never fails' | undefined;

function fateOf(operator: Operator, numbers: readonly Decimal[], domain: Domain, open: boolean): Fate {
  const [a = ZERO, b = a] = numbers;
  const below = (n: Decimal): boolean => compareDecimal(n, ZERO) < 0;
  const above = (n: Decimal): boolean => domain.max !== undefined && compareDecimal(n, domain.max) > 0;
  const atMost0 = (n: Decimal): boolean => compareDecimal(n, ZERO) <= 0;
  const atLeastMax = (n: Decimal): boolean => domain.max !== undefined && compareDecimal(n, domain.max) >= 0;
  // no value of the domain lies in the band
  const beyond =
    (open ? atMost0(b) || atLeastMax(a) : below(b) || above(a)) ||
    (domain.max === undefined && !holdsWhole(a, b, open));
  const possible = !below(a) && !above(a) && (domain.max !== undefined || isWhole(a));
  switch (operator) {
    case 'mustBe':
      return possible ? undefined : 'never holds';
    case 'mustNotBe':
      return possible ? undefined : 'never fails';
    case 'mustBeGreaterThan':
      return atLeastMax(a) ? 'never holds' : below(a) ? 'never fails' : undefined;
    case 'mustBeGreaterOrEqualTo':
      return above(a) ? 'never holds' : atMost0(a) ? 'never fails' : undefined;
    case 'mustBeLessThan':
      return atMost0(a) ? 'never holds' : above(a) ? 'never fails' : undefined;
    case 'mustBeLessOrEqualTo':
      return below(a) ? 'never holds' : atLeastMax(a) ? 'never fails' : undefined;
    case 'mustBeBetween': {
      if (compareDecimal(a, b) >= 0) return undefined; // said as a reversed or empty band
      if (beyond) return 'never holds';
      return (open ? below(a) && above(b) : atMost0(a) && atLeastMax(b)) ? 'never fails' : undefined;
    }
    case 'mustNotBeBetween': {
      if (compareDecimal(a, b) >= 0) return undefined;
      if (open ? below(a) && above(b) : atMost0(a) && atLeastMax(b)) return 'never holds';
      return beyond ? 'never fails' : undefined;
    }
  }
}

const isWhole = ({ digits, scale }: Decimal): boolean => digits % 10n ** BigInt(scale) === 0n;

/** Whether a whole number lies between two bounds. */
function holdsWhole(a: Decimal, b: Decimal, open: boolean): boolean {
  const unit = 10n ** BigInt(a.scale);
  const floor = a.digits / unit - (a.digits < 0n && a.digits % unit !== 0n ? 1n : 0n);
  const first = isWhole(a) && !open ? floor : floor + 1n;
  const order = compareDecimal({ digits: first, scale: 0 }, b);
  return open ? order < 0 : order <= 0;
}

/** 3.0 lets several operators apply at once: a floor above a ceiling leaves nothing. */
function checkContradiction(
  reading: Reading,
  { quality, path }: Pick<QualitySite, 'quality' | 'path'>,
): void {
  const ends = (operators: readonly Operator[]) =>
    operators.flatMap((operator) => {
      if (quality[operator] === undefined) return [];
      const [number] = numbersOf(reading, quality, operator, [...path, operator]) ?? [];
      return number === undefined ? [] : [{ operator, number }];
    });
  for (const low of ends(['mustBeGreaterThan', 'mustBeGreaterOrEqualTo'])) {
    for (const high of ends(['mustBeLessThan', 'mustBeLessOrEqualTo'])) {
      const order = compareDecimal(low.number, high.number);
      const closed = low.operator.includes('Equal') && high.operator.includes('Equal');
      if (order < 0 || (order === 0 && closed)) continue;
      const params = {
        what: `${low.operator} and ${high.operator}`,
        low: decimalText(low.number),
        high: decimalText(high.number),
      };
      reading.error('SLU-141', params, [...path, low.operator]);
    }
  }
}
