/**
 * A column of a CSV or JSON file is staged twice: converted under its own name, and as it was written under
 * this one. The mark (U+241F, the symbol for a unit separator) keeps the second name from meeting a real one.
 */
export const textColumnName = (name: string): string => `${name}\u241ftext`;
