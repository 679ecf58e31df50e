import { type Issue, issue } from '../contract/issue.ts';
import type { LogicalType } from '../values/logical-type.ts';
import { HIVE_NULL, type PartitionId } from '../values/partition.ts';
import { fail, ok, type Result } from '../values/result.ts';
import { boolean, integer, NULL, type Scalar, string, timestamp } from '../values/scalar.ts';
import type { PartitionFiles } from './footer.ts';

export interface PartitionColumn {
  readonly name: string;
  readonly logicalType?: LogicalType;
}

/**
 * The partition that a data file's folders name, below the root of its table. Folder levels may come in any
 * order; the values come in the order of the columns. `path` is relative to the root, with `/` between levels.
 */
export function parseHivePath(
  path: string,
  columns: readonly PartitionColumn[],
): Result<PartitionId, Issue[]> {
  const folders = path.split('/').slice(0, -1);
  const found = new Map<string, Scalar>();
  const issues: Issue[] = [];
  const missing = (): string[] => columns.map((c) => c.name).filter((name) => !found.has(name));
  const misfit = (difference: string): Issue =>
    issue('SLU-412', { file: path, columns: columns.map((c) => c.name).join(', '), difference });
  for (const folder of folders) {
    const cut = folder.indexOf('=');
    const name = cut < 1 ? undefined : decodePercent(folder.slice(0, cut));
    if (name === undefined) {
      issues.push(issue('SLU-410', { name: folder, file: path, expected: missing()[0] ?? 'column' }));
      return fail(issues);
    }
    const column = columns.find((c) => c.name === name);
    if (column === undefined) issues.push(misfit(`${name} is not one of them`));
    else if (found.has(name)) issues.push(misfit(`${name} stands there twice`));
    else {
      const value = parseValue(decodePercent(folder.slice(cut + 1)), column.logicalType);
      if (value === undefined) {
        const { words, example } = EXPECTED[column.logicalType ?? 'string'] ?? TEXT;
        const text = folder.slice(cut + 1);
        issues.push(issue('SLU-411', { name: folder, file: path, expected: words, example, value: text }));
      }
      found.set(name, value ?? NULL);
    }
  }
  if (issues.length === 0 && missing().length > 0) {
    issues.push(misfit(`there is no folder for ${missing().join(', ')}`));
  }
  if (issues.length > 0) return fail(issues);
  return ok(Object.fromEntries(columns.map((c) => [c.name, found.get(c.name) ?? NULL])));
}

/**
 * All files of a folder, each with its partition; every problem at once. Paths are relative to `root`, which is
 * for the messages only.
 */
export function parseHivePaths(
  root: string,
  paths: readonly string[],
  columns: readonly PartitionColumn[],
): Result<PartitionFiles[], Issue[]> {
  if (paths.length === 0) return fail([issue('SLU-413', { folder: root })]);
  if (columns.length === 0) return ok([{ partition: {}, files: paths }]);
  if (
    !paths.some((path) =>
      path
        .split('/')
        .slice(0, -1)
        .some((f) => f.indexOf('=') > 0),
    )
  ) {
    const flat = paths.every((path) => !path.includes('/'));
    const expected = columns.map((c) => `${c.name}=<value>`).join('/');
    if (flat) return fail([issue('SLU-414', { folder: root, expected })]);
  }
  const groups = new Map<string, { partition: PartitionId; files: string[] }>();
  const issues: Issue[] = [];
  for (const path of paths) {
    const parsed = parseHivePath(path, columns);
    if (!parsed.ok) {
      issues.push(...parsed.error);
      continue;
    }
    const key = JSON.stringify(Object.values(parsed.value));
    const group = groups.get(key);
    if (group) group.files.push(path);
    else groups.set(key, { partition: parsed.value, files: [path] });
  }
  return issues.length > 0 ? fail(issues) : ok([...groups.values()]);
}

/** Percent-decoding as Hive does: `%` and two hex digits are one byte of UTF-8; anything else stands for itself. */
export function decodePercent(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString(),
  );
}

const TEXT = { words: 'a text', example: 'any text' };
const EXPECTED: Partial<Record<LogicalType, { words: string; example: string }>> = {
  date: { words: 'a date', example: '2001-01-31' },
  integer: { words: 'an integer', example: '42' },
  timestamp: { words: 'a timestamp', example: '2001-01-31 12:00:00' },
  boolean: { words: 'a boolean', example: 'true' },
};

function parseValue(text: string, type: LogicalType | undefined): Scalar | undefined {
  if (text === HIVE_NULL) return NULL;
  switch (type) {
    case 'date':
      return isDate(text) ? string(text) : undefined;
    case 'integer':
      return /^[+-]?\d{1,38}$/.test(text) ? integer(BigInt(text.replace(/^\+/, ''))) : undefined;
    case 'timestamp':
      return parseTimestamp(text);
    case 'boolean':
      return /^(true|false)$/i.test(text) ? boolean(text.toLowerCase() === 'true') : undefined;
    default:
      return string(text);
  }
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const TIMESTAMP =
  /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})0*)?)?(?:Z|\+00(?::?00)?)?)?$/;

/** Hive, Spark and DuckDB write `2001-01-31 12:00:00`; a text without a zone is UTC. */
function parseTimestamp(text: string): Scalar | undefined {
  const match = TIMESTAMP.exec(text);
  if (!match) return undefined;
  const [, day = '', hour = '00', minute = '00', second = '00', fraction = ''] = match;
  if (!isDate(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return timestamp(`${day}T${hour}:${minute}:${second}.${fraction.padEnd(6, '0')}Z`);
}
