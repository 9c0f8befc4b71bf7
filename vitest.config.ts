import { defineConfig } from 'vitest/config';

const database = '**/*.{db,server}.test.{ts,tsx}';
const shared = {
  oxc: { jsx: { runtime: 'automatic' as const, importSource: 'hono/jsx' } },
};

/** Generous: on a machine that is busy with other things a test is late, not wrong. */
const patience = { testTimeout: 180_000, hookTimeout: 180_000 };

// `unit` is everything without a browser, on PGlite; `postgres` the database tests on a server,
// with those of real connections at once (`*.server.test.ts`); `browser` the journeys.
// All files stand in one queue for two workers, so that both cores have work until the end. Those without a browser share what they
// import: each opens a database of its own, and reading the modules anew for every file would take a third of the time.
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          isolate: false,
          include: ['src/**/*.test.{ts,tsx}', 'checks/**/*.test.{ts,tsx}', 'scenarios/**/*.test.{ts,tsx}'],
          exclude: ['**/*.server.test.{ts,tsx}'],
          globalSetup: ['src/platform/testing/global-setup.ts'],
          ...patience,
        },
      },
      {
        ...shared,
        test: {
          name: 'postgres',
          isolate: false,
          include: [`src/${database}`, `checks/${database}`, `scenarios/${database}`],
          globalSetup: ['src/platform/testing/global-setup.ts'],
          ...patience,
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
          ...patience,
        },
      },
    ],
  },
});
