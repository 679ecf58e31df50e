import { malformed } from './api-error.ts';
import { isWord, lex, withoutSemicolon } from './lex.ts';
import { shifted, toEngine } from './to-engine.ts';
import { runShort } from './trino-client.ts';
import type { World } from './world.ts';

/** Statements of Athena that this server does not imitate: said, not misread. */
const NOT_IMITATED = ['UNLOAD', 'OPTIMIZE', 'VACUUM', 'PREPARE', 'EXECUTE', 'DEALLOCATE'];

/** A catalog in which most names mean nothing: the check is of the grammar, and what is not found ends it early. */
const NOWHERE = { catalog: 'system', schema: 'runtime' };

/**
 * Athena refuses what its parser cannot read before a query exists. The engine parses what it validates; it would also
 * parse what it prepares, but sends that back in a header, which a long statement does not fit.
 */
export async function checkSyntax(world: World, sql: string): Promise<void> {
  const [first] = lex(sql);
  if (isWord(first, ...NOT_IMITATED)) {
    throw malformed(`${first?.text.toUpperCase()} is not imitated by this Athena server`);
  }
  const text = toEngine(withoutSemicolon(sql), world.catalogs);
  const { error } = await runShort(world.trinoUrl, `EXPLAIN (TYPE VALIDATE)\n${text.sql}`, NOWHERE);
  if (error?.errorName === 'SYNTAX_ERROR')
    throw malformed(text.restore(shifted(error.message, { lines: 1 })));
}
