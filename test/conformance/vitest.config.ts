import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The suite against real engines: `npm run test:conformance`. */
export default defineConfig({
  test: {
    root: resolve(import.meta.dirname, '../..'),
    include: ['test/conformance/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    globalSetup: ['test/conformance/stack/global-setup.ts', 'test/conformance/verdict/closing-table.ts'],
    reporters: process.env.CI
      ? ['default', ['json', { outputFile: 'reports/conformance.json' }]]
      : ['default'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    maxWorkers: 2,
  },
});
