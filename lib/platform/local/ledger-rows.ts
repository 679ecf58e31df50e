import type { FactQuery } from '../../core/ports.ts';
import type { DatasetState, Fact, FactKind, Intent, Pointer } from '../../core/publish/facts.ts';

export const pkOf = (dataset: string): string => `DS#${dataset}`;
export const skOf = ({ kind, partition, time, id }: Fact): string =>
  `${kindText(kind)}#${partition}#${time}#${id}`;
export const STATE = 'STATE';
export const pointerSk = (partition: string): string => `POINTER#${partition}`;

const kindText = (kind: FactKind): string => kind.toUpperCase();

/** The dataset's own row. */
export interface Head {
  readonly projection: string | null;
  readonly open: Intent | null;
}

export type Row = Readonly<Record<string, unknown>>;

/** Rows hold what this program wrote into them, checked by their schema version: their JSON is trusted to have its type. */
const parse = <T>(row: Row): T => JSON.parse(String(row.body));

export const headOf = (row: Row): Head => parse<Head>(row);
export const pointerOf = (row: Row): Pointer => parse<Pointer>(row);

export function factOf(row: Row): Fact {
  const dataset = String(row.pk).slice(pkOf('').length);
  const { kind, partition, id, time } = row;
  return { kind, dataset, partition, id, time, body: parse<Fact['body']>(row) } as Fact;
}

export function stateOf(dataset: string, head: Row | undefined, pointers: readonly Row[]): DatasetState {
  return {
    dataset,
    epoch: head === undefined ? '0' : String(head.epoch),
    projection: head === undefined ? null : headOf(head).projection,
    pointers: pointers.map(pointerOf),
  };
}

/** The statement for a query, and its parameters in order; read in pages after `(time, seq)` of the last row. */
export function selectFacts(query: FactQuery): {
  readonly where: string;
  readonly params: readonly string[];
  readonly order: string;
} {
  const { dataset, kind, partition, id, order = 'oldest' } = query;
  const conditions: [string, string | undefined][] = [
    ['pk = ?', dataset === undefined ? undefined : pkOf(dataset)],
    ['kind = ?', kind],
    ['partition = ?', partition],
    ['id = ?', id],
  ];
  const given = conditions.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  const direction = order === 'oldest' ? 'ASC' : 'DESC';
  return {
    where: given.map((c) => c.sql).join(' AND '),
    params: given.map((c) => c.value),
    order: `time ${direction}, seq ${direction}`,
  };
}
