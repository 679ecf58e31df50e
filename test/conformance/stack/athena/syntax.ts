import { malformed } from './api-error.ts';
import { isWord, lex } from './lex.ts';
import { shifted, toEngine } from './to-engine.ts';
import { runShort } from './trino-client.ts';
import type { World } from './world.ts';

/** Statements of Athena that this server does not imitate: said, not misread. */
const NOT_IMITATED = ['UNLOAD', 'OPTIMIZE', 'VACUUM', 'PREPARE', 'EXECUTE', 'DEALLOCATE'];

/** Athena refuses what its parser cannot read before a query exists. The engine parses a statement it prepares. */
export async function checkSyntax(world: World, sql: string): Promise<void> {
  const [first] = lex(sql);
  if (isWord(first, ...NOT_IMITATED)) {
    throw malformed(`${first?.text.toUpperCase()} is not imitated by this Athena server`);
  }
  const text = toEngine(sql.replace(/;\s*$/, ''), world.catalogs);
  const session = { catalog: 'system', schema: 'runtime' };
  const { error } = await runShort(world.trinoUrl, `PREPARE checked FROM\n${text.sql}`, session);
  if (error) throw malformed(text.restore(shifted(error.message, { lines: 1 })));
}
