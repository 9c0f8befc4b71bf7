import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { yaml } from './vite.config.ts';

const database = '**/*.db.test.{ts,tsx}';
const shared = {
  plugins: [yaml()],
  oxc: { jsx: { runtime: 'automatic' as const, importSource: 'hono/jsx' } },
};

/** Generous: on a machine that is busy with other things a test is late, not wrong. */
const patience = { testTimeout: 180_000, hookTimeout: 180_000, expect: { poll: { timeout: 20_000 } } };

/** What takes longest comes first of its project, so that no worker is left alone with it at the end. */
const longest = [
  'src/app/permissions.test.ts',
  'e2e/pages.e2e.test.ts',
  'src/app/demonstration/make.db.test.ts',
  'e2e/wrong-input.e2e.test.ts',
  'src/data/fuzz.db.test.ts',
  'scenarios/one-year.db.test.ts',
  'e2e/packs.e2e.test.ts',
  'src/app/killed-worker.server.test.ts',
  'src/entitlements/histories.db.test.ts',
  'src/schools/imports/memory.db.test.ts',
  'src/app/stop.test.ts',
  'src/app/commands/doctor.db.test.ts',
];

/** Those with a browser come after those without: the demonstration that they open is made meanwhile. */
const projects = ['unit', 'server', 'browser', 'postgres'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((name) => moduleId.endsWith(name));
      return place < 0 ? longest.length : place;
    };
    return (await super.sort(files)).sort(
      (a, b) => projects.indexOf(a.project.name) - projects.indexOf(b.project.name) || placeOf(a) - placeOf(b),
    );
  }
}

// `unit` is everything without a browser, on PGlite; `server` what needs real connections at once (`*.server.test.ts`), on a PostgreSQL
// server; `postgres` the database tests of `unit` once more, on such a server; `browser` the journeys.
// All files stand in one queue. Three workers keep two cores busy, as each waits at times, for a browser or a file. Those without a browser
// share what they import: each opens a database of its own, and reading the modules anew for every file would take a third of the time.
export default defineConfig({
  test: {
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        // First, so that its demonstration is made while the others get their databases ready.
        ...shared,
        test: {
          name: 'browser',
          isolate: false,
          include: ['e2e/**/*.e2e.test.{ts,tsx}'],
          globalSetup: ['e2e/global-setup.ts'],
          // A browser on a busy machine may be late once; a fault is there twice.
          retry: 1,
          ...patience,
        },
      },
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
          name: 'server',
          isolate: false,
          include: ['src/**/*.server.test.{ts,tsx}'],
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
    ],
  },
});
