import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type YAMLMap,
} from 'yaml';
import type { SourceRef } from '../issue.ts';
import { type Path, pathText } from './path.ts';

/** What stands at a path: the value, and the key (of a mapping) that leads to it. */
interface Found {
  readonly key?: Node;
  readonly value: Node;
  /** False when the path leads beyond what exists; `value` is then the nearest that does. */
  readonly exact: boolean;
}

/** Finds places in a document by path; a path that leads beyond it is answered with its nearest ancestor. */
export class Places {
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  readonly #file: string;
  /** Entries of each mapping by key, made when the mapping is first asked about. */
  readonly #entries = new WeakMap<object, Map<string, Found>>();

  constructor(document: Document.Parsed, lines: LineCounter, file: string) {
    this.#document = document;
    this.#lines = lines;
    this.#file = file;
  }

  value(path: Path): SourceRef {
    const found = this.#find(path);
    if (found === undefined) return { file: this.#file, path: pathText(path) };
    const { key, value, exact } = found;
    const node = key !== undefined && (!exact || isCollection(value) || isEmpty(value)) ? key : value;
    return this.span(node, path);
  }

  key(path: Path): SourceRef {
    const found = this.#find(path);
    if (found === undefined) return { file: this.#file, path: pathText(path) };
    return this.span(found.key ?? found.value, path);
  }

  /** The scalar's text as it is written, without quotes; undefined where no scalar stands. */
  sourceText(path: Path): string | undefined {
    const found = this.#find(path);
    if (!found?.exact || !isScalar(found.value)) return undefined;
    return found.value.source ?? String(found.value.value);
  }

  span(node: Node, path?: Path): SourceRef {
    const named = path === undefined ? {} : { path: pathText(path) };
    if (isCollection(node) && !node.flow) {
      const head = isMap(node) ? node.items[0]?.key : undefined;
      if (isNode(head)) return this.span(head, path);
    }
    const [from, to] = node.range ?? [0, 0];
    return { file: this.#file, ...named, ...this.#position(from, to) };
  }

  #position(from: number, to: number): { line: number; column: number; endColumn?: number } {
    const start = this.#lines.linePos(from);
    const end = this.#lines.linePos(to);
    const place = { line: start.line, column: start.col };
    return end.line === start.line && end.col > start.col ? { ...place, endColumn: end.col } : place;
  }

  #find(path: Path): Found | undefined {
    const root = this.#document.contents;
    if (!root) return undefined;
    let found: Found = { value: root, exact: true };
    for (const step of path) {
      const parent = isAlias(found.value) ? found.value.resolve(this.#document) : found.value;
      const next = isMap(parent)
        ? this.#entry(parent, step)
        : isSeq(parent)
          ? item(parent.items, step)
          : undefined;
      if (next === undefined) return { ...found, exact: false };
      found = next;
    }
    return found;
  }

  #entry(map: YAMLMap, step: string | number): Found | undefined {
    let entries = this.#entries.get(map);
    if (entries === undefined) {
      entries = new Map();
      for (const { key, value } of map.items) {
        if (isScalar(key))
          entries.set(keyText(key.value), { key, value: isNode(value) ? value : key, exact: true });
      }
      this.#entries.set(map, entries);
    }
    return entries.get(String(step));
  }
}

const item = (items: readonly unknown[], step: string | number): Found | undefined => {
  const value = typeof step === 'number' ? items[step] : undefined;
  return isNode(value) ? { value, exact: true } : undefined;
};

/** The property name that a key becomes in the plain value. */
export const keyText = (key: unknown): string => (key === null ? '' : String(key));

const isNode = (value: unknown): value is Node => isScalar(value) || isCollection(value) || isAlias(value);
const isEmpty = (node: Node): boolean =>
  node.range !== null && node.range !== undefined && node.range[0] === node.range[1];
