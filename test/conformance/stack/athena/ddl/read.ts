import { malformed } from '../api-error.ts';
import { isWord } from '../lex.ts';
import { columns, ifExists, ifNotExists, partitionSpec, properties, tableName } from './parts.ts';
import { readCreateTable } from './read-create-table.ts';
import { Reader } from './reader.ts';
import type { DdlStatement, Name, NewPartition, PartitionSpec } from './statement.ts';

/** A statement of the Hive grammar, or Athena's refusal. */
export function readDdl(sql: string): DdlStatement {
  const reader = new Reader(sql);
  const statement = first(reader);
  reader.end();
  return statement;
}

function first(reader: Reader): DdlStatement {
  if (reader.accept('CREATE', 'EXTERNAL', 'TABLE')) return readCreateTable(reader, true);
  if (reader.accept('CREATE', 'TABLE')) return readCreateTable(reader, false);
  if (reader.accept('CREATE', 'DATABASE') || reader.accept('CREATE', 'SCHEMA')) return createDatabase(reader);
  if (reader.accept('DROP', 'TABLE')) return dropTable(reader);
  if (reader.accept('DROP', 'DATABASE') || reader.accept('DROP', 'SCHEMA')) return dropDatabase(reader);
  if (reader.accept('ALTER', 'TABLE')) return alterTable(reader);
  if (reader.accept('MSCK', 'REPAIR', 'TABLE')) return { kind: 'repair', name: tableName(reader) };
  if (reader.accept('SHOW')) return show(reader);
  if (reader.accept('DESCRIBE') || reader.accept('DESC')) return describe(reader);
  throw malformed('Queries of this type are not supported');
}

const dropTable = (reader: Reader): DdlStatement => {
  const absent = ifExists(reader);
  return { kind: 'dropTable', ifExists: absent, name: tableName(reader) };
};

function createDatabase(reader: Reader): DdlStatement {
  const present = ifNotExists(reader);
  const database = reader.identifier();
  const comment = reader.accept('COMMENT') ? { comment: reader.string() } : {};
  const location = reader.accept('LOCATION') ? { location: reader.string() } : {};
  if (reader.accept('WITH', 'DBPROPERTIES')) properties(reader);
  return { kind: 'createDatabase', database, ifNotExists: present, ...comment, ...location };
}

function dropDatabase(reader: Reader): DdlStatement {
  const absent = ifExists(reader);
  const database = reader.identifier();
  const cascade = reader.accept('CASCADE');
  if (!cascade) reader.accept('RESTRICT');
  return { kind: 'dropDatabase', database, ifExists: absent, cascade };
}

const describe = (reader: Reader): DdlStatement => {
  if (!reader.accept('EXTENDED')) reader.accept('FORMATTED');
  return { kind: 'describe', name: tableName(reader) };
};

function alterTable(reader: Reader): DdlStatement {
  const name = tableName(reader);
  if (reader.accept('ADD', 'COLUMNS')) return { kind: 'addColumns', name, columns: columns(reader) };
  if (reader.accept('ADD')) return addPartitions(reader, name);
  if (reader.accept('DROP')) return dropPartitions(reader, name);
  if (reader.accept('SET')) return set(reader, name);
  return setOfPartition(reader, name);
}

function addPartitions(reader: Reader, name: Name): DdlStatement {
  const present = ifNotExists(reader);
  const partitions: NewPartition[] = [];
  do {
    const spec = partitionSpec(reader);
    partitions.push(reader.accept('LOCATION') ? { spec, location: reader.string() } : { spec });
  } while (reader.peek());
  return { kind: 'addPartitions', name, ifNotExists: present, partitions };
}

function dropPartitions(reader: Reader, name: Name): DdlStatement {
  const absent = ifExists(reader);
  const specs: PartitionSpec[] = [partitionSpec(reader)];
  while (reader.acceptSign(',')) specs.push(partitionSpec(reader));
  return { kind: 'dropPartitions', name, ifExists: absent, specs };
}

function set(reader: Reader, name: Name, spec?: PartitionSpec): DdlStatement {
  if (reader.accept('TBLPROPERTIES') && spec === undefined) {
    return { kind: 'setProperties', name, properties: properties(reader) };
  }
  if (!reader.accept('LOCATION')) throw reader.noAlternative();
  return { kind: 'setLocation', name, location: reader.string(), ...(spec === undefined ? {} : { spec }) };
}

function setOfPartition(reader: Reader, name: Name): DdlStatement {
  if (!isWord(reader.peek(), 'PARTITION')) throw reader.noAlternative();
  const spec = partitionSpec(reader);
  if (!reader.accept('SET')) throw reader.noAlternative();
  return set(reader, name, spec);
}

const NAMED = [
  ['PARTITIONS', 'showPartitions'],
  ['TBLPROPERTIES', 'showProperties'],
] as const;

function show(reader: Reader): DdlStatement {
  for (const [word, kind] of NAMED) if (reader.accept(word)) return { kind, name: tableName(reader) };
  if (reader.accept('COLUMNS')) {
    if (!reader.accept('FROM')) reader.expect('IN');
    return { kind: 'showColumns', name: tableName(reader) };
  }
  if (reader.accept('TABLES')) return showTables(reader);
  if (reader.accept('DATABASES') || reader.accept('SCHEMAS'))
    return { kind: 'showDatabases', ...pattern(reader) };
  throw malformed('Queries of this type are not supported');
}

const pattern = (reader: Reader): { readonly pattern?: string } =>
  reader.accept('LIKE') || reader.peek()?.kind === 'string' ? { pattern: reader.string() } : {};

function showTables(reader: Reader): DdlStatement {
  if (!reader.accept('IN') && !reader.accept('FROM')) return { kind: 'showTables', ...pattern(reader) };
  const parts = [reader.identifier()];
  while (reader.acceptSign('.')) parts.push(reader.identifier());
  return { kind: 'showTables', database: parts.at(-1) ?? '', ...pattern(reader) };
}
