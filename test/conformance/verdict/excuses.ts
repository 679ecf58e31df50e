import type { CheckKindName } from '../../../lib/core/contract/model.ts';
import type { CheckCase, Expected } from '../cases/case.ts';

/** A case that Athena does not answer as DuckDB does: why, since when it is known, and what it does instead. */
export interface Excuse {
  /** As `docs/engines.md` calls it. */
  readonly name: string;
  readonly reason: string;
  readonly date: string;
  readonly of: (kind: CheckKindName, c: CheckCase) => boolean;
  /** Nothing is judged, and this is said. */
  readonly refuses?: RegExp;
  /** What the verdict says instead. */
  readonly instead: Readonly<Record<string, Expected>>;
}

export const EXCUSES: readonly Excuse[] = [
  {
    name: 'CSV and JSON files',
    reason: 'a cell that does not convert could not be told from one that is null',
    date: '2026-11-21',
    of: (_, c) => c.csv !== undefined || c.json !== undefined,
    refuses: /which are not read on Athena: a cell that does not convert/,
    instead: {},
  },
  {
    name: 'Days without an end',
    reason: 'Trino has no infinite days: it reads the last and first that 32 bits can count',
    date: '2026-11-21',
    of: (kind, c) => kind === 'range' && c.says.startsWith('an endless day'),
    instead: {
      'a.minimum': { outcome: 'failed', measured: '-5877641-06-24' },
      'a.maximum': { outcome: 'failed' },
    },
  },
];

export const excuseOf = (kind: CheckKindName, c: CheckCase): Excuse | undefined =>
  EXCUSES.find((e) => e.of(kind, c));
