import { defineConfig } from 'vitest/config';

const database = '**/*.{db,server}.test.{ts,tsx}';
const shared = {
  oxc: { jsx: { runtime: 'automatic' as const, importSource: 'hono/jsx' } },
};

// `unit` is everything without a browser, on PGlite; `postgres` the database tests on a server,
// with those of real connections at once (`*.server.test.ts`); `browser` the journeys.
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'checks/**/*.test.{ts,tsx}', 'scenarios/**/*.test.{ts,tsx}'],
          exclude: ['**/*.server.test.{ts,tsx}'],
          globalSetup: ['src/platform/testing/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'postgres',
          include: [`src/${database}`, `checks/${database}`, `scenarios/${database}`],
          globalSetup: ['src/platform/testing/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'browser',
          include: ['e2e/**/*.e2e.test.{ts,tsx}'],
          globalSetup: ['e2e/global-setup.ts'],
          // A browser on a busy machine may be late once; a fault is there twice.
          retry: 1,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
