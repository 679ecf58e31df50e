import { randomUUID } from 'node:crypto';
import { startQuery } from '../../../lib/platform/aws/engine/query.ts';
import type { Asked } from '../ask-athena.ts';
import type { Probe } from '../probe.ts';

/** A statement, and what the offline stack answers, which is what others measured on Athena. */
const STATEMENTS: readonly { readonly sql: string; readonly answers: RegExp }[] = [
  { sql: 'SELECT typeof(0.5), 7 / 2, 1e20', answers: /^double\|3\|1\.0E20$/ },
  { sql: "SELECT CAST(NULL AS varchar), '', 'a b'", answers: /^NULL\|\|a b$/ },
  {
    sql: "SELECT ARRAY[1, NULL], MAP(ARRAY['k'], ARRAY[1]), X'0102ff'",
    answers: /^\[1, null\]\|\{k=1\}\|01 02 ff$/,
  },
  {
    sql: "SELECT DECIMAL '12345678901234567890.123456789012345678'",
    answers: /^12345678901234567890\.123456789012345678$/,
  },
  { sql: 'SELEC 1', answers: /^REFUSED MALFORMED_QUERY/ },
  { sql: 'SELECT `a` FROM (SELECT 1 AS a)', answers: /^REFUSED MALFORMED_QUERY/ },
  { sql: 'SELECT nope FROM (SELECT 1 AS a)', answers: /^FAILED COLUMN_NOT_FOUND: line 1:8/ },
  { sql: 'SELECT 1 FROM no_such_table', answers: /^FAILED TABLE_NOT_FOUND: line 1:15/ },
  { sql: 'SELECT 1 / 0', answers: /^FAILED DIVISION_BY_ZERO/ },
];

const inWords = (asked: Asked): string =>
  asked.state === 'SUCCEEDED'
    ? asked.rows.map((row) => row.map((cell) => cell ?? 'NULL').join('|')).join('\n')
    : `${asked.state} ${asked.reason}`;

/** What the Athena API of the offline stack does as Athena is said to, asked of whoever answers. */
export const imitated: Probe = {
  name: 'imitated',
  settles: { page: 'docs/engines.md', text: 'nothing here was compared with a real account by us' },
  does: `sends ${STATEMENTS.length} statements whose answers, refusals and errors are imitated offline, and one token twice`,
  expects: 'the same answers, and one query for the token',
  async ask(world) {
    const differing: string[] = [];
    for (const { sql, answers } of STATEMENTS) {
      const seen = inWords(await world.ask(sql));
      if (!answers.test(seen)) differing.push(`\`${sql}\` gave \`${seen.slice(0, 200)}\``);
    }
    const token = randomUUID();
    const first = await startQuery('SELECT 1', token, world.context);
    const second = await startQuery('SELECT 1', token, world.context);
    if (first !== second) differing.push('a token that was sent twice gave two queries');
    return {
      holds: differing.length === 0,
      seen: differing.length === 0 ? 'all as imitated' : differing.join('; '),
      numbers: { asked: STATEMENTS.length + 1, differing: differing.length },
    };
  },
};
