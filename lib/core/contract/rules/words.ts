import type { Path } from '../document/path.ts';
import type { YamlDocument } from '../document.ts';
import { numberText } from '../number-text.ts';

/** Listed values as texts, numbers with the digits of the file; a null stays null. */
export function listTexts(
  doc: YamlDocument,
  values: readonly unknown[],
  path: Path,
): readonly (string | null)[] {
  return values.map((value, i) => (value === null ? null : valueText(doc, value, [...path, i])));
}

/** One value as text, as the file writes it. */
export function valueText(doc: YamlDocument, value: unknown, path: Path): string {
  if (typeof value === 'number') return numberText(doc, path, value) ?? String(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
