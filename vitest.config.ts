import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/conformance/**'], // they need real engines: npm run test:conformance
    setupFiles: ['test/setup.ts'],
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'reports/vitest.json' }]] : ['default'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2, // vitest leaves one core free: half the speed where there are two
    coverage: {
      provider: 'v8',
      include: ['lib/core/**'],
      reporter: ['text-summary', 'json-summary', 'html'],
    },
  },
});
