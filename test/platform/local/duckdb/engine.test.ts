import { readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseHivePath } from '../../../../lib/core/footers/hive-path.ts';
import type { PartitionId } from '../../../../lib/core/values/partition.ts';
import type { Scalar } from '../../../../lib/core/values/scalar.ts';
import { createDuckDb, type DuckDb } from '../../../../lib/platform/local/duckdb/create-duckdb.ts';
import { slicesOf } from '../../../../lib/platform/local/duckdb/slices.ts';
import { BIGINT, column, DATE, FLIGHTS, inFolder, outside, STRING, staging, TIMESTAMP } from './files.ts';

let asked = 0;

/** Runs one statement to its end; the failure's cause and message are thrown as text. */
async function ask(db: DuckDb, table: string, sql: string): Promise<Record<string, Scalar>[]> {
  asked += 1;
  const ref = await db.engine.start({ id: 'q', table: { table }, sql }, `asked ${asked}`);
  const rows: Record<string, Scalar>[] = [];
  try {
    for await (const row of db.engine.rows(ref)) rows.push(row);
  } catch {
    const state = await db.engine.poll(ref);
    throw new Error(state.state === 'failed' ? `${state.cause}: ${state.message}` : state.state);
  }
  return rows;
}

const plain = (rows: Record<string, Scalar>[]) =>
  rows.map((row) => Object.values(row).map((s) => (s.type === 'null' ? null : s.value)));

describe('values of a result', () => {
  it('come as exact text, with their type', async () => {
    await inFolder(async (root) => {
      await outside(`COPY (SELECT 1 AS one) TO '${root}/one.parquet' (FORMAT parquet)`);
      const db = createDuckDb({ root });
      const { table } = await db.catalog.stage(
        staging({
          format: 'parquet',
          files: [{ path: 'one.parquet', partition: {} }],
          columns: [column('one', BIGINT)],
        }),
      );
      const rows = await ask(
        db,
        table,
        `SELECT 9223372036854775807 AS i, sum(CAST(9223372036854775807 AS HUGEINT)) * 10 AS h,
          CAST(1.50 AS DECIMAL(38,2)) AS d, CAST(0.1 AS DOUBLE) AS f, CAST('NaN' AS DOUBLE) AS nan,
          CAST('-Infinity' AS DOUBLE) AS inf, CAST('-0' AS DOUBLE) AS zero, TIMESTAMP '2001-01-01 00:01:00' AS ts,
          TIMESTAMP '1969-12-31 23:59:59.999999' AS before, TIMESTAMPTZ '2001-01-01 02:00:00+02' AS tz,
          TIMESTAMP_NS '2001-01-01 00:00:00.123456789' AS ns, DATE '2001-01-01' AS day, TRUE AS b, NULL AS n,
          'x' AS s, count(*) AS c, CAST(1 AS TINYINT) AS tiny, TIME '10:00:01' AS t FROM ${table}`,
      );
      expect(rows[0]).toEqual({
        i: { type: 'integer', value: '9223372036854775807' },
        h: { type: 'integer', value: '92233720368547758070' },
        d: { type: 'decimal', value: '1.50' },
        f: { type: 'double', value: '0.1' },
        nan: { type: 'double', value: 'NaN' },
        inf: { type: 'double', value: '-Infinity' },
        zero: { type: 'double', value: '0' },
        ts: { type: 'timestamp', value: '2001-01-01T00:01:00.000000Z' },
        before: { type: 'timestamp', value: '1969-12-31T23:59:59.999999Z' },
        tz: { type: 'timestamp', value: '2001-01-01T00:00:00.000000Z' },
        ns: { type: 'timestamp', value: '2001-01-01T00:00:00.123456Z' },
        day: { type: 'string', value: '2001-01-01' },
        b: { type: 'boolean', value: 'true' },
        n: { type: 'null' },
        s: { type: 'string', value: 'x' },
        c: { type: 'integer', value: '1' },
        tiny: { type: 'integer', value: '1' },
        t: { type: 'string', value: '10:00:01' },
      });
      await db.close();
    });
  });
});

describe('queries', () => {
  it('with the same token are one query; a wrong statement is the statement’s fault', async () => {
    await inFolder(async (root) => {
      await outside(`COPY (SELECT range AS x FROM range(10)) TO '${root}/x.parquet' (FORMAT parquet)`);
      const db = createDuckDb({ root });
      const table = await db.catalog.stage(
        staging({
          format: 'parquet',
          files: [{ path: 'x.parquet', partition: {} }],
          columns: [column('x', BIGINT)],
        }),
      );
      const query = { id: 'q', table, sql: 'SELECT sum(x) AS s FROM candidate' };
      const first = await db.engine.start(query, 'token');
      expect(await db.engine.start({ ...query, sql: 'SELECT 1' }, 'token')).toEqual(first);
      for (const sql of [
        'SELECT nope FROM candidate',
        'SELEC 1',
        "SELECT CAST('a' AS INTEGER) FROM candidate",
      ]) {
        await expect(ask(db, table.table, sql)).rejects.toThrow(/^statement: /);
      }
      for await (const row of db.engine.rows(first))
        expect(row).toEqual({ s: { type: 'integer', value: '45' } });
      expect(await db.engine.poll(first)).toMatchObject({ state: 'succeeded', stats: { rowsScanned: '10' } });
      await db.close();
    });
  });

  it('count a table that is named twice as two scans', async () => {
    await inFolder(async (root) => {
      await outside(`COPY (SELECT range AS x FROM range(10)) TO '${root}/x.parquet' (FORMAT parquet)`);
      const db = createDuckDb({ root });
      const table = await db.catalog.stage(
        staging({
          format: 'parquet',
          files: [{ path: 'x.parquet', partition: {} }],
          columns: [column('x', BIGINT)],
        }),
      );
      const sql = 'SELECT count(*) AS c FROM candidate a JOIN candidate b ON a.x = b.x';
      const ref = await db.engine.start({ id: 'q', table, sql }, 'twice');
      for await (const row of db.engine.rows(ref))
        expect(row).toEqual({ c: { type: 'integer', value: '10' } });
      expect(await db.engine.poll(ref)).toMatchObject({ stats: { rowsScanned: '20' } });
      await db.close();
    });
  });

  it('ends wherever it is when it is stopped: an interruption between two statements is forgotten', async () => {
    await inFolder(async (root) => {
      await outside(`COPY (SELECT range AS n FROM range(100000)) TO '${root}/n.parquet' (FORMAT parquet)`);
      const db = createDuckDb({ root });
      const files = [{ path: 'n.parquet', partition: {} }];
      const { table } = await db.catalog.stage(
        staging({ format: 'parquet', files, columns: [column('n', BIGINT)] }),
      );
      const sql = `SELECT count(*) AS c FROM ${table} a, ${table} b, ${table} c WHERE a.n + b.n + c.n = 7`;
      // the earlier the stop, the more often it falls between the statements that a query begins with
      for (let ticks = 0; ticks < 40; ticks += 1) {
        const ref = await db.engine.start({ id: 'q', table: { table }, sql }, `stopped ${ticks}`);
        for (let tick = 0; tick < ticks; tick += 1) await new Promise((resolve) => setImmediate(resolve));
        await db.engine.stop(ref);
        expect(await db.engine.poll(ref)).toMatchObject({ state: 'failed', cause: 'platform' });
      }
      await db.close();
    });
  });

  it('can be stopped; what was stopped is no verdict on the statement', async () => {
    await inFolder(async (root) => {
      await outside(`COPY (SELECT range AS x FROM range(100000)) TO '${root}/x.parquet' (FORMAT parquet)`);
      const db = createDuckDb({ root });
      const table = await db.catalog.stage(
        staging({
          format: 'parquet',
          files: [{ path: 'x.parquet', partition: {} }],
          columns: [column('x', BIGINT)],
        }),
      );
      const sql = 'SELECT count(*) AS c FROM candidate a, candidate b, candidate c WHERE a.x + b.x + c.x = 7';
      const ref = await db.engine.start({ id: 'q', table, sql }, 'long');
      expect(await db.engine.poll(ref)).toEqual({ state: 'running' });
      await db.engine.stop(ref);
      expect(await db.engine.poll(ref)).toMatchObject({ state: 'failed', cause: 'platform' });
      await db.close();
    });
  });

  it('fail as the platform’s fault when the bytes of a file are damaged or gone', async () => {
    await inFolder(async (root) => {
      const path = join(root, 'x.parquet');
      await outside(`COPY (SELECT hash(range) AS x FROM range(100000)) TO '${path}' (FORMAT parquet)`);
      const db = createDuckDb({ root });
      const spec = staging({
        format: 'parquet',
        files: [{ path: 'x.parquet', partition: {} }],
        columns: [column('x', { kind: 'integer', bits: 64, signed: false })],
      });
      const damaged = await db.catalog.stage(spec);
      const bytes = await readFile(path);
      await writeFile(path, bytes.fill(0xff, 4, bytes.length - 400));
      await expect(ask(db, damaged.table, 'SELECT sum(x) AS s FROM candidate')).rejects.toThrow(
        /^platform: /,
      );
      const gone = await db.catalog.stage(spec);
      await rename(path, join(root, 'moved.parquet'));
      await expect(ask(db, gone.table, 'SELECT sum(x) AS s FROM candidate_2')).rejects.toThrow(/^platform: /);
      await db.close();
    });
  });
});

describe('the guard', () => {
  it('refuses everything but one SELECT over the staged table', async () => {
    await inFolder(async (root) => {
      await outside(
        `COPY (SELECT 1 AS x) TO '${root}/x.parquet' (FORMAT parquet)`,
        `COPY (SELECT 2 AS x) TO '${root}/secret.parquet' (FORMAT parquet)`,
      );
      const db = createDuckDb({ root });
      const { table } = await db.catalog.stage(
        staging({
          format: 'parquet',
          files: [{ path: 'x.parquet', partition: {} }],
          columns: [column('x', BIGINT)],
        }),
      );
      const before = (await readdir(root)).sort();
      const attempts = [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_text('/etc/passwd')",
        `SELECT * FROM read_parquet('${root}/secret.parquet')`,
        `SELECT * FROM '${root}/secret.parquet'`,
        `SELECT * FROM '${root}/../etc/passwd'`,
        "SELECT * FROM glob('/etc/*')",
        "SELECT getenv('HOME')",
        'SELECT * FROM duckdb_settings()',
        "SELECT * FROM query('SELECT 1')",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        `COPY (SELECT 1) TO '${root}/out.csv'`,
        `COPY candidate TO '${root}/x.parquet'`,
        `ATTACH '${root}/x.db'`,
        'SET threads = 1',
        'SET enable_external_access = true',
        'PRAGMA database_list',
        'INSTALL httpfs',
        'LOAD httpfs',
        'CALL pragma_version()',
        'CREATE TABLE t (a INTEGER)',
        'DROP VIEW candidate',
        'SELECT 1; DROP VIEW candidate',
        "SELECT 1; SELECT * FROM '/etc/passwd'",
        `EXPORT DATABASE '${root}/export'`,
        'BEGIN TRANSACTION',
        'EXPLAIN SELECT 1',
        'VALUES (1); COPY candidate TO stdout',
        'WITH t AS (DELETE FROM candidate RETURNING x) SELECT * FROM t',
      ];
      for (const sql of attempts) {
        await expect(ask(db, table, sql), sql).rejects.toThrow(/^statement: /);
      }
      expect((await readdir(root)).sort()).toEqual(before);
      expect(plain(await ask(db, table, 'SELECT x FROM candidate'))).toEqual([['1']]);
      await db.close();
    });
  });

  it('cannot be talked into reading another file through a symbolic link or a pattern in a file name', async () => {
    await inFolder(async (root) => {
      await outside(
        `COPY (SELECT 1 AS x) TO '${root}/a.parquet' (FORMAT parquet)`,
        `COPY (SELECT 2 AS x) TO '${root}/b.parquet' (FORMAT parquet)`,
      );
      await rename(join(root, 'a.parquet'), join(root, '[ab].parquet'));
      const db = createDuckDb({ root });
      const { table } = await db.catalog.stage(
        staging({
          format: 'parquet',
          files: [{ path: '[ab].parquet', partition: {} }],
          columns: [column('x', BIGINT)],
        }),
      );
      await symlink(join(root, 'b.parquet'), join(root, 'link.parquet'));
      for (const other of ['link.parquet', 'b.parquet', '*.parquet', 'x/../b.parquet']) {
        await expect(ask(db, table, `SELECT x FROM '${root}/${other}'`), other).rejects.toThrow(
          /^statement: Permission/,
        );
      }
      expect(plain(await ask(db, table, 'SELECT x FROM candidate'))).toEqual([['1']]);
      await db.close();
    });
  });
});

describe('hostile names and values', () => {
  it('come back as they are: columns, files, and partition values', async () => {
    const names = ['a"b', "a'b", 'select', 'ä ö', 'a;b', '{object}', 'a␟b', '🙂', 'x,y', ' lead'];
    const values = ['a b', 'ü/=%', 'x\'"*?[]{}#:\\y', '..', '.', '\n', '', '%41', '{object}', '__x', '🙂'];
    await inFolder(async (root) => {
      const db = createDuckDb({ root });
      const quoted = names.map((n) => `'v' AS "${n.replaceAll('"', '""')}"`).join(', ');
      const files = [];
      for (const [i, value] of values.entries()) {
        const path = `part-${i}'[${i}]{a,b}?*.parquet`;
        await outside(`COPY (SELECT ${i} AS i, ${quoted}) TO '${root}/tmp.parquet' (FORMAT parquet)`);
        await rename(join(root, 'tmp.parquet'), join(root, path));
        files.push({ path, partition: { 'k"=': { type: 'string', value } } as PartitionId });
      }
      const { table } = await db.catalog.stage(
        staging({
          format: 'parquet',
          files,
          columns: [
            column('i', BIGINT),
            ...names.map((n) => column(n, STRING)),
            column('k"=', STRING, 'path'),
          ],
        }),
      );
      const rows = await ask(db, table, 'SELECT * FROM candidate ORDER BY i');
      expect(Object.keys(rows[0] ?? {})).toEqual(['i', ...names, 'k"=']);
      expect(rows.map((r) => r['k"='])).toEqual(values.map((value) => ({ type: 'string', value })));
      await db.close();
    });
  });

  it('of a partition are right for any text, also where a column hides the file’s number', async () => {
    await inFolder(async (root) => {
      await outside(`COPY (SELECT 1 AS file_index, 'x' AS filename) TO '${root}/x.parquet' (FORMAT parquet)`);
      const db = createDuckDb({ root });
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.option(fc.string({ unit: 'grapheme' })), { minLength: 1, maxLength: 4 }),
          async (texts) => {
            fc.pre(texts.every((t) => t === null || (t.isWellFormed() && !t.includes('\0'))));
            for (const [i] of texts.entries()) {
              await writeFile(join(root, `f${i}.parquet`), await readFile(join(root, 'x.parquet')));
            }
            const table = await db.catalog.stage(
              staging({
                format: 'parquet',
                files: texts.map((t, i) => ({
                  path: `f${i}.parquet`,
                  partition: { k: t === null ? { type: 'null' } : { type: 'string', value: t } },
                })),
                columns: [column('file_index', BIGINT), column('k', STRING, 'path')],
              }),
            );
            const rows = await ask(db, table.table, `SELECT k, file_index FROM ${table.table}`);
            await db.catalog.drop(table);
            expect(
              plain(rows)
                .map(([k]) => k)
                .sort(),
            ).toEqual([...texts].sort());
            expect(plain(rows).every(([, i]) => i === '1')).toBe(true);
          },
        ),
        { numRuns: 15 },
      );
      await db.close();
    });
  });
});

describe('files with integers of different widths', () => {
  it('are read in the widest type, whichever file comes first', async () => {
    await inFolder(async (root) => {
      await outside(
        `COPY (SELECT CAST(1 AS TINYINT) AS x, 'a' AS y) TO '${root}/narrow.parquet' (FORMAT parquet)`,
        `COPY (SELECT 'b' AS y, 9000000000 AS x) TO '${root}/wide.parquet' (FORMAT parquet)`,
      );
      const db = createDuckDb({ root });
      for (const files of [
        ['narrow', 'wide'],
        ['wide', 'narrow'],
      ]) {
        const table = await db.catalog.stage(
          staging({
            format: 'parquet',
            files: files.map((f) => ({ path: `${f}.parquet`, partition: {} })),
            columns: [column('x', BIGINT), column('y', STRING)],
          }),
        );
        const rows = await ask(
          db,
          table.table,
          `SELECT sum(x) AS s, min(y) AS a, max(y) AS b FROM ${table.table}`,
        );
        expect(plain(rows)).toEqual([['9000000001', 'a', 'b']]);
      }
      await db.close();
    });
  });
});

describe('a table without files', () => {
  it('has its columns and no rows', async () => {
    const db = createDuckDb({ root: '/' });
    const { table } = await db.catalog.stage(
      staging({ format: 'parquet', files: [], columns: [column('x', BIGINT), column('d', DATE, 'path')] }),
    );
    expect(plain(await ask(db, table, 'SELECT count(x), max(d) FROM candidate'))).toEqual([['0', null]]);
    await db.close();
  });
});

describe('three million flights', () => {
  let root = '';
  let release: () => void = () => undefined;
  let held: Promise<unknown>;
  let files: { path: string; partition: PartitionId }[] = [];
  const source = [
    column('date', TIMESTAMP),
    ...['delay', 'distance'].map((n) => column(n, BIGINT)),
    ...['origin', 'destination'].map((n) => column(n, STRING)),
  ];

  const split = async (db: DuckDb, target: string) => {
    const table = await db.catalog.stage(
      staging({ format: 'parquet', files: [{ path: resolve(FLIGHTS), partition: {} }], columns: source }),
    );
    const sql = `SELECT *, CAST("date" AS DATE) AS flight_date FROM ${table.table}`;
    const spec = { id: 'w', sql, source: table, target, partitionedBy: ['flight_date'], filePrefix: 'run-1' };
    const ref = await db.engine.write(spec, `write ${target}`);
    for await (const _ of db.engine.rows(ref)) throw new Error('a write has no rows');
    expect(await db.engine.poll(ref)).toMatchObject({
      state: 'succeeded',
      stats: { rowsScanned: '3000000' },
    });
    await db.catalog.drop(table);
  };

  beforeAll(async () => {
    await new Promise<void>((ready, failed) => {
      held = inFolder(async (folder) => {
        root = folder;
        const db = createDuckDb({ root });
        await split(db, 'candidate');
        await db.close();
        const found = (await readdir(join(root, 'candidate'), { recursive: true })).filter((f) =>
          f.endsWith('.parquet'),
        );
        files = found.sort().map((f) => {
          const id = parseHivePath(f, [{ name: 'flight_date', logicalType: 'date' }]);
          if (!id.ok) throw new Error(f);
          return { path: `candidate/${f}`, partition: id.value };
        });
        ready();
        await new Promise<void>((done) => {
          release = done;
        });
      }).catch(failed);
    });
  });
  afterAll(async () => {
    release();
    await held;
  });

  it('are split into 182 days, one file each, named after the run, without the partition column', async () => {
    expect(files).toHaveLength(182);
    expect(new Set(files.map((f) => f.path.split('/')[1])).size).toBe(182);
    expect(files.every((f) => f.path.split('/')[2]?.startsWith('run-1-'))).toBe(true);
    const names = await outside(
      `SELECT name FROM parquet_schema('${root}/${files[0]?.path}') WHERE type IS NOT NULL`,
    );
    expect(names.flat()).toEqual(['date', 'delay', 'distance', 'origin', 'destination']);
  });

  it('give the same bytes when they are written again', async () => {
    const db = createDuckDb({ root });
    await split(db, 'again');
    await db.close();
    for (const { path } of files.filter((_, i) => i % 20 === 0)) {
      expect(await readFile(join(root, path.replace('candidate/', 'again/')))).toEqual(
        await readFile(join(root, path)),
      );
    }
    expect(await readdir(join(root, 'again'))).toHaveLength(182);
  });

  it('are judged by one fused aggregate in one scan that reads each row once, as DuckDB’s own profile says', async () => {
    const db = createDuckDb({ root, profile: true, threads: 2 });
    const table = await db.catalog.stage(
      staging({ format: 'parquet', files, columns: [...source, column('flight_date', DATE, 'path')] }),
    );
    const sql = `SELECT flight_date AS p0, count(*) AS m0, count(*) FILTER (WHERE delay < -180 OR delay > 2880) AS m1,
      count(*) FILTER (WHERE NOT regexp_matches(origin, '\\A[A-Z]{3}\\z')) AS m2,
      count(DISTINCT ("date", origin, destination)) AS m3, sum(delay) AS m4, max("date") AS m5
      FROM "${table.table}" GROUP BY flight_date`;
    const ref = await db.engine.start({ id: 'fused', table, sql }, 'fused');
    const rows: Record<string, Scalar>[] = [];
    for await (const row of db.engine.rows(ref)) rows.push(row);
    const day = Object.fromEntries(plain(rows).map(([d, ...metrics]) => [d, metrics]));
    expect(rows).toHaveLength(182);
    expect(day['2001-07-01']?.[0]).toBe('6');
    expect(
      Object.keys(day)
        .filter((d) => day[d]?.[1] !== '0')
        .sort(),
    ).toEqual(['2001-02-01', '2001-02-22', '2001-02-27']);
    expect(rows.every((r) => r.m2?.type === 'integer' && r.m2.value === '0')).toBe(true);
    const profile = db.profileOf(ref);
    expect(profile?.scans.map((s) => s.operator)).toEqual(['READ_PARQUET']);
    expect(profile?.rowsRead).toBe(3_000_000n);
    expect(await db.engine.poll(ref)).toMatchObject({ stats: { rowsScanned: '3000000' } });

    const counted = files.map((f) => ({ ...f, rows: day[dayOf(f.path)]?.[0] ?? '0' }));
    const columns = [...source, column('flight_date', DATE, 'path')];
    const same = await db.catalog.stage(staging({ format: 'parquet', files: counted, columns }));
    const query = { id: 'sliced', table: same, sql: sql.replace(table.table, same.table) };
    const sliced = await db.engine.start({ ...query, groupedBy: ['flight_date'] }, 'sliced');
    const inSlices: Record<string, Scalar>[] = [];
    for await (const row of db.engine.rows(sliced)) inSlices.push(row);
    expect(plain(inSlices).toSorted(byDay)).toEqual(plain(rows).toSorted(byDay));
    const of = db.profileOf(sliced);
    const slices = slicesOf(
      { ...staging({ format: 'parquet', files: [], columns }), files: counted },
      ['flight_date'],
      2,
    );
    expect(of?.scans.map((s) => s.operator)).toEqual(slices?.map(() => 'READ_PARQUET'));
    expect(of?.rowsRead).toBe(3_000_000n);

    const stopped = await db.engine.start({ ...query, groupedBy: ['flight_date'] }, 'stopped');
    await db.engine.stop(stopped);
    expect(await db.engine.poll(stopped)).toMatchObject({ state: 'failed', cause: 'platform' });
    await db.close();
  });
});

const dayOf = (path: string): string => /flight_date=([0-9-]+)/.exec(path)?.[1] ?? '';
const byDay = (a: readonly (string | null)[], b: readonly (string | null)[]): number =>
  String(a[0]) < String(b[0]) ? -1 : 1;

describe('writing', () => {
  it('refuses a statement that is not one SELECT, writes nothing outside its target, and never over files', async () => {
    await inFolder(async (root) => {
      await outside(`COPY (SELECT 1 AS x, 'p' AS k) TO '${root}/x.parquet' (FORMAT parquet)`);
      const db = createDuckDb({ root });
      const table = await db.catalog.stage(
        staging({
          format: 'parquet',
          files: [{ path: 'x.parquet', partition: {} }],
          columns: [column('x', BIGINT), column('k', STRING)],
        }),
      );
      const write = async (sql: string, target: string, partitionedBy = ['k']) => {
        const ref = await db.engine.write(
          { id: 'w', sql, source: table, target, partitionedBy, filePrefix: 'r' },
          sql + target,
        );
        try {
          for await (const _ of db.engine.rows(ref)) break;
        } catch {
          // The state says why.
        }
        return db.engine.poll(ref);
      };
      const refused = { state: 'failed', cause: 'statement' };
      expect(
        await write(`SELECT 1) TO '${root}/evil.parquet' (FORMAT parquet); COPY (SELECT 1`, 'a'),
      ).toMatchObject(refused);
      expect(await write("SELECT * FROM read_csv('/etc/passwd')", 'b')).toMatchObject(refused);
      expect(await write("SELECT 1 AS x, '../../evil' AS k FROM candidate", 'c')).toMatchObject({
        state: 'succeeded',
      });
      expect(await readdir(join(root, 'c'))).toEqual(['k=..%2F..%2Fevil']);
      expect(await write('SELECT * FROM candidate', 'd')).toMatchObject({ state: 'succeeded' });
      expect(await write('SELECT x + 0 AS x, k FROM candidate', 'd')).toMatchObject({
        state: 'failed',
        cause: 'platform',
      });
      expect(await write('SELECT * FROM candidate', 'e', [])).toMatchObject({ state: 'succeeded' });
      expect(await readdir(join(root, 'e'))).toEqual(['r-0.parquet']);
      expect((await readdir(root)).includes('evil.parquet')).toBe(false);
      await db.close();
    });
  });
});
