import { defineConfig } from 'vitest/config';

/** The tests that hold the pure core, without whole processes: what mutation testing runs again and again. */
export default defineConfig({
  test: {
    include: ['test/core/{checks,gate,publish}/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
