import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Bundles the command line for start-up: everything but DuckDB's native library, which only a scan loads. Beside it
 * stands what the licences of the bundled packages ask for. With --if-changed it builds only what is older than its sources.
 */
const root = resolve(import.meta.dirname, '..');
const outdir = join(root, 'dist');
if (process.argv.includes('--if-changed') && isFresh()) process.exit(0);
const { build } = await import('esbuild');
rmSync(outdir, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['bin/sluice.ts'],
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  external: ['@duckdb/*'],
  // CommonJS packages ask for built-in modules by `require`
  banner: {
    js: "import{createRequire as $require}from'node:module';const require=$require(import.meta.url);",
  },
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  outdir,
  outExtension: { '.js': '.mjs' },
  logLevel: 'warning',
});

const packages = new Set(
  Object.keys(metafile.inputs).flatMap(
    (path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [],
  ),
);
const notices = [...packages].sort().map((name) => {
  const folder = join(root, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((f) => /^licen[cs]e/i.test(f));
  const text = file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  return `${name} ${version} (${license})\n${text}`;
});
writeFileSync(join(outdir, 'THIRD-PARTY.txt'), notices.join(`\n${'-'.repeat(80)}\n`));

function isFresh(): boolean {
  // written last, so an interrupted build is never taken for a whole one
  const built = statSync(join(outdir, 'THIRD-PARTY.txt'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ['bin', 'lib'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, String(name))),
  );
  return ['package.json', 'package-lock.json', ...sources].every(
    (name) => statSync(join(root, name)).mtimeMs < built,
  );
}
