import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const foreign = new Set(['node_modules', 'build', 'var', 'coverage', '.git', '.cache']);

/** Every test file on disk, whether or not a project of vitest knows it. */
function testFiles(root, folder = root) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return foreign.has(entry.name) ? [] : testFiles(root, path);
    return /\.test\.[cm]?[jt]sx?$/.test(entry.name) ? [relative(root, path).split(sep).join('/')] : [];
  });
}

/** Where a test file must run: the database tests on PGlite, where `both` on a server too; those of real connections on a server. */
const projectsOf = (path, both) => {
  if (/\.e2e\.test\./.test(path)) return ['browser'];
  if (/\.server\.test\./.test(path)) return ['server'];
  return both && /\.db\.test\./.test(path) ? ['unit', 'postgres'] : ['unit'];
};

/**
 * Counts what ran. A test file that stands on disk and did not run counts as failed, so does a run without tests: green means looked at.
 * What the checks looked at (annotations of the type `looked`) is told at the end.
 */
export class LastLineReporter {
  passed = 0;
  failed = 0;
  faults = [];
  looked = [];

  /** @param both whether database tests must have run on both databases. */
  constructor(root, { both }) {
    this.root = root;
    this.both = both;
  }

  onTestRunEnd(modules, errors) {
    const ran = new Map();
    for (const module of modules) {
      const path = module.relativeModuleId;
      const tests = [...module.children.allTests()];
      const done = tests.filter((test) => ['passed', 'failed'].includes(test.result().state));
      if (done.length > 0) ran.set(path, [...(ran.get(path) ?? []), module.project.name]);
      for (const test of tests) {
        const { state } = test.result();
        if (state === 'passed') this.passed += 1;
        else if (state === 'failed') this.failed += 1;
        else this.fault(`${path}: "${test.fullName}" did not run (${state})`);
        for (const { type, message } of test.annotations())
          if (type === 'looked') this.looked.push(`${message}${module.project.name === 'postgres' ? ' (server)' : ''}`);
      }
      if (module.errors().length > 0) this.fault(`${path} could not be read`);
    }
    for (const error of errors) this.fault(`outside any test: ${error.message}`);
    const files = testFiles(this.root);
    for (const path of files)
      for (const project of projectsOf(path, this.both))
        if (!ran.get(path)?.includes(project)) this.fault(`${path} did not run in the project ${project}`);
    if (files.length === 0) this.fault('there is no test file');
    if (this.passed < files.length) this.fault(`${this.passed} tests passed, of ${files.length} test files`);
  }

  fault(words) {
    this.failed += 1;
    this.faults.push(words);
  }
}

/** The end of every run: CI reads this line, alone and last. */
export const lastLine = (passed, failed) => `${passed} passed, ${failed} failed\n`;
