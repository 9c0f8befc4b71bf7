// Who may import whom (docs/architecture.md). `npm run check` runs it, checks/boundaries.test.ts sees it red on planted files.

/** In order: a module imports only from those before it. */
const modules = require('./checks/modules.json');

const tests = '\\.test\\.tsx?$';
/** Builders and servers for tests: `testing.ts`, `testing-….ts`, `testing/…`. */
const testing = ['/testing\\.tsx?$', '/testing-[a-z-]+\\.tsx?$', '/testing/[^/]+$'];

const upwards = modules.slice(0, -1).map((name, index) => ({
  name: `${name}-imports-only-smaller-numbers`,
  comment: `${name} is module ${index + 1}: what it needs of a larger number must be told to it.`,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: `^src/(${modules.slice(index + 1).join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...upwards,
    {
      name: 'through-the-face',
      comment: "A module's face is its index.ts, and testing.ts for tests. Everything else in it is its own.",
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: {
        path: '^src/(?!platform/)[^/]+/',
        pathNot: ['^src/$1/', '^src/[^/]+/index\\.tsx?$', '^src/[^/]+/testing\\.tsx?$'],
      },
    },
    {
      name: 'through-the-faces-of-platform',
      comment: 'The faces of platform are its direct children, platform/web, platform/clock. No deeper.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/platform/' },
      to: {
        path: '^src/platform/',
        pathNot: [
          '^src/platform/[^/]+\\.tsx?$',
          '^src/platform/[^/]+/index\\.tsx?$',
          '^src/platform/[^/]+/testing\\.tsx?$',
        ],
      },
    },
    {
      name: 'testing-is-for-tests',
      comment: 'The program does not run on what tests are built with.',
      severity: 'error',
      from: { path: '^src/', pathNot: [tests, ...testing] },
      to: { path: testing },
    },
    {
      name: 'no-test-is-imported',
      severity: 'error',
      from: {},
      to: { path: tests },
    },
    {
      name: 'src-stands-alone',
      comment: 'The program does not import from checks, benches, scripts or journeys.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(checks|bench|scripts|e2e|scenarios)/' },
    },
    {
      name: 'no-development-packages',
      comment: 'What the program needs is a dependency, not a development dependency: a server installs without those.',
      severity: 'error',
      from: { path: '^src/', pathNot: [tests, ...testing] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-cycles',
      comment: 'Types may know each other; code may not.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    // Not TypeScript's own parser: with TypeScript 7 it silently finds no modules at all.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '[.](scss|css|typ|json|yaml|sql)$' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
