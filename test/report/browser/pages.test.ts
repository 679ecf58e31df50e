import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { indexPage } from '../../../lib/report/html/index-page.ts';
import { failedPage, runPage } from '../../../lib/report/html/run-page.ts';
import type { ListedRun } from '../../../lib/steps/report/report-data.ts';
import { day, days, hostileData, reportData } from '../html/report-data.ts';
import { browserPath, isDemanded, openBrowser } from './open-browser.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 375, height: 812 };

const listed: ListedRun = {
  runId: 'r1',
  dataset: 'aviation/flights',
  window: { start: '2001-01-01T00:00:00Z', end: '2001-02-01T00:00:00Z' },
  mode: 'enforce',
  state: 'failed',
  user: 'ada',
  at: '2026-01-01T06:00:00Z',
};
const PAGES: Readonly<Record<string, string>> = {
  run: runPage(reportData(), { index: 'index.html' }),
  warned: runPage(
    reportData({
      policy: 'ALWAYS',
      partitions: [...days(4), day(4, -60, { decision: 'publishWithFailures' })],
    }),
  ),
  hostile: runPage(hostileData()),
  failed: failedPage({
    ...{ reportVersion: 1, runId: 'r1', dataset: 'd', pipeline: 'p', window: listed.window, mode: 'enforce' },
    ...{ state: 'failed', by: { user: 'ada', commit: null, tool: 't' }, at: listed.at },
    issues: [{ code: 'SLU-520', severity: 'error', params: { file: 'x' } }],
  }),
  index: indexPage([listed, { ...listed, runId: 'r2', state: 'started' }], new Map([['r1', 'run.html']])),
};
const NAMES = Object.keys(PAGES);

const folder = mkdtempSync(join(tmpdir(), 'sluice-pages-'));
for (const [name, text] of Object.entries(PAGES)) writeFileSync(join(folder, `${name}.html`), text);

let browser: Browser;

/** Everything that a page did besides being shown. */
interface Opened {
  readonly page: Page;
  readonly noise: readonly string[];
}

async function open(name: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  const page = await context.newPage();
  const noise: string[] = [];
  const url = pathToFileURL(join(folder, `${name}.html`)).href;
  page.on('console', (m) => noise.push(`console: ${m.text()}`));
  page.on('pageerror', (e) => noise.push(`error: ${e.message}`));
  page.on('dialog', (d) => {
    noise.push(`dialog: ${d.message()}`);
    void d.dismiss();
  });
  page.on('request', (r) => {
    if (r.url() !== url && !r.url().startsWith('data:')) noise.push(`request: ${r.url()}`);
  });
  await page.goto(url);
  return { page, noise };
}

// what runs inside the page is text: the types of this project know no document
const openAll = (page: Page): Promise<unknown> =>
  page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })");

const REACHED = `[...document.querySelectorAll('a[href], summary, [tabindex="0"]')]`;
const WIDTHS = `({
  page: document.documentElement.scrollWidth,
  screen: window.innerWidth,
  trapped: [...document.querySelectorAll('.scroll, pre')].filter(
    (e) => e.scrollWidth > e.clientWidth && e.getAttribute('tabindex') !== '0').length,
})`;
const FOCUSED = `(() => {
  const e = document.activeElement;
  if (e === null || e === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(e);
  return { place: ${REACHED}.indexOf(e), outline: outlineStyle + ' ' + outlineWidth };
})()`;
const SHOWN = `${REACHED}.filter((e) => e.checkVisibility()
  && !e.matches('details:not([open]) > :not(summary) *')).length`;

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const found: AxeResults = await page.evaluate('axe.run(document)');
  return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html} ${n.failureSummary ?? ''}`));
}

describe.skipIf(browserPath === undefined && !isDemanded)('pages in a browser', () => {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  describe.each(NAMES)('%s', (name) => {
    test('opens without an error, and asks for nothing', async () => {
      const { page, noise } = await open(name);
      expect(await page.locator('h1').count()).toBe(1);
      expect(noise).toEqual([]);
    });

    test.each([
      ['light', WIDE],
      ['dark', NARROW],
      ...(name === 'run'
        ? ([
            ['dark', WIDE],
            ['light', NARROW],
          ] as const)
        : []),
    ] as const)('axe finds nothing to mend, %s, %o', async (colorScheme, viewport) => {
      const { page } = await open(name, { colorScheme, viewport });
      await openAll(page);
      expect(await violations(page)).toEqual([]);
    });

    test('fits wide and narrow screens; what is wider scrolls by itself', async () => {
      const { page } = await open(name);
      await openAll(page);
      for (const width of [1280, 375, 320]) {
        await page.setViewportSize({ width, height: 800 });
        const widths: unknown = await page.evaluate(WIDTHS);
        expect(widths).toEqual({ page: width, screen: width, trapped: 0 });
      }
    });

    test('the same text is there without JavaScript', async () => {
      const { page } = await open(name);
      const plain = await open(name, { javaScriptEnabled: false });
      const words = await page.locator('body').innerText();
      expect(words.length).toBeGreaterThan(100);
      expect(await plain.page.locator('body').innerText()).toBe(words);
    });

    test('the keyboard reaches every link and everything that opens, and shows where it is', async () => {
      const { page } = await open(name);
      const wanted: number = await page.evaluate(SHOWN);
      const seen = new Set<number>();
      for (let i = 0; i < wanted; i++) {
        await page.keyboard.press('Tab');
        const at: { place: number; outline: string } | null = await page.evaluate(FOCUSED);
        expect(at?.outline).toBe('solid 3px');
        seen.add(at?.place ?? -1);
      }
      expect(seen.size).toBe(wanted);
    });
  });

  test('a plot marks the bad day where people look for it', async () => {
    const { page } = await open('run');
    const [cross, line] = [
      page.locator('.plots path.fails').first(),
      page.locator('.plots path.line').first(),
    ];
    const [mark, plot] = [await cross.boundingBox(), await line.boundingBox()];
    expect(mark?.width).toBeGreaterThan(6);
    // the thirteenth of forty days
    const share = ((mark?.x ?? 0) + 4 - (plot?.x ?? 0)) / (plot?.width ?? 1);
    expect(share).toBeGreaterThan(0.28);
    expect(share).toBeLessThan(0.34);
    expect(await page.locator('.plots text.label').allTextContents()).toEqual([
      '13 Jan: −212',
      '28 Jan: −1,116',
    ]);
  });

  test('Enter opens what is folded, and a link leads to its heading', async () => {
    const { page } = await open('run');
    await page.locator('summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('details[open]').count()).toBe(1);
    await page.locator('nav a[href="#cost"]').click();
    expect(await page.locator('#cost').isVisible()).toBe(true);
    expect(page.url()).toMatch(/#cost$/);
  });

  test('what somebody wrote into a contract or a cell runs nothing and hides nothing', async () => {
    const { page, noise } = await open('hostile');
    await openAll(page);
    expect(noise).toEqual([]);
    expect(await page.locator('script, img, iframe, object').count()).toBe(0);
    expect(await page.locator('body').innerText()).toContain('<script>alert(1)</script>');
    expect(await page.locator('footer').isVisible()).toBe(true);
  });
});
