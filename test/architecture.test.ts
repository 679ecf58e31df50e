import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = ['bin', 'lib', 'functions'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && e.name.endsWith('.ts'))
    .map((e) => relative(ROOT, join(e.parentPath, e.name))),
);

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const IMPORT =
  /(?:^|\n)\s*(import|export)(\s+type)?\s[^;'"]*?from\s+'([^']+)'|import\('([^']+)'\)|(?:^|\n)import\s+'([^']+)'/g;

function importsOf(file: string): readonly { readonly spec: string; readonly typeOnly: boolean }[] {
  return [...textOf(file).matchAll(IMPORT)].map((m) => ({
    spec: m[3] ?? m[4] ?? m[5] ?? '',
    typeOnly: m[2] !== undefined,
  }));
}

const own: readonly Import[] = files.flatMap((from) =>
  importsOf(from)
    .filter(({ spec }) => spec.startsWith('.'))
    .map(({ spec, typeOnly }) => ({
      from,
      to: relative(ROOT, resolve(ROOT, dirname(from), spec)),
      typeOnly,
    })),
);

/**
 * The rooms of `lib/steps`, in the order in which they build on each other: none imports one that stands below it in
 * this list. Only what drives the steps (`lib/steps` itself) sees all of them.
 */
const STEP_ROOMS = [
  'lib/steps/state',
  'lib/steps/files',
  'lib/steps/gate',
  'lib/steps/request',
  'lib/steps/candidate',
  'lib/steps/plan',
  'lib/steps/publish',
  'lib/steps/record',
  'lib/steps/sample',
  'lib/steps/check',
  'lib/steps/report',
  'lib/steps/execution',
] as const;

/** The room that a file belongs to: the first name that its path begins with. */
const ROOMS = [
  'lib/core/values',
  'lib/core/sql',
  'lib/core/contract',
  'lib/core/checks',
  'lib/core/footers',
  'lib/core/gate',
  'lib/core/publish',
  'lib/core/pipeline',
  'lib/core/environment',
  'lib/core/notify',
  'lib/core/lineage',
  'lib/core/ports.ts',
  ...STEP_ROOMS,
  'lib/steps',
  'lib/platform/local',
  'lib/platform/aws',
  'lib/platform/channels',
  'lib/report',
  'lib/infra',
  'lib/cli',
  'functions',
  'bin',
] as const;
type Room = (typeof ROOMS)[number];

function roomOf(file: string): Room | undefined {
  return ROOMS.find((r) => file === r || file.startsWith(`${r}/`));
}

const BASE: readonly Room[] = ['lib/core/values'];
const LOW: readonly Room[] = [...BASE, 'lib/core/sql', 'lib/core/contract'];
const MIDDLE: readonly Room[] = [...LOW, 'lib/core/checks'];
const CORE: readonly Room[] = [
  ...MIDDLE,
  'lib/core/footers',
  'lib/core/gate',
  'lib/core/publish',
  'lib/core/pipeline',
  'lib/core/environment',
  'lib/core/notify',
  'lib/core/lineage',
  'lib/core/ports.ts',
];
const ALL: readonly Room[] = ROOMS.filter((r) => r !== 'lib/infra');

/** Beside itself, a room may import only these. */
const MAY_IMPORT: Readonly<Record<Room, readonly Room[]>> = {
  'lib/core/values': [],
  'lib/core/sql': BASE,
  'lib/core/contract': BASE,
  'lib/core/checks': LOW,
  'lib/core/footers': MIDDLE,
  'lib/core/gate': MIDDLE,
  'lib/core/publish': MIDDLE,
  'lib/core/pipeline': MIDDLE,
  'lib/core/environment': LOW,
  'lib/core/notify': [...MIDDLE, 'lib/core/gate', 'lib/core/publish'],
  'lib/core/lineage': [...MIDDLE, 'lib/core/gate', 'lib/core/publish', 'lib/core/environment'],
  'lib/core/ports.ts': CORE,
  'lib/steps/state': CORE,
  'lib/steps/files': CORE,
  'lib/steps/gate': [...CORE, 'lib/steps/state'],
  'lib/steps/request': [...CORE, 'lib/steps/state', 'lib/steps/files'],
  'lib/steps/candidate': [...CORE, 'lib/steps/state', 'lib/steps/files', 'lib/steps/gate'],
  'lib/steps/plan': [...CORE, 'lib/steps/state', 'lib/steps/files', 'lib/steps/gate', 'lib/steps/candidate'],
  'lib/steps/publish': [...CORE, 'lib/steps/state'],
  'lib/steps/record': [...CORE, 'lib/steps/state'],
  'lib/steps/sample': [...CORE, 'lib/steps/state', 'lib/steps/gate'],
  'lib/steps/check': [...CORE, 'lib/steps/state', 'lib/steps/files', 'lib/steps/gate', 'lib/steps/sample'],
  'lib/steps/report': [...CORE, 'lib/steps/state', 'lib/steps/sample', 'lib/steps/check'],
  'lib/steps/execution': [...CORE, 'lib/steps/state', 'lib/steps/request'],
  'lib/steps': [...CORE, ...STEP_ROOMS],
  'lib/platform/local': CORE,
  'lib/platform/aws': CORE,
  'lib/platform/channels': CORE,
  'lib/report': [...CORE, 'lib/steps/state', 'lib/steps/plan', 'lib/steps/report'],
  'lib/infra': [...CORE, 'lib/steps', 'lib/steps/request', 'lib/steps/execution', 'lib/platform/local'],
  'lib/cli': ALL,
  functions: ALL,
  bin: [...ALL, 'lib/infra'],
};

/** Types alone, each with its reason. */
const TYPES_ALLOWED: readonly { readonly from: Room; readonly to: Room; readonly why: string }[] = [
  {
    from: 'lib/core/publish',
    to: 'lib/core/ports.ts',
    why: 'the law is written against the ledger and the publisher',
  },
  { from: 'lib/core/publish', to: 'lib/core/gate', why: 'a judgement on record holds the verdict' },
  { from: 'lib/core/publish', to: 'lib/core/notify', why: 'what was told is on record by its name' },
];

const allowed = ({ from, to, typeOnly }: Import): boolean => {
  const [a, b] = [roomOf(from), roomOf(to)];
  if (to === 'package.json') return from === 'lib/platform/local/version.ts';
  if (a === undefined || b === undefined) return false;
  if (a === b || MAY_IMPORT[a].includes(b)) return true;
  return typeOnly && TYPES_ALLOWED.some((t) => t.from === a && t.to === b);
};

test('every file belongs to a room', () => {
  expect(files.filter((f) => roomOf(f) === undefined)).toEqual([]);
  expect(files.length).toBeGreaterThan(100);
  expect(own.length).toBeGreaterThan(400);
});

test('rooms import only what the table allows', () => {
  expect(own.filter((i) => !allowed(i)).map((i) => `${i.from} -> ${i.to}`)).toEqual([]);
});

test('no room of the steps imports one that comes after it', () => {
  const order: readonly Room[] = [...STEP_ROOMS, 'lib/steps'];
  const back = STEP_ROOMS.flatMap((room, i) =>
    MAY_IMPORT[room].filter((to) => order.indexOf(to) >= i).map((to) => `${room} -> ${to}`),
  );
  expect(back).toEqual([]);
});

test('imports of ours name the file with its ending', () => {
  const loose = files.flatMap((f) =>
    importsOf(f)
      .filter(({ spec }) => spec.startsWith('.') && !/\.(ts|json)$/.test(spec))
      .map(({ spec }) => `${f}: ${spec}`),
  );
  expect(loose).toEqual([]);
});

test('nothing imports itself through others', () => {
  const next = Map.groupBy(
    own.filter((i) => !i.typeOnly),
    (i) => i.from,
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (done.has(file) || path.includes(file)) return;
    for (const { to } of next.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

test('the core touches neither the world nor a clock', () => {
  const WORLD = /from 'node:(?!crypto)|@aws-sdk|@duckdb|process\.env|Date\.now\(|new Date\(\)|Math\.random/;
  expect(files.filter((f) => f.startsWith('lib/core/') && WORLD.test(textOf(f)))).toEqual([]);
});

test('a local command loads nothing of AWS: its SDK stays in its room, and that room behind an import()', () => {
  const sdk = files.filter((f) => importsOf(f).some(({ spec }) => spec.startsWith('@aws-sdk/')));
  expect(sdk.filter((f) => !/^(lib\/platform\/aws|functions|bin\/aws-smoke)\//.test(f))).toEqual([]);
  expect(sdk).not.toEqual([]);
  const loading = /(?:^|\n)\s*import\s(?!type\s)[^;'"]*?from\s+'[^']*platform\/aws\//;
  const door = 'lib/cli/aws-services.ts';
  expect(files.filter((f) => f.startsWith('lib/cli/') && f !== door && loading.test(textOf(f)))).toEqual([]);
  const opened = own.filter((i) => i.to === door && !i.typeOnly).map((i) => textOf(i.from));
  expect(opened.filter((text) => /from '[^']*aws-services\.ts'/.test(text))).toEqual([]);
  expect(opened).not.toEqual([]);
});

test('no file has outgrown a reader', () => {
  expect(files.filter((f) => textOf(f).split('\n').length > 330)).toEqual([]);
});
