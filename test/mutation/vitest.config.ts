import { defineConfig } from 'vitest/config';
import { CheapFirst } from './cheap-first.ts';

/**
 * The tests that hold the pure core without an engine and without whole processes: what mutation testing runs again
 * and again. The cases that ask a real engine would notice a few more, at many times the price.
 */
export default defineConfig({
  test: {
    include: ['test/core/{checks,gate,publish}/**/*.test.ts', 'test/docs/checks.test.ts'],
    exclude: ['test/core/checks/cases.test.ts', 'test/core/checks/samples.test.ts'],
    setupFiles: ['test/setup.ts'],
    isolate: false,
    sequence: { sequencer: CheapFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
