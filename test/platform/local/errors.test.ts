import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { IssueCode } from '../../../lib/core/contract/issue.ts';
import { wordingOf } from '../../../lib/core/contract/messages/index.ts';
import { PlatformError } from '../../../lib/core/contract/platform-error.ts';
import { errnoOf, ioError, sqliteError } from '../../../lib/platform/local/errors.ts';

const errno = (code: string) => Object.assign(new Error(`${code}: no luck`), { code, errno: -1 });
const sqlite = (errcode: number) =>
  Object.assign(new Error('no luck'), { code: 'ERR_SQLITE_ERROR', errcode });

describe('an error of the system', () => {
  it.each<[string, IssueCode, 2 | 3]>([
    ['ENOSPC', 'SLU-520', 2],
    ['EDQUOT', 'SLU-520', 2],
    ['EACCES', 'SLU-521', 2],
    ['EPERM', 'SLU-521', 2],
    ['EROFS', 'SLU-522', 2],
    ['ENOENT', 'SLU-523', 2],
    ['ENOTDIR', 'SLU-524', 2],
    ['ENAMETOOLONG', 'SLU-525', 2],
    ['EIO', 'SLU-526', 3],
    ['EMFILE', 'SLU-526', 3],
  ])('%s becomes %s, exit code %i, with file, sentence and cause', (code, expected, exitCode) => {
    const cause = errno(code);
    const worded = ioError(cause, 'lake/a/b');
    expect(worded).toBeInstanceOf(PlatformError);
    expect(worded).toMatchObject({
      issue: { code: expected, params: { file: 'lake/a/b' } },
      exitCode,
      cause,
    });
    expect(worded).toHaveProperty('message', expect.stringContaining('lake/a/b'));
  });

  it.each<[number, IssueCode, 2 | 3]>([
    [13, 'SLU-520', 2],
    [26, 'SLU-511', 2],
    [11, 'SLU-513', 2],
    [267, 'SLU-513', 2],
    [8, 'SLU-521', 2],
    [14, 'SLU-512', 2],
    [5, 'SLU-514', 3],
    [10, 'SLU-515', 3],
    [778, 'SLU-515', 3],
  ])('of SQLite, result %i, becomes %s, exit code %i', (errcode, code, exitCode) => {
    expect(sqliteError(sqlite(errcode), 'l')).toMatchObject({ issue: { code }, exitCode });
  });

  it('of the program itself is passed through, and what is worded is not worded again', () => {
    const bug = new TypeError('bug');
    const worded = ioError(errno('EIO'), 'a');
    expect([ioError(bug, 'a'), sqliteError(bug, 'a'), ioError(worded, 'b')]).toEqual([bug, bug, worded]);
    expect(errnoOf(bug)).toBeUndefined();
  });

  it('is the same for the real thing', () => {
    const thrown = (act: () => unknown): unknown => {
      try {
        return act();
      } catch (cause) {
        return ioError(cause, 'x');
      }
    };
    expect(thrown(() => readFileSync('/nowhere/at/all'))).toMatchObject({ issue: { code: 'SLU-523' } });
    expect(thrown(() => writeFileSync('/dev/full', 'x'))).toMatchObject({
      issue: { code: 'SLU-520' },
      exitCode: 2,
    });
  });
});

it('every code of the platform has a title, a sentence, a remedy and an explanation without holes', () => {
  const params = new Proxy<Record<string, string>>({}, { get: (_, name) => `<${String(name)}>` });
  for (let n = 500; n < 560; n++) {
    const wording = wordingOf(`SLU-${n}`);
    if (!wording) continue;
    for (const text of [
      wording.title,
      wording.sentence(params),
      wording.remedy(params),
      wording.explanation,
    ]) {
      expect(text, `SLU-${n}`).toMatch(/^\S.+[^\s]$/s);
    }
    expect(wording.sentence(params), `SLU-${n}`).toMatch(/\.$/);
  }
});
