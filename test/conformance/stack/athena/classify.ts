import { isSign, isWord, type Token } from './lex.ts';

/** What a statement is: how Athena names it, which grammar reads it, and which files its results become. */
export interface Statement {
  readonly type: 'DDL' | 'DML' | 'UTILITY';
  readonly substatement?: string;
  readonly grammar: 'trino' | 'hive';
  /** The result file's form. `companion` has no body of its own. */
  readonly file: 'csv' | 'txt' | 'companion' | 'table';
  /** SELECT's first row names the columns. */
  readonly header: boolean;
  /** Rows of the engine are dropped, their count stays. */
  readonly counts: boolean;
}

type Draft = Partial<Statement> & Pick<Statement, 'type' | 'grammar'>;

const statement = (substatement: string | undefined, draft: Draft): Statement => ({
  file: 'txt',
  header: false,
  counts: false,
  ...(substatement === undefined ? {} : { substatement }),
  ...draft,
});

const select = (name: string): Statement =>
  statement(name, { type: 'DML', grammar: 'trino', file: name === 'EXPLAIN' ? 'txt' : 'csv', header: true });
const write = (name: string, file: Statement['file']): Statement =>
  statement(name, { type: 'DML', grammar: 'trino', file, counts: true });
const ddl = (name?: string): Statement => statement(name, { type: 'DDL', grammar: 'hive' });
const view = (name: string): Statement => statement(name, { type: 'DDL', grammar: 'trino' });
const utility = (name: string, grammar: Statement['grammar'] = 'hive'): Statement =>
  statement(name, { type: 'UTILITY', grammar });

const ctas: Statement = statement('CREATE_TABLE_AS_SELECT', {
  type: 'DDL',
  grammar: 'trino',
  file: 'table',
  counts: true,
});

/** Index of the AS that a query follows, outside parentheses. */
export function asOfCreateTable(tokens: readonly Token[]): number | undefined {
  let depth = 0;
  for (const [i, token] of tokens.entries()) {
    if (isSign(token, '(')) depth++;
    if (isSign(token, ')')) depth--;
    const next = tokens[i + 1];
    const query = isWord(next, 'SELECT', 'WITH', 'VALUES', 'TABLE') || isSign(next, '(');
    if (depth === 0 && isWord(token, 'AS') && query) return i;
  }
  return undefined;
}

function create(tokens: readonly Token[]): Statement | undefined {
  if (isWord(tokens[1], 'DATABASE', 'SCHEMA')) return ddl('CREATE_DATABASE');
  if (isWord(tokens[1], 'EXTERNAL')) return ddl('CREATE_TABLE');
  if (isWord(tokens[1], 'TABLE')) return asOfCreateTable(tokens) === undefined ? ddl('CREATE_TABLE') : ctas;
  if (isWord(tokens[1], 'VIEW')) return view('CREATE_VIEW');
  if (isWord(tokens[1], 'OR') && isWord(tokens[2], 'REPLACE') && isWord(tokens[3], 'VIEW'))
    return view('CREATE_VIEW');
  return undefined;
}

function drop(tokens: readonly Token[]): Statement | undefined {
  if (isWord(tokens[1], 'DATABASE', 'SCHEMA')) return ddl('DROP_DATABASE');
  if (isWord(tokens[1], 'TABLE')) return ddl('DROP_TABLE');
  return isWord(tokens[1], 'VIEW') ? view('DROP_VIEW') : undefined;
}

const ALTERS: readonly (readonly [string, string])[] = [
  ['ADD PARTITION', 'ALTER_TABLE_ADD_PARTITION'],
  ['ADD IF', 'ALTER_TABLE_ADD_PARTITION'],
  ['DROP PARTITION', 'ALTER_TABLE_DROP_PARTITION'],
  ['DROP IF', 'ALTER_TABLE_DROP_PARTITION'],
  ['SET LOCATION', 'ALTER_TABLE_SET_LOCATION'],
  ['SET TBLPROPERTIES', 'ALTER_TABLE_SET_TBLPROPERTIES'],
  ['ADD COLUMNS', 'ALTER_TABLE_ADD_COLUMN'],
];

function alter(tokens: readonly Token[]): Statement {
  const words = tokens.map((t) => (t.kind === 'word' ? t.text.toUpperCase() : t.text)).join(' ');
  return ddl(ALTERS.find(([form]) => words.includes(` ${form} `))?.[1]);
}

const SHOWS: Readonly<Record<string, string>> = {
  TABLES: 'SHOW_TABLES',
  DATABASES: 'SHOW_DATABASES',
  SCHEMAS: 'SHOW_DATABASES',
  PARTITIONS: 'SHOW_PARTITIONS',
  COLUMNS: 'SHOW_COLUMNS',
  TBLPROPERTIES: 'SHOW_TABLE_PROPERTIES',
};

function show(tokens: readonly Token[]): Statement | undefined {
  if (isWord(tokens[1], 'FUNCTIONS'))
    return { ...utility('SHOW_FUNCTIONS', 'trino'), file: 'csv', header: true };
  if (isWord(tokens[1], 'CREATE') && isWord(tokens[2], 'VIEW')) return utility('SHOW_CREATE_VIEW', 'trino');
  const name = SHOWS[tokens[1]?.text.toUpperCase() ?? ''];
  return name === undefined ? undefined : utility(name);
}

const FIRST: Readonly<Record<string, (tokens: readonly Token[]) => Statement | undefined>> = {
  SELECT: () => select('SELECT'),
  WITH: () => select('SELECT'),
  VALUES: () => select('SELECT'),
  TABLE: () => select('SELECT'),
  EXPLAIN: () => select('EXPLAIN'),
  INSERT: () => write('INSERT', 'companion'),
  UPDATE: () => write('UPDATE', 'csv'),
  DELETE: () => write('DELETE', 'csv'),
  MERGE: () => write('MERGE', 'csv'),
  CREATE: create,
  DROP: drop,
  ALTER: alter,
  MSCK: () => ddl('MSCK_REPAIR'),
  SHOW: show,
  DESCRIBE: () => utility('DESCRIBE_TABLE'),
  DESC: () => utility('DESCRIBE_TABLE'),
};

/** What the statement is, or undefined where this server does not take it. */
export function classify(tokens: readonly Token[]): Statement | undefined {
  const first = tokens.find((t) => !isSign(t, '('));
  if (first?.kind !== 'word' || !Object.hasOwn(FIRST, first.text.toUpperCase())) return undefined;
  return FIRST[first.text.toUpperCase()]?.(tokens);
}
