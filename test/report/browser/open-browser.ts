import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
  process.env.SLUICE_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Where a browser is on this machine. */
export const browserPath = PLACES.find((p): p is string => p !== undefined && p !== '' && existsSync(p));

export const INSTALL =
  'there is no Chromium: `apt-get install --no-install-recommends chromium fonts-dejavu-core`, or name one in SLUICE_CHROMIUM';

/** In CI a browser has to be there: without one these tests fail. Elsewhere it is a choice, and they are left out by name. */
export const isDemanded = Boolean(process.env.CI);

if (browserPath === undefined && !isDemanded) {
  process.stderr.write(`the tests of pages in a browser are left out: ${INSTALL}\n`);
}

export async function openBrowser(): Promise<Browser> {
  if (browserPath === undefined) throw new Error(INSTALL);
  return chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}
