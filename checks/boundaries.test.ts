import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { boundaries } from './boundaries';
import { filesOf, isCode, root } from './tree';

describe('boundaries', () => {
  it('hold for every source file', async ({ annotate }) => {
    const { files, imports, faults } = await boundaries();
    await annotate(`boundaries: ${files} source files, ${imports} imports`, 'looked');
    expect(faults).toEqual([]);
    expect(files).toBe(filesOf(root, 'src').filter(isCode).length);
    expect(imports).toBeGreaterThan(files); // a tree whose files import less than one other each has not been read
  });

  const modules = {
    'src/platform/clock.ts': 'export const clock = 1;',
    'src/platform/web/index.ts': "export { answer } from './answers';",
    'src/platform/web/answers.ts': "import { clock } from '../clock';\nexport const answer = clock;",
    'src/schools/index.ts': "export { school } from './service';",
    'src/schools/service.ts':
      "import { clock } from '../platform/clock';\nimport { answer } from '../platform/web';\nexport const school = clock + answer;",
    'src/schools/testing.ts': "export { school as aSchool } from './service';",
    'src/offer/index.ts': "import { school } from '../schools';\nexport const offer = school;",
    'src/offer/index.test.ts':
      "import { aSchool } from '../schools/testing';\nimport { offer } from '.';\nexport const test = [aSchool, offer];",
  };

  it('let a tree pass that keeps them', async () => {
    expect((await planted({})).faults).toEqual([]);
  });

  it.each([
    [
      'a larger number',
      'src/schools/up.ts',
      "import { offer } from '../offer';\nexport const up = offer;",
      'schools-imports-only-smaller-numbers',
    ],
    [
      'a larger number, of types only',
      'src/schools/up.ts',
      "import type { offer } from '../offer';\nexport type Up = typeof offer;",
      'schools-imports-only-smaller-numbers',
    ],
    [
      'platform from a module',
      'src/platform/up.ts',
      "import { school } from '../schools';\nexport const up = school;",
      'platform-imports-only-smaller-numbers',
    ],
    [
      'past the face',
      'src/offer/past.ts',
      "import { school } from '../schools/service';\nexport const past = school;",
      'through-the-face',
    ],
    [
      'past the face, later',
      'src/offer/past.ts',
      "export const past = () => import('../schools/service');",
      'through-the-face',
    ],
    [
      'too deep into platform',
      'src/offer/deep.ts',
      "import { answer } from '../platform/web/answers';\nexport const deep = answer;",
      'through-the-faces-of-platform',
    ],
    [
      'what tests are built with',
      'src/offer/built.ts',
      "import { aSchool } from '../schools/testing';\nexport const built = aSchool;",
      'testing-is-for-tests',
    ],
    [
      'a test',
      'src/offer/tested.ts',
      "import { test } from './index.test';\nexport const tested = test;",
      'no-test-is-imported',
    ],
    [
      'nothing that is there',
      'src/offer/lost.ts',
      "import { lost } from './nowhere';\nexport const found = lost;",
      'resolves',
    ],
    [
      'itself, by a detour',
      'src/schools/round.ts',
      "import { round } from './about';\nexport const about = () => round;",
      'no-cycles',
    ],
    ['from no module', 'src/helpers/all.ts', 'export const all = 1;', 'is in no module'],
  ])('see an import of %s', async (_, path, text, rule) => {
    const { faults } = await planted({
      [path]: text,
      ...(rule === 'no-cycles'
        ? { 'src/schools/about.ts': "import { about } from './round';\nexport const round = () => about;" }
        : {}),
    });
    expect(faults).toHaveLength(rule === 'no-cycles' ? faults.length : 1);
    expect(faults.join('\n')).toContain(rule);
  });

  async function planted(more: Record<string, string>) {
    const folder = mkdtempSync(join(tmpdir(), 'mesters-boundaries-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    for (const [path, text] of Object.entries({ ...modules, ...more, 'package.json': '{"type":"module"}' })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return boundaries(folder);
  }
});
