import type { OdcsContract } from './odcs/contract.ts';
import type { Reading } from './reading.ts';
import { checkColumnOptions } from './semantic/column-options.ts';
import { checkEnums } from './semantic/enums.ts';
import { checkKeyPositions } from './semantic/key-positions.ts';
import { checkLonelySettings } from './semantic/lonely-settings.ts';
import { checkNames } from './semantic/names.ts';
import { checkQuality } from './semantic/quality.ts';
import { checkRelationships } from './semantic/relationships.ts';
import { checkServerNames } from './semantic/server-names.ts';
import { checkSlas } from './semantic/slas.ts';

type SemanticRule = (reading: Reading, odcs: OdcsContract) => void;

/** What the standard's JSON schema lets pass and no run could honour: one rule a function. */
const SEMANTIC_RULES: readonly SemanticRule[] = [
  checkServerNames,
  checkNames,
  checkKeyPositions,
  checkColumnOptions,
  checkEnums,
  checkQuality,
  checkRelationships,
  checkSlas,
  checkLonelySettings,
];

export function checkSemantics(reading: Reading, odcs: OdcsContract): void {
  for (const check of SEMANTIC_RULES) check(reading, odcs);
}
