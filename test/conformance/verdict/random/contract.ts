import fc from 'fast-check';
import { stringify } from 'yaml';
import type { Contract, Dataset } from '../../../../lib/core/contract/model.ts';
import { readContract } from '../../../../lib/core/contract/read.ts';
import { isReadable } from './column-types.ts';
import { aggregates, countingQuery } from './sql-rules.ts';
import type { RandomColumn, RandomTable } from './table.ts';
import { countThreshold, percentThreshold, threshold } from './thresholds.ts';

type Yaml = Readonly<Record<string, unknown>>;

const NUMERIC: readonly RandomColumn['family'][] = ['whole', 'decimal', 'double'];
const holdsNumber = (text: string): boolean => Number.isFinite(Number(text));

/** Cells of a column in all files; nulls left out. */
const cellsOf = ({ columns, files }: RandomTable, column: RandomColumn): readonly string[] => {
  const i = columns.indexOf(column);
  return files.flatMap((f) => f.rows.flatMap((row) => row[i] ?? []));
};

/** Before digits that a number of JavaScript would round. */
const DIGITS = '@digits ';
const withDigits = (yaml: string): string => yaml.replaceAll(/"@digits ([^"]+)"/g, '$1');

/** How a cell stands in a contract. */
function written({ family }: RandomColumn, text: string): unknown {
  if (family === 'boolean') return text === 'true';
  if (NUMERIC.includes(family)) return holdsNumber(text) ? `${DIGITS}${text}` : text;
  if (family === 'instant') return `${text.slice(0, 19).replace(' ', 'T')}Z`;
  return text;
}

/** Numbers of the data and beside them. */
const near = (cells: readonly string[]): readonly number[] => {
  const numbers = cells
    .filter(holdsNumber)
    .map(Number)
    .filter((n) => Math.abs(n) < 1e15);
  return [...new Set([0, 1, ...numbers, ...numbers.map((n) => n + 0.5)])];
};

const PATTERNS = ['^[A-Z]{3}$', '^.*$', '\\d', '^[^a-z]*$', '(?i)^j', '\\p{Lu}', '^\\S+$'];

function optionsOf(column: RandomColumn, cells: readonly string[]): fc.Arbitrary<Yaml> {
  const fixed = column.options ?? {};
  const bounds = cells
    .filter((c) => !NUMERIC.includes(column.family) || holdsNumber(c))
    .map((c) => written(column, c));
  const bound = bounds.length === 0 ? undefined : fc.constantFrom(...bounds);
  const ends = bound === undefined ? {} : { minimum: bound, maximum: bound };
  const own: Yaml & Record<string, fc.Arbitrary<unknown>> =
    column.family === 'text'
      ? {
          minLength: fc.nat(2),
          maxLength: fc.integer({ min: 2, max: 5 }),
          pattern: fc.constantFrom(...PATTERNS),
          format: fc.constantFrom('email', 'uuid', 'ipv4', 'hostname', 'uri'),
        }
      : column.family === 'list'
        ? { minItems: fc.nat(1), maxItems: fc.integer({ min: 1, max: 3 }) }
        : column.family === 'whole'
          ? { ...ends, multipleOf: fc.constantFrom(1, 2, 5) }
          : column.family === 'decimal' || column.family === 'double'
            ? { ...ends, multipleOf: fc.constantFrom(0.05, 0.5, 1) }
            : column.family === 'date' || column.family === 'instant'
              ? ends
              : {};
  return fc.record(own, { requiredKeys: [] }).map((drawn) => ({ ...fixed, ...drawn }));
}

function counting(rule: Yaml, rows: number): fc.Arbitrary<Yaml> {
  return fc.oneof(
    countThreshold(rows).map((t) => ({ ...rule, ...t })),
    percentThreshold.map((t) => ({ ...rule, unit: 'percent', ...t })),
  );
}

function qualityOf(column: RandomColumn, table: RandomTable): fc.Arbitrary<Yaml> {
  const rows = Math.max(...table.files.map((f) => f.rows.length));
  const cells = cellsOf(table, column);
  const nulls = counting({ metric: 'nullValues' }, rows);
  if (column.family === 'other') return nulls;
  const rules: fc.Arbitrary<Yaml>[] = [nulls];
  if (column.family !== 'list') {
    rules.push(counting({ metric: 'duplicateValues' }, rows));
    const listed = fc
      .uniqueArray(fc.constantFrom(...(cells.length === 0 ? column.cells : cells)), {
        minLength: 1,
        maxLength: 4,
      })
      .map((some) => some.map((c) => written(column, c)));
    rules.push(
      listed.chain((validValues) => counting({ metric: 'invalidValues', arguments: { validValues } }, rows)),
      listed.chain((missingValues) =>
        counting({ metric: 'missingValues', arguments: { missingValues } }, rows),
      ),
    );
  }
  const asked = countingQuery(column);
  if (asked !== undefined) {
    rules.push(fc.tuple(asked, countThreshold(rows)).map(([query, t]) => ({ type: 'sql', query, ...t })));
  }
  // an extreme or a mean of nothing is not evaluated
  const full = table.files.every((f) => f.rows.some((row) => row[table.columns.indexOf(column)] != null));
  const numbers = near(NUMERIC.includes(column.family) ? cells : ['2', '5']);
  if (full && aggregates(column).length > 0) {
    const query = fc.constantFrom(...aggregates(column));
    const rule = fc.tuple(query, threshold(numbers)).map(([q, t]) => ({ type: 'sql', query: q, ...t }));
    rules.push(rule, rule);
  }
  const severity = fc.constantFrom({}, {}, { severity: 'warning' });
  return fc.tuple(fc.oneof(...rules), severity).map(([rule, s]) => ({ ...rule, ...s }));
}

const flag = (weight: number): fc.Arbitrary<boolean> =>
  fc.oneof({ weight: 10 - weight, arbitrary: fc.constant(false) }, { weight, arbitrary: fc.constant(true) });

const SELDOM = fc.nat(29).map((n) => n === 0);

function property(column: RandomColumn, table: RandomTable): fc.Arbitrary<Yaml> {
  const cells = cellsOf(table, column);
  const listable = column.family !== 'list' && column.family !== 'other' && cells.length > 0;
  const enumeration = listable
    ? fc.option(
        fc
          .uniqueArray(fc.constantFrom(...cells), { minLength: 1, maxLength: 5 })
          .map((some) => some.map((c) => ({ value: written(column, c) }))),
        { freq: 2, nil: undefined },
      )
    : fc.constant(undefined);
  return fc
    .record({
      options: optionsOf(column, cells),
      // of columns that Athena cannot read only the type is judged, but for a few
      required: isReadable(column) ? flag(3) : SELDOM,
      unique: column.family === 'list' || column.family === 'other' ? fc.constant(false) : flag(2),
      enumeration,
      quality: fc.array(qualityOf(column, table), { maxLength: isReadable(column) ? 3 : 0 }),
    })
    .map(({ options, required, unique, enumeration: values, quality }) => ({
      name: column.name,
      logicalType: column.logicalType,
      ...(Object.keys(options).length === 0 ? {} : { logicalTypeOptions: options }),
      ...(required ? { required } : {}),
      ...(unique ? { unique } : {}),
      ...(values === undefined ? {} : { enum: values }),
      quality: quality.map((q, i) => ({ id: `${column.name.replaceAll(/\W/g, '')}q${i}`, ...q })),
    }));
}

export interface RandomPair {
  readonly table: RandomTable;
  readonly yaml: string;
  readonly contract: Contract;
  readonly dataset: Dataset;
}

/** A contract for a table, its numbers drawn from what the table holds. */
export function randomContract(table: RandomTable): fc.Arbitrary<RandomPair> {
  const { columns, partitionedBy } = table;
  const rows = Math.max(...table.files.map((f) => f.rows.length));
  const instants = columns.filter((c) => c.family === 'instant');
  const keys = columns.filter((c) => c.family !== 'list' && c.family !== 'other').map((c) => c.name);
  const table2 = fc.record({
    rowCount: fc.option(countThreshold(rows), { nil: undefined }),
    duplicates:
      keys.length < 2
        ? fc.constant(undefined)
        : fc.option(
            fc.tuple(
              fc.subarray(keys, { minLength: 2, maxLength: Math.min(keys.length, 3) }),
              countThreshold(rows),
            ),
            { nil: undefined },
          ),
    age:
      instants.length === 0
        ? fc.constant(undefined)
        : fc.option(fc.tuple(fc.constantFrom(...instants), fc.constantFrom(1, 36500)), { nil: undefined }),
    policy: fc.constantFrom('STRICT', 'ALWAYS'),
    missing: flag(1),
  });
  return fc
    .tuple(fc.tuple(...columns.map((c) => property(c, table))), table2)
    .map(([properties, { rowCount, duplicates, age, policy, missing }]) => {
      const part =
        partitionedBy === undefined
          ? []
          : [
              {
                name: 'part',
                logicalType: partitionedBy.logicalType,
                partitioned: true,
                partitionKeyPosition: 1,
              },
            ];
      const yaml = withDigits(
        stringify({
          apiVersion: 'v3.2.0',
          kind: 'DataContract',
          id: 't',
          name: 't',
          version: '1.0.0',
          status: 'active',
          schema: [
            {
              name: 't',
              customProperties: [{ property: 'sluice.policy', value: policy }],
              // now and then the data have a column that the contract does not name
              properties: [...part, ...(missing ? properties.slice(0, -1) : properties)],
              quality: [
                ...(rowCount === undefined ? [] : [{ id: 'rows', metric: 'rowCount', ...rowCount }]),
                ...(duplicates === undefined || missing
                  ? []
                  : [
                      {
                        id: 'keys',
                        metric: 'duplicateValues',
                        arguments: { properties: duplicates[0] },
                        ...duplicates[1],
                      },
                    ]),
              ],
            },
          ],
          ...(age === undefined || missing
            ? {}
            : {
                slaProperties: [
                  { property: 'freshness', value: age[1], unit: 'd', element: `t.${age[0].name}` },
                ],
              }),
        }),
      );
      return { yaml, read: readContract(yaml, 't.odcs.yaml') };
    })
    .filter(({ yaml, read }) => {
      if (read.ok) return true;
      const codes = read.error.filter((i) => i.severity === 'error').map((i) => i.code);
      if (codes.every((c) => NEVER_HOLDS.includes(c))) return false;
      throw new Error(`${yaml}\n${JSON.stringify(read.error)}`);
    })
    .map(({ yaml, read }) => {
      const contract = read.ok ? read.value.contract : undefined;
      const dataset = contract?.datasets[0];
      if (contract === undefined || dataset === undefined) throw new Error(yaml);
      return { table, yaml, contract, dataset };
    });
}

/** Rules that can never hold, or never fail, are refused by the reader: another is drawn. */
const NEVER_HOLDS = ['SLU-141', 'SLU-148'];
