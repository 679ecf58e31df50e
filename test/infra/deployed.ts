import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { addEnvironments, InvalidDeployment } from '../../lib/infra/index.ts';

/** Templates of a contracts folder, by the name of their stack; or what is wrong with it. */
export function synthesised(
  contracts: string,
  only?: string,
): { readonly templates: ReadonlyMap<string, Template>; readonly problem?: string } {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'sluice-cdk-')) });
  try {
    addEnvironments(app, { contracts, environment: only });
  } catch (error) {
    if (error instanceof InvalidDeployment) return { templates: new Map(), problem: error.message };
    throw error;
  }
  const stacks = app.node.children.filter((c) => Stack.isStack(c));
  return { templates: new Map(stacks.map((s) => [s.stackName, Template.fromStack(s)])) };
}

/** A folder of contracts with these files. */
export function contractsFolder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'sluice-contracts-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}
