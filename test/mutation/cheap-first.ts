import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders and files, the cheapest first: what imports least, then what imports the reading of contracts. */
const ORDER = ['core/checks/', 'core/publish/', 'core/gate/', 'docs/', 'publish/law.test.ts'];

/** Most mutants are noticed by the first files, and the run of a mutant ends there. */
export class CheapFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = (file: TestSpecification): number =>
      ORDER.findLastIndex((part) => file.moduleId.includes(part));
    return files.toSorted((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId));
  }
}
