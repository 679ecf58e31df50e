import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

/**
 * Bundles the command line for start-up: one file with everything but DuckDB's native library, which only a scan
 * loads, and two small ones that load it; the functions that Lambda runs; and the constructs, for apps of others.
 * Beside them stands what the licences of the bundled packages ask for.
 * With --if-changed it builds only what is older than its sources.
 */
const root = resolve(import.meta.dirname, '..');
const outdir = join(root, 'dist');
if (process.argv.includes('--if-changed') && isFresh()) process.exit(0);
const { build } = await import('esbuild');
rmSync(outdir, { recursive: true, force: true });
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22',
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: true,
  sourcesContent: false,
  outdir,
  // its build for browsers is the same code as modules, and does not ask the environment about every token
  alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
  logLevel: 'warning',
} as const;
// CommonJS, which V8 can be asked to keep compiled; modules are only begun when a command imports them
const { metafile } = await build({
  ...common,
  entryPoints: ['lib/cli/main.ts'],
  format: 'cjs',
  // DuckDB's native library, and clients that only an environment on AWS needs: loaded where they are asked for
  external: ['@duckdb/node-bindings', '@aws-sdk/*'],
  define: { SOURCES: JSON.stringify(hashOfSources()) },
  metafile: true,
  entryNames: '[name]-[hash]',
  outExtension: { '.js': '.cjs' },
});
const main = Object.keys(metafile.outputs).find((name) => name.endsWith('.cjs')) ?? '';
await build({
  ...common,
  entryPoints: ['bin/launch.ts'],
  format: 'cjs',
  define: { MAIN_FILE: JSON.stringify(basename(main)) },
  outExtension: { '.js': '.cjs' },
});
await build({
  ...common,
  entryPoints: { sluice: 'bin/installed.ts' },
  format: 'esm',
  outExtension: { '.js': '.mjs' },
});

const functions = await buildFunctions();
const constructs = await buildConstructs();

const packages = new Set(
  [
    ...Object.keys(metafile.inputs),
    ...Object.keys(functions.inputs),
    ...Object.keys(constructs.inputs),
  ].flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
);
const notices = [...packages].sort().map((name) => {
  const folder = join(root, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((f) => /^licen[cs]e/i.test(f));
  const text = file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  return `${name} ${version} (${license})\n${text}`;
});
writeFileSync(join(outdir, 'THIRD-PARTY.txt'), notices.join(`\n${'-'.repeat(80)}\n`));

/** What Lambda runs: one folder a function, with all that it needs and nothing else. */
async function buildFunctions() {
  const folder = join(root, 'functions');
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'handler.ts')));
  const built = await build({
    ...common,
    entryPoints: Object.fromEntries(
      names.map((name) => [`functions/${name}/index`, `functions/${name}/handler.ts`]),
    ),
    format: 'esm',
    target: 'node24',
    sourcemap: false,
    // packages that are modules and CommonJS: modules, of which only what is used is taken
    mainFields: ['module', 'main'],
    // what is CommonJS all the same asks for built-in modules
    banner: {
      js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    },
    outExtension: { '.js': '.mjs' },
    metafile: true,
  });
  return built.metafile;
}

/**
 * What `sluice/cdk` is: CommonJS, as CDK itself is, so that an app of either kind has one copy of it. Its types are
 * those files alone that the entry names: what is internal is left out, and nothing needs to be resolved.
 */
async function buildConstructs() {
  const folder = join(outdir, 'cdk');
  const built = await build({
    ...common,
    outdir: folder,
    entryPoints: ['lib/infra/index.ts'],
    format: 'cjs',
    // a stack trace shows the line that threw
    minifySyntax: false,
    minifyWhitespace: false,
    sourcemap: false,
    external: ['aws-cdk-lib', 'constructs'],
    define: { 'import.meta.dirname': '__dirname' },
    metafile: true,
  });
  writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}\n');
  execFileSync(process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    ...['--project', join(root, 'lib/infra/tsconfig.types.json'), '--outDir', folder],
  ]);
  for (const name of readdirSync(folder, { recursive: true }).map(String)) {
    const path = join(folder, name);
    if (name.endsWith('.d.ts'))
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'"));
  }
  return built.metafile;
}

/** Files, and the folders that change when a file goes. */
function sources(): readonly string[] {
  const files = ['bin', 'lib', 'functions'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, String(name))),
  );
  return ['package.json', 'package-lock.json', ...files.sort()];
}

function hashOfSources(): string {
  const sum = createHash('sha256');
  for (const name of sources()) {
    if (/\.(ts|json)$/.test(name)) sum.update(name).update(readFileSync(join(root, name)));
  }
  return sum.digest('hex');
}

function isFresh(): boolean {
  // written last, so an interrupted build is never taken for a whole one
  const built = statSync(join(outdir, 'THIRD-PARTY.txt'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return sources().every((name) => statSync(join(root, name)).mtimeMs < built);
}
