import type { Path } from './document/path.ts';
import { knownKeys, unknownKeyIssue, valueAt, zodIssues } from './document/zod-issues.ts';
import type { YamlDocument } from './document.ts';
import type { Issue } from './issue.ts';
import { type ApiVersion, isOlder } from './odcs/api-version.ts';
import { type OdcsContract, odcsContract } from './odcs/contract.ts';
import { elementAt, isOpen } from './odcs/elements.ts';
import { introduced } from './odcs/features.ts';

export interface Structure {
  readonly issues: readonly Issue[];
  /** The document without what was refused, for the second pass; absent where too little is left to judge. */
  readonly odcs?: OdcsContract;
}

/** Keys that may be left out whole without changing what the rest of the document means. */
const SEPARABLE = [
  'quality',
  'customProperties',
  'relationships',
  'authoritativeDefinitions',
  'synonyms',
  'enum',
];
const MAX_ROUNDS = 8;

/**
 * Holds a document to the model. What the model refuses is named, then left out, so that the second pass can
 * still judge the rest and every problem comes in one pass.
 */
export function readStructure(doc: YamlDocument, version: ApiVersion): Structure {
  let value: unknown = doc.value;
  let issues: readonly Issue[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const parsed = odcsContract.safeParse(value, knownKeys);
    if (parsed.success) return { issues, odcs: parsed.data };
    const cuts: (Path | undefined)[] = [];
    const found: Issue[] = [];
    for (const problem of parsed.error.issues) {
      const path = problem.path.filter((step) => typeof step !== 'symbol');
      if (problem.code === 'unrecognized_keys') {
        const known = problem.message.replace(/^known: /, '').split(' ');
        const severity = isOpen(path, version) ? 'warning' : 'error';
        for (const key of problem.keys) {
          cuts.push([...path, key]);
          found.push(unknownKeyIssue(doc, [...path, key], known, severity));
        }
      } else {
        cuts.push(cutFor(value, path));
      }
    }
    if (round === 0) {
      const others = parsed.error.issues.filter((i) => i.code !== 'unrecognized_keys');
      const refused = others.flatMap((problem) =>
        soften(zodIssues(doc, { issues: [problem] }), problem.path, version),
      );
      issues = [...found, ...refused];
    }
    const usable = cuts.filter((cut) => cut !== undefined);
    if (usable.length < cuts.length) return { issues };
    value = without(value, cutTree(usable));
  }
  return { issues };
}

/**
 * In 3.0 many elements may have any key, so also one that got a meaning later: what does not fit that meaning is
 * no fault of a 3.0 document.
 */
function soften(
  issues: readonly Issue[],
  steps: readonly PropertyKey[],
  version: ApiVersion,
): readonly Issue[] {
  const path = steps.filter((step) => typeof step !== 'symbol');
  const foreign = path.some((key, i) => {
    const parent = path.slice(0, i);
    const since =
      typeof key === 'string' && isOpen(parent, version)
        ? introduced(elementAt(parent), key, undefined)
        : undefined;
    return since !== undefined && isOlder(version, since);
  });
  return foreign ? issues.map((found) => ({ ...found, severity: 'warning' as const })) : issues;
}

/** What to leave out because of a problem at a path: the optional value itself, else a separable part around it. */
function cutFor(value: unknown, path: Path): Path | undefined {
  const last = path.findLastIndex((step) => typeof step === 'string');
  const own = path.slice(0, last + 1);
  const missing = valueAt(value, path) === undefined;
  if (!missing && own.length > 1 && own.at(-1) !== 'name') return own;
  const around = path.findLastIndex((step) => typeof step === 'string' && SEPARABLE.includes(step));
  if (around >= 0 && around < last) return path.slice(0, around + 1);
  const head = path[0];
  if (head === undefined || head === 'schema') return undefined;
  return valueAt(value, [head]) === undefined ? undefined : [head];
}

/** Cuts by their first step; null stands for "this whole value". */
type Cuts = Map<string | number, Cuts | null>;

function cutTree(paths: readonly Path[]): Cuts {
  const root: Cuts = new Map();
  for (const path of paths) {
    let node = root;
    for (const [i, step] of path.entries()) {
      const next = node.get(step);
      if (next === null) break;
      if (i === path.length - 1) node.set(step, null);
      else {
        const deeper: Cuts = next ?? new Map();
        node.set(step, deeper);
        node = deeper;
      }
    }
  }
  return root;
}

function without(value: unknown, cuts: Cuts): unknown {
  const inner = (entry: unknown, cut: Cuts | null | undefined): unknown =>
    cut ? without(entry, cut) : entry;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry, i) => inner(entry, cuts.get(i)));
  const kept = Object.entries(value).filter(([key]) => cuts.get(key) !== null);
  return Object.fromEntries(kept.map(([key, entry]) => [key, inner(entry, cuts.get(key))]));
}
