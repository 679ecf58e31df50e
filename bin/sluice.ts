#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `sluice needs Node 22.18 or newer, and this is ${process.versions.node}: install a newer Node, or run it through npm in a clone.\n`,
  );
  process.exitCode = 2;
} else {
  // imported only now: older versions of Node lack modules that the rest needs
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
  const { main } = await import('../lib/cli/main.ts');
  process.exitCode = await main(process.argv.slice(2));
}

export {};
