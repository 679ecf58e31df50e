import { decimalText, parseDecimal } from '../values/decimal.ts';
import type { Path } from './document/path.ts';
import type { YamlDocument } from './document.ts';

/**
 * A number as the file writes it, so that 0.1 stays one tenth and no digit is lost; a quoted number is one too.
 * Undefined for what is no finite number.
 */
export function numberText(doc: YamlDocument, path: Path, value: unknown): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const written = typeof value === 'string' ? value : (doc.sourceText(path) ?? String(value));
  if (parseDecimal(written) !== undefined) return written;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined; // 0x1F, 0o17
}

/**
 * The document as JSON for its hash: a number that a double cannot hold exactly is `{type, value}`, so that a
 * change in its last digit is a change of the contract.
 */
export function exactValue(doc: YamlDocument): unknown {
  const visit = (value: unknown, path: Path): unknown => {
    if (typeof value === 'number') return exactNumber(doc, path, value);
    if (Array.isArray(value)) return value.map((entry, i) => visit(entry, [...path, i]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, visit(inner, [...path, key])]),
    );
  };
  return visit(doc.value, []);
}

function exactNumber(doc: YamlDocument, path: Path, value: number): unknown {
  const written = parseDecimal(numberText(doc, path, value) ?? '');
  if (written === undefined) return { type: 'double', value: String(value) };
  const kept = parseDecimal(String(value));
  const same = kept !== undefined && decimalText(kept) === decimalText(written);
  return same ? value : { type: 'decimal', value: decimalText(written) };
}
