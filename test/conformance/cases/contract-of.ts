import type { CheckCase } from './case.ts';

/** The contract that a case is judged by, as a person would write it. */
export function contractOf(c: CheckCase): string {
  const list = (entries: readonly string[], indent: string): string =>
    entries.map((e) => `${indent}- ${e}\n`).join('');
  const block = (key: string, entries: readonly string[] | undefined, indent: string): string =>
    entries === undefined || entries.length === 0 ? '' : `${indent}${key}:\n${list(entries, `${indent}  `)}`;
  return [
    `apiVersion: ${c.apiVersion ?? 'v3.1.0'}\nkind: DataContract\nid: t\nname: t\nversion: 1.0.0\nstatus: active\n`,
    'schema:\n  - name: t\n',
    block('customProperties', c.settings, '    '),
    block('properties', c.properties, '    '),
    block('quality', c.quality, '    '),
    block('slaProperties', c.sla, ''),
  ].join('');
}
