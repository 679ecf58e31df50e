import { type Document, isAlias, isCollection, isMap, isPair, isScalar, type Node } from 'yaml';
import { type Issue, issue, type SourceRef } from '../issue.ts';
import { keyText } from './places.ts';

/** How many nodes the aliases of a document may add to it when every one is written out. */
export const MAX_ALIASED_NODES = 10_000;
/** Each alias is looked up in the whole document, so their number is capped too. */
const MAX_ALIASES = 1_000;

/**
 * What the parser lets through and a plain value cannot show: duplicate keys (the second would win), keys
 * that are no text, aliases that lead nowhere, to themselves, or to a bomb, and broken characters.
 */
export function inspectDocument(
  document: Document.Parsed,
  span: (node: Node) => SourceRef,
): readonly Issue[] {
  const issues: Issue[] = [];
  const sizes = new Map<Node, number>();
  const open = new Set<Node>();
  const anchors = new Map<string, Node>();
  let raw = 0;
  let aliases = 0;

  /** Size of the node with every alias written out. */
  const visit = (node: unknown): number => {
    if (isAlias(node)) {
      aliases++;
      const target = anchors.get(node.source);
      if (target === undefined) issues.push(issue('SLU-108', { alias: node.source }, span(node)));
      else if (open.has(target)) issues.push(issue('SLU-109', { alias: node.source }, span(node)));
      return target === undefined ? 1 : (sizes.get(target) ?? 1);
    }
    raw++;
    if ((isScalar(node) || isCollection(node)) && node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isScalar(node)) {
      if (typeof node.value === 'string' && !node.value.isWellFormed())
        issues.push(issue('SLU-112', {}, span(node)));
      sizes.set(node, 1);
      return 1;
    }
    if (!isCollection(node)) return 1;
    open.add(node);
    if (isMap(node)) issues.push(...keyIssues(node.items, span));
    let size = 1;
    for (const child of node.items)
      size += isPair(child) ? visit(child.key) + visit(child.value) : visit(child);
    open.delete(node);
    sizes.set(node, Math.min(size, Number.MAX_SAFE_INTEGER));
    return size;
  };

  const size = visit(document.contents);
  if (document.contents && (size - raw > MAX_ALIASED_NODES || aliases > MAX_ALIASES)) {
    issues.push(issue('SLU-110', { limit: String(MAX_ALIASED_NODES) }, span(document.contents)));
  }
  return issues;
}

function keyIssues(pairs: readonly { key: unknown }[], span: (node: Node) => SourceRef): Issue[] {
  const first = new Map<string, Node>();
  const issues: Issue[] = [];
  for (const { key } of pairs) {
    if (!isScalar(key)) {
      if (isCollection(key) || isAlias(key)) issues.push(issue('SLU-111', { key: String(key) }, span(key)));
      continue;
    }
    const name = keyText(key.value);
    const earlier = first.get(name);
    if (name === '__proto__') issues.push(issue('SLU-111', { key: name }, span(key)));
    else if (earlier) {
      issues.push(issue('SLU-107', { key: name, line: String(span(earlier).line) }, span(key)));
    } else first.set(name, key);
  }
  return issues;
}
