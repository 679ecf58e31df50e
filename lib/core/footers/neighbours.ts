import { type Issue, issue } from '../contract/issue.ts';
import type { PhysicalColumn, PhysicalType } from '../sql/physical.ts';
import { typeNameOf } from '../sql/type-name-of.ts';
import type { Footer } from './footer.ts';

/**
 * The files of one input are read as one table: each must have the columns of the first, with types of the same
 * family. Order does not matter. One issue for a file with other columns, one for each column of another type.
 */
export function compareNeighbours(footers: readonly Footer[]): Issue[] {
  const [first, ...others] = footers;
  return first === undefined ? [] : others.flatMap((footer) => compare(first, footer));
}

function compare(neighbour: Footer, footer: Footer): Issue[] {
  const wanted = byName(neighbour.columns);
  const found = byName(footer.columns);
  const lacks = [...wanted.keys()].filter((name) => !found.has(name));
  const more = [...found.keys()].filter((name) => !wanted.has(name));
  const issues: Issue[] = [];
  if (lacks.length + more.length > 0) {
    const difference = [said('it lacks', lacks), said('it has', more, ' more')].filter((s) => s !== '');
    issues.push(
      issue('SLU-406', {
        file: footer.path,
        neighbour: neighbour.path,
        difference: difference.join(' and '),
      }),
    );
  }
  for (const [name, column] of found) {
    const other = wanted.get(name);
    if (other === undefined || sameFamily(column.type, other.type)) continue;
    issues.push(
      issue('SLU-407', {
        column: name,
        file: footer.path,
        type: typeNameOf(column.type),
        neighbour: neighbour.path,
        otherType: typeNameOf(other.type),
      }),
    );
  }
  return issues;
}

const byName = (columns: readonly PhysicalColumn[]): Map<string, PhysicalColumn> =>
  new Map(columns.map((c) => [c.name, c]));

const said = (verb: string, names: readonly string[], more = ''): string =>
  names.length === 0 ? '' : `${verb} ${names.join(', ')}${more}`;

/** Widths may differ where a wider type holds every value of the other; scale and zone may not. */
export function sameFamily(a: PhysicalType, b: PhysicalType): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'decimal' && b.kind === 'decimal') return a.scale === b.scale;
  if (a.kind === 'timestamp' && b.kind === 'timestamp') return a.zoned === b.zoned;
  if (a.kind === 'unknown' && b.kind === 'unknown') return a.name === b.name;
  if (a.kind === 'list' && b.kind === 'list') {
    return a.item === undefined || b.item === undefined || sameFamily(a.item, b.item);
  }
  if (a.kind === 'struct' && b.kind === 'struct') {
    const [fields, others] = [a.fields ?? [], b.fields ?? []];
    const same = (f: { name: string; type: PhysicalType }) =>
      others.some((o) => o.name === f.name && sameFamily(f.type, o.type));
    return fields.length === others.length && fields.every(same);
  }
  return true;
}

/**
 * The columns of all files as those of one table: a column that some files lack is there, and integers, floats and
 * decimals take the widest type found, so that no value is cut.
 */
export function mergeColumns(footers: readonly Footer[]): readonly PhysicalColumn[] {
  const merged = new Map<string, PhysicalColumn>();
  for (const column of footers.flatMap((f) => f.columns)) {
    const known = merged.get(column.name);
    merged.set(column.name, known === undefined ? column : widerColumn(known, column));
  }
  return [...merged.values()];
}

/** Named as the file names it that has the type; of a type that no file has, as a signed one, or the first, does. */
function widerColumn(a: PhysicalColumn, b: PhysicalColumn): PhysicalColumn {
  const type = wider(a.type, b.type);
  const both = [a, b];
  const named =
    both.find((c) => typeNameOf(c.type) === typeNameOf(type)) ??
    both.find((c) => c.type.kind === 'integer' && c.type.signed);
  return { ...(named ?? a), type };
}

function wider(a: PhysicalType, b: PhysicalType): PhysicalType {
  if (a.kind === 'integer' && b.kind === 'integer') return widerInteger(a, b);
  if (a.kind === 'floating' && b.kind === 'floating') return b.bits > a.bits ? b : a;
  if (a.kind === 'decimal' && b.kind === 'decimal') return b.precision > a.precision ? b : a;
  if (a.kind === 'list' && b.kind === 'list' && a.item !== undefined && b.item !== undefined) {
    return { kind: 'list', item: wider(a.item, b.item) };
  }
  if (a.kind === 'struct' && b.kind === 'struct' && a.fields !== undefined && b.fields !== undefined) {
    const others = new Map(b.fields.map((f) => [f.name, f.type]));
    const fields = a.fields.map(({ name, type }) => ({ name, type: wider(type, others.get(name) ?? type) }));
    return { kind: 'struct', fields };
  }
  return a;
}

type Integer = Extract<PhysicalType, { kind: 'integer' }>;

/** Some engines read the upper half of unsigned numbers of 32 bits as negative ones: that a file has such is not forgotten. */
function widerInteger(a: Integer, b: Integer): Integer {
  if (a.signed === b.signed) {
    const wide = b.bits > a.bits ? b : a;
    return a.holdsUnsigned32 === true || b.holdsUnsigned32 === true
      ? { ...wide, holdsUnsigned32: true }
      : wide;
  }
  const [signed, unsigned] = a.signed ? [a, b] : [b, a];
  const bits = Math.max(signed.bits, Math.min(128, unsigned.bits * 2));
  const holds = signed.holdsUnsigned32 === true || unsigned.bits === 32;
  return { kind: 'integer', bits, signed: true, ...(holds ? { holdsUnsigned32: true } : {}) };
}
