export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
export const quoteList = (texts: readonly string[]): string => `[${texts.map(quoteText).join(', ')}]`;

/** A file's path as a pattern that matches this file alone; DuckDB reads every path as a pattern. */
export const globOf = (path: string): string => path.replace(/[[*?]/g, (c) => `[${c}]`);
