import { explainKind } from '../core/checks/index.ts';
import { suggest } from '../core/contract/document/suggest.ts';
import { issue } from '../core/contract/issue.ts';
import { allCodes, wordingOf } from '../core/contract/messages/index.ts';
import { CHECK_KINDS } from '../core/contract/model.ts';
import type { Run } from './commands.ts';
import { CliFailure } from './failure.ts';

export const run: Run = async (operands, _, output) => {
  const name = String(operands[0]);
  const code = wordingOf(name.toUpperCase());
  const kind = explainKind(name);
  if (code) output.data(`${name.toUpperCase()}: ${code.title}\n\n${code.explanation}`);
  else if (kind) output.data(`${name}: ${kind.info}\n\n${kind.explanation}`);
  else
    throw new CliFailure([
      issue('SLU-610', { name, suggestion: suggest(name, [...CHECK_KINDS, ...allCodes()]) ?? '' }),
    ]);
  return 0;
};
