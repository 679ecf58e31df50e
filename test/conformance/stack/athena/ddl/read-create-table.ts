import { malformed } from '../api-error.ts';
import { isSign } from '../lex.ts';
import { columns, ifNotExists, list, properties, tableName } from './parts.ts';
import type { Reader } from './reader.ts';
import type { ColumnSpec, CreateTable, RowFormat, StoredAs, Transform } from './statement.ts';

type Clauses = {
  -readonly [K in 'comment' | 'rowFormat' | 'storedAs' | 'location' | 'properties']?: CreateTable[K];
} & { partitions?: readonly (ColumnSpec | Transform)[] };

/** `p string`, or for Iceberg `p`, `day(ts)`, `bucket(4, n)`. */
function partition(reader: Reader): ColumnSpec | Transform {
  if (isSign(reader.peek(1), ',') || isSign(reader.peek(1), ')')) return { text: reader.identifier() };
  if (!isSign(reader.peek(1), '(')) return single(reader);
  const name = reader.identifier();
  const args = list(reader, (each) => (each.peek()?.kind === 'number' ? each.constant() : each.identifier()));
  return { text: `${name}(${TRANSFORMS_LAST.has(name) ? args.toReversed().join(', ') : args.join(', ')})` };
}

/** Athena writes `bucket(4, n)`, the engine `bucket(n, 4)`. */
const TRANSFORMS_LAST = new Set(['bucket', 'truncate']);

const single = (reader: Reader): ColumnSpec => {
  const name = reader.identifier();
  const type = reader.peek();
  if (type?.kind !== 'word') throw reader.noAlternative();
  const text = reader.next()?.text.toLowerCase() ?? '';
  const digits = isSign(reader.peek(), '(') ? `(${list(reader, (each) => each.constant()).join(',')})` : '';
  const spec = { name, type: text + digits };
  return reader.accept('COMMENT') ? { ...spec, comment: reader.string() } : spec;
};

const DELIMITERS: readonly (readonly [readonly string[], string])[] = [
  [['FIELDS', 'TERMINATED', 'BY'], 'field.delim'],
  [['ESCAPED', 'BY'], 'escape.delim'],
  [['COLLECTION', 'ITEMS', 'TERMINATED', 'BY'], 'collection.delim'],
  [['MAP', 'KEYS', 'TERMINATED', 'BY'], 'mapkey.delim'],
  [['LINES', 'TERMINATED', 'BY'], 'line.delim'],
  [['NULL', 'DEFINED', 'AS'], 'serialization.null.format'],
];

function rowFormat(reader: Reader): RowFormat {
  if (reader.accept('SERDE')) {
    const serde = reader.string();
    return { serde, properties: reader.accept('WITH', 'SERDEPROPERTIES') ? properties(reader) : {} };
  }
  reader.expect('DELIMITED');
  const found: Record<string, string> = {};
  for (;;) {
    const clause = DELIMITERS.find(([words]) => reader.accept(...words));
    if (!clause) return { properties: found };
    found[clause[1]] = reader.string();
  }
}

function storedAs(reader: Reader): StoredAs {
  if (reader.accept('INPUTFORMAT')) {
    const input = reader.string();
    reader.expect('OUTPUTFORMAT');
    return { kind: 'classes', input, output: reader.string() };
  }
  return { kind: 'named', format: reader.identifier() };
}

function clauses(reader: Reader): Clauses {
  const found: Clauses = {};
  for (;;) {
    if (reader.accept('COMMENT')) found.comment = reader.string();
    else if (reader.accept('PARTITIONED', 'BY')) found.partitions = list(reader, partition);
    else if (reader.accept('ROW', 'FORMAT')) found.rowFormat = rowFormat(reader);
    else if (reader.accept('STORED', 'AS')) found.storedAs = storedAs(reader);
    else if (reader.accept('LOCATION')) found.location = reader.string();
    else if (reader.accept('TBLPROPERTIES')) found.properties = properties(reader);
    else return found;
  }
}

/** After `CREATE [EXTERNAL] TABLE`. */
export function readCreateTable(reader: Reader, external: boolean): CreateTable {
  const absent = ifNotExists(reader);
  const name = tableName(reader);
  const fields = columns(reader);
  const { partitions = [], properties: given = {}, ...rest } = clauses(reader);
  if (reader.peek() && !isSign(reader.peek(), ';')) throw reader.noAlternative();
  if (rest.location === undefined) {
    throw malformed('No location was specified for table. An S3 location must be specified');
  }
  return {
    kind: 'createTable',
    name,
    external,
    ifNotExists: absent,
    columns: fields,
    partitionColumns: partitions.filter((each) => 'type' in each),
    transforms: partitions.filter((each) => 'text' in each),
    properties: given,
    ...rest,
  };
}
