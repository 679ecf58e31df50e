import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildOnce } from './obtain/cache.ts';
import { fetchJars, parseLock, placeJars } from './obtain/jars.ts';
import { findJava } from './obtain/java.ts';
import { findPython } from './obtain/python.ts';
import { mavenRepository, mirrorIn } from './obtain/repository.ts';
import { JAR_LOCKS } from './versions.ts';

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-obtain-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function repository(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const jar = (path: string, body: string) => ({
  path,
  sha256: createHash('sha256').update(body).digest('hex'),
});

function jdk(home: string, version: string): string {
  mkdirSync(join(home, 'bin'), { recursive: true });
  writeFileSync(join(home, 'bin/javac'), '');
  writeFileSync(join(home, 'release'), `IMPLEMENTOR="any"\nJAVA_VERSION="${version}"\n`);
  return home;
}

test('fetches each locked jar once, whichever lists it stands in', async () => {
  const asked: string[] = [];
  const url = await repository((request, response) => {
    asked.push(request.url ?? '');
    response.end(request.url);
  });
  const store = join(temporary(), 'store');
  const jars = ['/a/one.jar', '/b/two.jar', '/a/one.jar'].map((path) => jar(path.slice(1), path));
  await fetchJars(jars, store, url);
  await fetchJars(jars, store, url);
  expect(asked.sort()).toEqual(['/a/one.jar', '/b/two.jar']);
  const folder = join(temporary(), 'lib');
  placeJars(jars.slice(0, 2), store, folder);
  expect(readFileSync(join(folder, 'two.jar'), 'utf8')).toBe('/b/two.jar');
});

test('another content than the locked one is refused and leaves nothing', async () => {
  const url = await repository((_, response) => void response.end('something else'));
  const store = join(temporary(), 'store');
  await expect(fetchJars([jar('a.jar', 'the right one')], store, url)).rejects.toThrow(
    /a\.jar could not be had \(has SHA-256 \w+, the lock says/,
  );
  expect(readdirSync(store)).toEqual([]);
});

test('a download that is cut is taken up again', async () => {
  let times = 0;
  const url = await repository((_, response) => {
    times += 1;
    response.writeHead(200, { 'content-length': 5 });
    if (times > 1) response.end('whole');
    else response.write('who', () => response.destroy());
  });
  const store = join(temporary(), 'store');
  await fetchJars([jar('a.jar', 'whole')], store, url);
  expect(times).toBe(2);
  expect(readdirSync(store)).toHaveLength(1);
});

test('a folder of the cache is whole or not there', async () => {
  const folder = join(temporary(), 'part');
  const fails = buildOnce(folder, (draft) => {
    writeFileSync(join(draft, 'half'), '');
    throw new Error('cut');
  });
  await expect(fails).rejects.toThrow('cut');
  expect(readdirSync(join(folder, '..'))).toEqual([]);
  await Promise.all(
    [1, 2].map((n) => buildOnce(folder, (draft) => writeFileSync(join(draft, 'whole'), `${n}`))),
  );
  expect(readdirSync(folder)).toEqual(['whole']);
  expect(readdirSync(join(folder, '..'))).toEqual(['part']);
});

test('takes the first JDK that is new enough', () => {
  const folder = temporary();
  const [old, fit, newer] = ['17.0.2', '25.0.1', '26'].map((version) => jdk(join(folder, version), version));
  expect(findJava({ JAVA_HOME: old }, [old, fit, newer].map(String))).toEqual({ home: fit, version: 25 });
  expect(findJava({ JAVA25_HOME: newer, JAVA_HOME: fit }, []).version).toBe(26);
});

test('says in a sentence what to install where Java or Python is missing', () => {
  const folder = temporary();
  const env = { PATH: folder, JAVA_HOME: jdk(join(folder, 'old'), '17.0.2') };
  expect(() => findJava(env, [])).toThrow(/needs a JDK 25, and none is here: install Temurin 25/);
  expect(() => findPython(env)).toThrow(/needs Python 3\.10 or newer with venv .*install it/);
});

test('follows the mirror that Maven settings name for Central', () => {
  const settings = `<settings><!-- <mirror><mirrorOf>*</mirrorOf><url>https://no.example</url></mirror> -->
    <mirrors><mirror><mirrorOf>other</mirrorOf><url>https://other.example</url></mirror>
    <mirror><id>m</id><mirrorOf>external:*,!apache</mirrorOf><url> https://mirror.example/maven/ </url></mirror></mirrors>
  </settings>`;
  expect(mirrorIn(settings)).toBe('https://mirror.example/maven');
  expect(mirrorIn(settings.replace('!apache', '!central'))).toBeUndefined();
  expect(mavenRepository({ SLUICE_MAVEN_REPOSITORY: 'https://mine.example/' })).toBe('https://mine.example');
});

test('the locks hold every jar with its sum, and every Python package with its hashes', () => {
  const locks = join(import.meta.dirname, 'locks');
  for (const name of JAR_LOCKS) {
    expect(parseLock(readFileSync(join(locks, `${name}.sha256`), 'utf8')).length).toBeGreaterThan(80);
  }
  const packages = readFileSync(join(locks, 'moto.txt'), 'utf8').split(/\n(?=\S)/);
  expect(packages.length).toBeGreaterThan(20);
  for (const text of packages) expect(text).toMatch(/^[\w.-]+==[\w.]+ [\s\S]*--hash=sha256:[0-9a-f]{64}/);
});
