import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column } from '../../../../lib/core/contract/model.ts';
import { describeText } from '../../../../lib/core/footers/describe-text.ts';
import { mergeColumns } from '../../../../lib/core/footers/neighbours.ts';
import type { PhysicalType } from '../../../../lib/core/sql/physical.ts';
import { textColumnName } from '../../../../lib/core/sql/text-column.ts';
import { createDuckDb } from '../../../../lib/platform/local/duckdb/create-duckdb.ts';
import { column, inFolder, STRING, staging } from './files.ts';

const readRange = async (path: string, from: number, to: number) => (await readFile(path)).subarray(from, to);
const declared = (name: string, logicalType?: Column['logicalType'], physicalType?: string): Column => ({
  physicalName: name,
  name,
  required: false,
  sensitive: false,
  partitioned: false,
  options: {},
  at: { file: 'contract' },
  ...(logicalType === undefined ? {} : { logicalType }),
  ...(physicalType === undefined ? {} : { physicalType }),
});

/** Describes text files and reads them back through the engine: what a person would see in them. */
async function readBack(
  files: Record<string, string | Buffer>,
  text: { format: 'csv' | 'json'; delimiter?: string; columns?: readonly Column[] },
): Promise<{
  issues: string[];
  sentences?: unknown;
  rows: (string | null)[][];
  names: string[];
  described: string[];
}> {
  return inFolder(async (root) => {
    const footers = [];
    for (const [name, content] of Object.entries(files)) {
      const path = join(root, name);
      await writeFile(path, content);
      const file = { path, sizeBytes: (await stat(path)).size };
      const footer = await describeText(file, { columns: [], ...text }, readRange);
      if (!footer.ok) {
        return {
          issues: footer.error.map((i) => i.code),
          sentences: footer.error[0]?.params,
          rows: [],
          names: [],
          described: [],
        };
      }
      footers.push(footer.value);
    }
    const db = createDuckDb({ root });
    const columns = mergeColumns(footers);
    const delimiter = text.delimiter === undefined ? {} : { delimiter: text.delimiter };
    const paths = Object.keys(files).map((path) => ({ path, partition: {} }));
    const table = await db.catalog.stage(
      staging({ format: text.format, files: paths, columns, ...delimiter }),
    );
    const ref = await db.engine.start({ id: 'q', table, sql: 'SELECT * FROM candidate' }, 'q');
    const rows: (string | null)[][] = [];
    for await (const row of db.engine.rows(ref)) {
      rows.push(Object.values(row).map((s) => (s.type === 'null' ? null : s.value)));
    }
    await db.close();
    return {
      issues: [],
      rows,
      names: columns.map((c) => c.name),
      described: footers.map((f) => f.rows ?? ''),
    };
  });
}
/** Rows without the raw text beside each column. */
const values = (answer: Awaited<ReturnType<typeof readBack>>) =>
  answer.rows.map((r) => r.filter((_, i) => i % 2 === 0));

describe('a CSV file', () => {
  it('is read by the names in its header, whatever their order in each file', async () => {
    const answer = await readBack({ '1.csv': 'a,b\n1,2\n', '2.csv': 'b,a\n4,3\n' }, { format: 'csv' });
    expect(answer.names).toEqual(['a', 'b']);
    expect(values(answer)).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('keeps quotes, delimiters, line breaks and blanks of its cells; only a cell without anything is null', async () => {
    const text = '\uFEFF"a ""x""",b\r\n"1\r\n2","p,q"\r\n"",\r\n NULL ,NA\r\n\r\n"x""y",\' \r\n';
    const answer = await readBack({ 'a.csv': text }, { format: 'csv' });
    expect(answer.names).toEqual(['a "x"', 'b']);
    expect(values(answer)).toEqual([
      ['1\r\n2', 'p,q'],
      ['', null],
      [' NULL ', 'NA'],
      ['x"y', "' "],
    ]);
  });

  it('can have another delimiter, names that SQL would trip over, and columns without a name', async () => {
    const text = '"a""b";c\'d;;select;{object}\n1;2;3;4;5\n';
    const answer = await readBack({ 'a.csv': text }, { format: 'csv', delimiter: ';' });
    expect(answer.names).toEqual(['a"b', "c'd", 'column3', 'select', '{object}']);
    expect(values(answer)).toEqual([['1', '2', '3', '4', '5']]);
  });

  it('gives one clear issue where it is broken, with the line', async () => {
    const broken: [string | Buffer, string, Record<string, string>][] = [
      ['', 'SLU-420', {}],
      ['\n\n', 'SLU-420', {}],
      ['a,A\n1,2\n', 'SLU-421', {}],
      ['a,b\n1,2\n1,2,3\n', 'SLU-422', { line: '3', found: '3', expected: '2' }],
      ['a,b\n"x\ny",2\n1\n', 'SLU-422', { line: '4', found: '1', expected: '2' }],
      ['a,b\n1,2,\n', 'SLU-422', { line: '2', found: '3' }],
      ['a,b\n1,"x\n', 'SLU-423', {}],
      ['a,b\n1,"x"y\n', 'SLU-423', {}],
      ['a,b\n1,x"y\n', 'SLU-423', {}],
      ['a,b\n1,2\r\n3,4\n', 'SLU-423', {}],
      [Buffer.from([97, 44, 98, 10, 49, 44, 0xe9, 10]), 'SLU-423', {}],
    ];
    for (const [text, code, params] of broken) {
      const answer = await readBack({ 'a.csv': text }, { format: 'csv' });
      expect(answer.issues, String(text)).toEqual([code]);
      expect(answer.sentences).toMatchObject(params);
    }
  });

  it('is refused or read to the last row exactly as it was written, for any cells', async () => {
    const cell = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'ab,"\n\r; \t\'') }),
      fc.string({ unit: 'grapheme' }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), async (rows) => {
        fc.pre(rows.flat().every((c) => c.isWellFormed() && !c.includes('\0')));
        const quote = (c: string) => `"${c.replaceAll('"', '""')}"`;
        const text = ['a,b', ...rows.map((r) => r.map(quote).join(','))].join('\n');
        const answer = await readBack({ 'a.csv': text }, { format: 'csv' });
        expect(answer.issues).toEqual([]);
        expect(values(answer)).toEqual(rows);
        expect(answer.described).toEqual([String(rows.length)]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('any text at all', () => {
  it('described as CSV is refused by an issue, or read by the engine with as many rows as were described', async () => {
    const unit = fc.constantFrom('a', 'b', ',', '"', '\n', '\r\n', ' ', '1');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, maxLength: 14 }), async (body) => {
        const answer = await readBack({ 'a.csv': `x,y\n${body}` }, { format: 'csv' });
        if (answer.issues.length === 0) expect(answer.described).toEqual([String(answer.rows.length)]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a JSON file', () => {
  it('of lines, of one array, or spread over lines reads the same', async () => {
    const rows = [
      ['1', 'x'],
      ['2', null],
    ];
    for (const text of [
      '{"a":1,"b":"x"}\n{"a":2}\n',
      '[{"a":1,"b":"x"},{"a":2,"b":null}]',
      ' [\n {"a": 1,\n "b": "x"} ,\n {"a": 2} ]\n',
      '{"a":1,"b":"x"}{"a":2}',
    ]) {
      const answer = await readBack({ 'a.json': text }, { format: 'json' });
      expect(answer.issues, text).toEqual([]);
      expect(answer.names).toEqual(['a', 'b']);
      expect(values(answer)).toEqual(rows);
      expect(answer.described).toEqual(['2']);
    }
  });

  it('gives texts without quotes, and everything else as its JSON text', async () => {
    const text =
      '{"s":"a\\"b\\u00e9","n":12345678901234567890123,"t":true,"o":{"k":[1,"2"]},"l":[],"z":null}';
    const answer = await readBack({ 'a.json': text }, { format: 'json' });
    expect(values(answer)).toEqual([
      ['a"bé', '12345678901234567890123', 'true', '{"k":[1,"2"]}', '[]', null],
    ]);
  });

  it('gives one clear issue where it is broken', async () => {
    const broken: [string, string][] = [
      ['', 'SLU-401'],
      ['{"a":1}\n{"a":', 'SLU-424'],
      ['{"a":1}\n{a:1}\n', 'SLU-424'],
      ['[{"a":1}', 'SLU-424'],
      ['[{"a":1},]', 'SLU-424'],
      ['[{"a":1}{"a":2}]', 'SLU-424'],
      ['[{"a":1}] x', 'SLU-424'],
      ['{"a":1}\n5\n', 'SLU-425'],
      ['[[1]]', 'SLU-425'],
      ['not json', 'SLU-424'],
    ];
    for (const [text, code] of broken) {
      expect((await readBack({ 'a.json': text }, { format: 'json' })).issues, text).toEqual([code]);
    }
  });
});

describe('a cell', () => {
  const convert = async (type: PhysicalType, cells: readonly string[]) =>
    inFolder(async (root) => {
      await writeFile(
        join(root, 'c.csv'),
        ['c', ...cells.map((c) => `"${c.replaceAll('"', '""')}"`)].join('\n'),
      );
      const db = createDuckDb({ root });
      const table = await db.catalog.stage(
        staging({
          format: 'csv',
          files: [{ path: 'c.csv', partition: {} }],
          columns: [column('c', type, 'text')],
        }),
      );
      const sql = `SELECT CAST(c AS VARCHAR) AS v, "${textColumnName('c')}" AS t FROM candidate`;
      const ref = await db.engine.start({ id: 'q', table, sql }, 'q');
      const found: (string | null)[] = [];
      for await (const row of db.engine.rows(ref)) {
        found.push(row.v?.type === 'string' ? row.v.value : null);
        expect(row.t).toEqual({ type: 'string', value: cells[found.length - 1] });
      }
      await db.close();
      return found;
    });

  it('that is no value of its type becomes null, with its text beside it', async () => {
    expect(
      await convert({ kind: 'integer', bits: 64, signed: true }, [
        '1',
        ' 2 ',
        '-3',
        '+4',
        '5.0',
        '1.5',
        '1_0',
        '0x1F',
        '1e3',
        'x',
        '9223372036854775808',
        '\t7 ',
        '1\n',
        '',
      ]),
    ).toEqual(['1', '2', '-3', '4', '5', null, null, null, null, null, null, '7', null, null]);
    expect(
      await convert({ kind: 'decimal', precision: 6, scale: 2 }, [
        '1',
        '1.5',
        '1.500',
        '1.505',
        '99999',
        '.5',
        '-0.25',
        ' \t2 ',
      ]),
    ).toEqual(['1.00', '1.50', '1.50', null, null, '0.50', '-0.25', '2.00']);
    expect(
      await convert({ kind: 'floating', bits: 64 }, [
        '1.5',
        '1e3',
        'NaN',
        'nan',
        '-Infinity',
        '1,5',
        '',
        '\t1 ',
      ]),
    ).toEqual(['1.5', '1000.0', 'nan', null, '-inf', null, null, '1.0']);
    expect(await convert({ kind: 'boolean' }, ['true', ' FALSE\t', '1', 'y', '2', 'on'])).toEqual([
      'true',
      'false',
      'true',
      'true',
      null,
      null,
    ]);
    expect(
      await convert({ kind: 'date' }, [
        '2001-01-31',
        '2001-02-29',
        '2001-1-5',
        '2001-01-05 12:00:00',
        '05.01.2001',
        ' 2001-01-05\t',
      ]),
    ).toEqual(['2001-01-31', null, null, null, null, '2001-01-05']);
    expect(
      await convert({ kind: 'timestamp', zoned: false }, [
        '2001-01-31 12:00:00',
        '2001-01-31T12:00:00.5Z',
        '2001-01-31T12:00:00+02:00',
        '2001-01-31',
        'noon',
        '\t2001-01-31 12:00 ',
      ]),
    ).toEqual([
      '2001-01-31 12:00:00',
      '2001-01-31 12:00:00.5',
      '2001-01-31 10:00:00',
      '2001-01-31 00:00:00',
      null,
      '2001-01-31 12:00:00',
    ]);
    expect(await convert({ kind: 'time' }, ['12:00', '25:00', '12:00:00.5'])).toEqual([
      '12:00:00',
      null,
      '12:00:00.5',
    ]);
    expect(await convert({ kind: 'json' }, ['{"a":1}', '{a'])).toEqual(['{"a":1}', null]);
    expect(await convert(STRING, [' x ', 'NULL'])).toEqual([' x ', 'NULL']);
  });

  it('fails a query that needs it where nulls would be lies, and is named', async () => {
    const types: readonly PhysicalType[] = [
      { kind: 'integer', bits: 64, signed: true },
      { kind: 'decimal', precision: 10, scale: 2 },
      { kind: 'floating', bits: 64 },
      { kind: 'boolean' },
      { kind: 'date' },
      { kind: 'time' },
      { kind: 'timestamp', zoned: false },
      { kind: 'timestamp', zoned: true },
      { kind: 'uuid' },
      { kind: 'json' },
      { kind: 'struct' },
      { kind: 'list' },
    ];
    for (const type of types) {
      await inFolder(async (root) => {
        await writeFile(join(root, 'a.csv'), "n,v\n1,\n2,it's «x»\n");
        const db = createDuckDb({ root });
        const table = await db.catalog.stage({
          ...staging({
            format: 'csv',
            files: [{ path: 'a.csv', partition: {} }],
            columns: [column('n', STRING, 'text'), column('v', type, 'text')],
          }),
          unconvertible: 'fail',
        });
        const ask = async (where: string) => {
          const sql = `SELECT count(v) AS c FROM candidate WHERE ${where}`;
          const ref = await db.engine.start({ id: where, table, sql }, where);
          for (;;) {
            const state = await db.engine.poll(ref);
            if (state.state !== 'running') return state;
          }
        };
        expect(await ask("n = '1'"), type.kind).toMatchObject({ state: 'succeeded' });
        expect(await ask("n = '2'"), type.kind).toMatchObject({
          state: 'failed',
          cause: 'statement',
          cell: { column: 'v', type: type.kind, text: "it's «x»" },
        });
        await db.close();
      });
    }
  });

  it('is converted into the type that the contract declares', async () => {
    const answer = await readBack(
      { 'a.csv': 'n,when,raw\n1,2001-01-01,01\nx,never,02\n' },
      {
        format: 'csv',
        columns: [declared('n', 'integer'), declared('when', 'date'), declared('raw', 'string')],
      },
    );
    expect(answer.rows).toEqual([
      ['1', '1', '2001-01-01', '2001-01-01', '01', '01'],
      [null, 'x', null, 'never', '02', '02'],
    ]);
  });
});
