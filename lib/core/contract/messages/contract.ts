import type { Catalogue } from './catalogue.ts';
import { documentMessages } from './contract-document.ts';
import { referenceMessages } from './contract-references.ts';
import { ruleMessages } from './contract-rules.ts';
import { settingMessages } from './contract-settings.ts';
import { structureMessages } from './contract-structure.ts';

/** SLU-1xx: reading a file, and contracts. */
export const contractMessages: Catalogue = {
  ...documentMessages,
  ...structureMessages,
  ...referenceMessages,
  ...ruleMessages,
  ...settingMessages,
};
