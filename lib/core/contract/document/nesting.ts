import { CST } from 'yaml';

/** Deeper documents are refused before parsing: the parser recurses, and its stack is finite. */
export const MAX_NESTING = 100;

/**
 * The offset at which a text, given as what yaml's lexer makes of it, first nests deeper than `MAX_NESTING`, in flow (`[[[`) or in blocks (indentation,
 * `- - -`, `? ? ?`); undefined when it never does. Reads tokens only, so that any text is safe to ask about.
 */
export function tooDeepAt(tokens: Iterable<string>): number | undefined {
  const blocks: number[] = [];
  let flow = 0;
  let offset = 0;
  let lineStart = 0;
  /** Column of the first token since the line began or an indicator ended: where a key would stand. */
  let entry: number | undefined;

  const open = (column: number): void => {
    while ((blocks.at(-1) ?? -1) > column) blocks.pop();
    if (blocks.at(-1) !== column) blocks.push(column);
  };

  for (const token of tokens) {
    if (isMark(token)) continue;
    const type = CST.tokenType(token);
    const column = offset - lineStart;
    if (type === 'flow-seq-start' || type === 'flow-map-start') flow++;
    else if (type === 'flow-seq-end' || type === 'flow-map-end') flow = Math.max(0, flow - 1);
    if (type === 'doc-start' || type === 'doc-end') blocks.length = 0;

    if (type === 'newline') entry = undefined;
    else if (flow === 0 && (type === 'seq-item-ind' || type === 'explicit-key-ind')) {
      open(column);
      entry = undefined;
    } else if (flow === 0 && type === 'map-value-ind') {
      open(entry ?? column);
      entry = undefined;
    } else if (type !== 'space' && type !== 'comment') entry ??= column;

    if (flow + blocks.length > MAX_NESTING) return offset;
    offset += token.length;
    const lastBreak = token.lastIndexOf('\n');
    if (lastBreak >= 0) lineStart = offset - (token.length - lastBreak - 1);
  }
  return undefined;
}

/** The lexer's own marks (document, end of flow, scalar follows), which stand for no text. */
const isMark = (token: string): boolean =>
  token === CST.DOCUMENT || token === CST.FLOW_END || token === CST.SCALAR;
