import { fail, ok, type Result } from '../values/result.ts';
import { suggest } from './document/suggest.ts';
import { type Issue, issue } from './issue.ts';
import type { Contract } from './model.ts';
import { readContract } from './read.ts';

/** A file below the contracts' folder; `path` is relative to it (`aviation/flights.odcs.yaml`). */
export interface ContractFile {
  readonly path: string;
  readonly text: string;
  /** How messages name the file; `path` where it is absent. */
  readonly shownAs?: string;
}

export interface RegisteredContract {
  readonly domain: string;
  readonly contract: Contract;
  readonly warnings: readonly Issue[];
}

export interface Registry {
  /** Every contract that could be read, by domain, name, version. */
  readonly contracts: readonly RegisteredContract[];
  /** What is wrong with the others, and with files that mean the same contract. */
  readonly issues: readonly Issue[];
  /** `name` is `<domain>/<name>`; without a version there must be only one. */
  find(name: string, version?: string): Result<RegisteredContract, readonly Issue[]>;
}

export const isContractFile = (path: string): boolean => /\.odcs\.(ya?ml|json)$/i.test(path);

/** Reads a tree of contracts. A file that cannot be read is missing from the registry, and harms no other. */
export function buildRegistry(files: readonly ContractFile[]): Registry {
  const contracts: RegisteredContract[] = [];
  const broken: { readonly domain: string; readonly path: string; readonly issues: readonly Issue[] }[] = [];
  const issues: Issue[] = [];
  const sorted = files.filter((f) => isContractFile(f.path)).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path, text, shownAs = path } of sorted) {
    const domain = domainOf(path);
    if (domain === undefined) {
      issues.push(issue('SLU-184', { file: shownAs }, { file: shownAs }));
      continue;
    }
    const read = readContract(text, shownAs);
    if (!read.ok) {
      broken.push({ domain, path, issues: read.error });
      issues.push(...read.error);
      continue;
    }
    const { contract, warnings } = read.value;
    const twin = contracts.find(
      (c) => sameAs(c, domain, contract.name) && c.contract.version === contract.version,
    );
    if (twin) issues.push(twinIssue(domain, contract, twin.contract));
    contracts.push({ domain, contract, warnings });
  }

  const find: Registry['find'] = (name, version) => {
    const found = contracts.filter((c) => `${c.domain}/${c.contract.name}` === name);
    const stale = broken.filter((b) => `${b.domain}/${stem(b.path)}` === name);
    const chosen = version === undefined ? found : found.filter((c) => c.contract.version === version);
    const [only, ...others] = chosen;
    if (only === undefined && stale.length > 0) return fail(stale.flatMap((b) => b.issues));
    if (found.length === 0) return fail([unknownName(name, contracts)]);
    const versions = [...new Set(found.map((c) => c.contract.version))].join(', ');
    if (only === undefined) return fail([issue('SLU-182', { name, version: version ?? '', versions })]);
    const [other] = others;
    if (other === undefined) return ok(only);
    const sameVersion = chosen.every((c) => c.contract.version === only.contract.version);
    if (sameVersion) return fail([twinIssue(other.domain, other.contract, only.contract)]);
    return fail([issue('SLU-181', { name, versions })]);
  };
  return { contracts, issues, find };
}

const sameAs = (c: RegisteredContract, domain: string, name: string): boolean =>
  c.domain === domain && c.contract.name === name;

/** The first folder of the path; the `contracts/` above it may be part of it or not. */
function domainOf(path: string): string | undefined {
  const folders = path
    .replaceAll('\\', '/')
    .replace(/^(\.\/)*(contracts\/)?/, '')
    .split('/');
  return folders.length > 1 ? folders[0] : undefined;
}

const stem = (path: string): string =>
  (path.split(/[\\/]/).at(-1) ?? '').replace(/\.odcs\.(ya?ml|json)$/i, '');

const twinIssue = (domain: string, contract: Contract, other: Contract): Issue =>
  issue(
    'SLU-183',
    { name: `${domain}/${contract.name}`, version: contract.version, other: other.file },
    { file: contract.file, path: 'version' },
  );

function unknownName(name: string, contracts: readonly RegisteredContract[]): Issue {
  const known = [...new Set(contracts.map((c) => `${c.domain}/${c.contract.name}`))];
  return issue('SLU-180', { name, suggestion: suggest(name, known) ?? '', known: known.join(', ') });
}
