import type { Column } from '../contract/model.ts';
import { matchType } from '../sql/logical-type.ts';
import type { PhysicalType } from '../sql/physical.ts';
import { typeNameOf } from '../sql/type-name-of.ts';

export interface NestedMatch {
  /** What the data breaks, each as a sentence: "stops[].code is absent". */
  readonly broken: readonly string[];
  /** Paths of what is declared inside, where the data does not say what it holds. */
  readonly unchecked: readonly string[];
}

/** Members of an object and items of an array, all the way down, against what the files' footers say of them. */
export function matchNested(declared: Column, actual: PhysicalType, path: string): NestedMatch {
  const found: NestedMatch[] = [];
  const members = declared.properties ?? [];
  if (members.length > 0) {
    if (actual.kind === 'struct' && actual.fields !== undefined) {
      const fields = new Map(actual.fields.map((f) => [f.name, f.type]));
      for (const member of members) {
        const at = `${path}.${member.physicalName}`;
        const type = fields.get(member.physicalName);
        found.push(type === undefined ? broken(`${at} is absent`) : matchOne(member, type, at));
      }
    } else {
      found.push({ broken: [], unchecked: [`${path}.*`] });
    }
  }
  if (declared.items !== undefined) {
    const at = `${path}[]`;
    if (actual.kind === 'list' && actual.item !== undefined)
      found.push(matchOne(declared.items, actual.item, at));
    else found.push({ broken: [], unchecked: [at] });
  }
  return {
    broken: found.flatMap((f) => f.broken),
    unchecked: found.flatMap((f) => f.unchecked),
  };
}

function matchOne(declared: Column, actual: PhysicalType, path: string): NestedMatch {
  const match = matchType(declared, actual);
  if (typeof match !== 'string') return broken(`${path} is ${match.actual}, expected ${match.expected}`);
  if (match === 'zone') return broken(`${path} is ${typeNameOf(actual)}, of another time zone`);
  return matchNested(declared, actual, path);
}

const broken = (sentence: string): NestedMatch => ({ broken: [sentence], unchecked: [] });
