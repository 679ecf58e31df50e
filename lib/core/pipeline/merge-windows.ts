import type { Window } from './window.ts';

/** The same instants in as few windows as can be, in their order: those that overlap or adjoin are one. */
export function mergeWindows(windows: readonly Window[]): readonly Window[] {
  const merged: Window[] = [];
  const inOrder = [...windows].sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
  for (const window of inOrder) {
    const last = merged.at(-1);
    if (last === undefined || Date.parse(window.start) > Date.parse(last.end)) merged.push(window);
    else if (Date.parse(window.end) > Date.parse(last.end))
      merged[merged.length - 1] = { start: last.start, end: window.end };
  }
  return merged;
}

/** Each window once, in their order. */
export const distinctWindows = (windows: readonly Window[]): readonly Window[] =>
  [...new Map(windows.map((w) => [`${w.start}/${w.end}`, w])).values()].sort(
    (a, b) => Date.parse(a.start) - Date.parse(b.start) || Date.parse(a.end) - Date.parse(b.end),
  );
