import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Contract } from '../../../lib/core/contract/model.ts';
import { readContract } from '../../../lib/core/contract/read.ts';
import type { PartitionVerdict } from '../../../lib/core/gate/verdict.ts';
import { HEAD } from '../../contract-head.ts';
import { outside } from '../../platform/local/duckdb/files.ts';
import { judgeFiles } from '../check/judge-files.ts';
import { type RandomRule, type Row, randomRow, randomRule } from './random-rules.ts';

const root = mkdtempSync(join(tmpdir(), 'sluice-random-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const TYPES = { i: 'integer', n: 'number', d: 'number', s: 'string', t: 'timestamp' } as const;
const NOW = '2030-01-01T00:00:00Z';

/** The contract that holds the rules, in the order in which they were drawn; a quality rule is named by its place. */
function contractOf(rules: readonly RandomRule[]): string {
  const quality = (on: RandomRule['on']): string =>
    rules
      .flatMap((r, n) => (r.on === on && r.quality !== undefined ? [`{ id: q${n}, ${r.quality} }`] : []))
      .join(', ');
  const column = ([name, type]: readonly [string, string]): string => {
    const own = rules.filter((r) => r.on === name);
    const keywords = own.flatMap((r) => (r.keyword === undefined ? [] : [r.keyword]));
    const options = own.flatMap((r) => (r.option === undefined ? [] : [r.option])).join(', ');
    const parts = [
      `name: ${name}`,
      `logicalType: ${type}`,
      ...keywords,
      `quality: [${quality(name as 'i')}]`,
    ];
    return `      - { ${[...parts, ...(options === '' ? [] : [`logicalTypeOptions: { ${options} }`])].join(', ')} }`;
  };
  return `${HEAD}    properties:
${Object.entries(TYPES).map(column).join('\n')}
    quality: [${quality('table')}]
`;
}

async function write(rows: readonly Row[], path: string): Promise<void> {
  const text = (s: string | null): string => (s === null ? 'NULL' : `'${s.replaceAll("'", "''")}'`);
  const number = (x: number | null): string => (x === null ? 'NULL' : `'${x / 100}'`);
  const values = rows.map(
    (r) =>
      `(${r.i}, ${number(r.n)}, ${number(r.d)}, ${text(r.s)}, ${r.t === null ? 'NULL' : `TIMESTAMP '2001-01-01' + INTERVAL ${r.t} SECOND`})`,
  );
  const typed =
    'SELECT i::BIGINT AS i, n::DECIMAL(8,2) AS n, d::DOUBLE AS d, s::VARCHAR AS s, t::TIMESTAMP AS t';
  await outside(
    `COPY (${typed} FROM (VALUES ${values.join(', ')}) v(i, n, d, s, t)) TO '${path}' (FORMAT parquet)`,
  );
}

/** Rules that can never hold, alone or beside another, are refused by the reader: other tests hold it to that. */
const IMPOSSIBLE = ['SLU-141', 'SLU-148'];

function readRules(rules: readonly RandomRule[]) {
  const text = contractOf(rules);
  const read = readContract(text, 't.odcs.yaml');
  if (read.ok) return read.value.contract;
  const errors = read.error.filter((i) => i.severity === 'error');
  if (errors.every((i) => IMPOSSIBLE.includes(i.code))) return undefined;
  throw new Error(`${text}\n${JSON.stringify(errors)}`);
}

/** With and without the footers' proofs: they may only differ in where a number comes from. */
async function judge(contract: Contract, path: string): Promise<PartitionVerdict | undefined> {
  const [asked, proved] = [await judgeBy(contract, path, true), await judgeBy(contract, path, false)];
  const plain = (p: PartitionVerdict | undefined) => p?.checks.map(({ by: _, ...check }) => check);
  expect(plain(proved)).toEqual(plain(asked));
  return asked;
}

async function judgeBy(
  contract: Contract,
  path: string,
  withoutProofs: boolean,
): Promise<PartitionVerdict | undefined> {
  const [dataset] = contract.datasets;
  if (dataset === undefined) throw new Error('the contract has no dataset');
  const verdict = await judgeFiles(root, NOW, { contract, dataset, path, withoutProofs });
  expect(verdict.stats.scans).toBeLessThanOrEqual(1);
  return verdict.partitions[0];
}

/** One keyword and one option of a name for each column: YAML holds a key once. */
const possible = randomRule.filter((r) => readRules([r]) !== undefined);
const rules = fc.uniqueArray(possible, {
  minLength: 1,
  maxLength: 14,
  selector: (r) => r.id ?? `${r.on} ${r.quality}`,
});

test('the fused result equals a naive reading row by row, for random rules over random tables', async () => {
  let count = 0;
  let judgedRules = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(randomRow, { minLength: 1, maxLength: 30 }), rules, async (rows, drawn) => {
      count += 1;
      const contract = readRules(drawn);
      fc.pre(contract !== undefined);
      const path = join(root, `t${count}.parquet`);
      await write(rows, path);
      const verdict = await judge(contract, path);
      let blocks = false;
      for (const [n, rule] of drawn.entries()) {
        const id = rule.id ?? `q${n}`;
        const { outcome, measured } = rule.read(rows);
        const check = verdict?.checks.find((c) => c.id === id);
        expect({ id, outcome: check?.outcome }, `${JSON.stringify(check)} of ${contractOf(drawn)}`).toEqual({
          id,
          outcome,
        });
        if (measured !== undefined && check?.measured.type !== 'null') {
          expect(Number(check?.measured.value)).toBeCloseTo(measured[0] / measured[1], 5);
        }
        blocks ||= outcome !== 'passed';
        judgedRules += 1;
      }
      expect(verdict?.decision).toBe(blocks ? 'reject' : 'publish');
    }),
    { numRuns: 120 },
  );
  expect(judgedRules).toBeGreaterThan(300);
});
