import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FOUR_DAYS, SmallPipeline } from './small-pipeline.ts';

let place: SmallPipeline;
beforeEach(async () => {
  place = new SmallPipeline();
  await place.write(FOUR_DAYS);
});
afterEach(() => place.remove());

const IS_ROOT = process.getuid?.() === 0;

/**
 * A disk of 4 MiB in a mount namespace of its own, published to once; then, with less and less room left, a run over
 * changed data, and one after room was made. Each line of the log: room in KiB, both exit codes.
 */
const SCRIPT = `
set -u
mount -t tmpfs -o size=4m none "$DISK" || exit 97
cd "$PROJECT"
"$@" --root "$DISK" --end 2001-01-03 >"$OUT/first.out" 2>"$OUT/first.err" || exit 98
mv "$OUT/late.parquet" "$SOURCE/late.parquet"
before=$(readlink -f "$DISK/lake/small/days")
for room in $ROOMS; do
  free=$(df --output=avail -k "$DISK" | tail -1)
  head -c $(( (free - room) * 1024 )) /dev/zero >"$DISK/filler"
  "$@" --root "$DISK" >"$OUT/full-$room.out" 2>"$OUT/full-$room.err"
  code=$?
  seen=$(readlink -f "$DISK/lake/small/days")
  files=$(find "$seen/" -name '*.parquet' | wc -l)
  rm "$DISK/filler"
  echo "$room $code $([ "$seen" = "$before" ] && echo old || echo new) $files"
done
"$@" --root "$DISK" >"$OUT/last.out" 2>"$OUT/last.err"
echo "end $?"
`;

test('on a disk that is full a run says so and ends with 2, readers keep what they had, and the next run goes on', async () => {
  const disk = join(place.root, 'disk');
  mkdirSync(disk);
  await place.write([{ day: '2001-01-01', rows: 1 }], 'late');
  const from = join(place.source, 'late.parquet');
  writeFileSync(join(place.root, 'late.parquet'), readFileSync(from));
  const script = join(place.root, 'disk.sh');
  writeFileSync(script, SCRIPT);
  const names = `export DISK='${disk}' OUT='${place.root}' SOURCE='${place.source}' PROJECT="$PWD" ROOMS='0 4 16 40 64 96'`;
  const namespace = IS_ROOT ? 'unshare -m' : 'unshare -rm';
  const ended = place.within(
    `${names}; rm '${from}'; ${namespace} bash '${script}' "$@"`,
    'run',
    'small/days',
  );
  expect(ended, 'a mount namespace (unshare, from util-linux) is needed').toMatchObject({ code: 0 });
  const lines = ended.stdout.trim().split('\n');
  expect(lines).toHaveLength(7);
  expect(lines.at(-1), ended.stdout).toBe('end 0');
  let full = 0;
  for (const line of lines.slice(0, -1)) {
    const [room, code, seen, files] = line.split(' ');
    expect(['2 old 2', '0 new 4'], `with ${room} KiB left`).toContain(`${code} ${seen} ${files}`);
    if (code !== '2') continue;
    full += 1;
    const said = readFileSync(join(place.root, `full-${room}.err`), 'utf8');
    expect(said).toMatch(/error SLU-\d{3}: /);
    expect(said).toMatch(/full|space|room/i);
    expect(said).not.toMatch(/\n\s+at .*\.ts:\d+/);
  }
  expect(full).toBeGreaterThan(2);
});

/** Root is stopped by no permission: the command runs as nobody. */
const asNobody = (...args: readonly string[]) =>
  IS_ROOT
    ? place.within('exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"', ...args)
    : place.sluice(...args);

test.each([
  ['the folder of the lake', () => chmodSync(place.root, 0o555), 'SLU-521'],
  ['a contract', () => chmodSync(join(place.folder, 'days.odcs.yaml'), 0o000), 'days.odcs.yaml'],
  ['the source', () => chmodSync(join(place.source, 'all.parquet'), 0o000), 'all.parquet'],
])('without permission for %s a run says so and ends with 2, and nothing is written', (_, forbid, said) => {
  chmodSync(place.root, 0o755);
  if (said !== 'SLU-521') chmodSync(place.root, 0o777);
  forbid();
  const ended = asNobody('run', 'small/days');
  chmodSync(place.root, 0o755);
  expect({ code: ended.code, stdout: ended.stdout }, ended.stderr).toEqual({ code: 2, stdout: '' });
  expect(ended.stderr).toMatch(/error SLU-\d{3}: /);
  expect(ended.stderr).toContain(said);
  expect(ended.stderr).not.toMatch(/\n\s+at .*\.ts:\d+/);
  expect(place.sluice('path', 'small/days').code).toBe(2);
});
