import { rmSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import type { TestProject } from 'vitest/node';
import { makeDemonstration } from './demonstration';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of a demonstration, of which every test file serves a copy of its own. */
    demonstration: string;
    /** The browser's program, unpacked once. */
    browser: string;
  }
}

/** Once a run: a small demonstration, and the browser unpacked before workers start. */
export default async function setup(project: TestProject): Promise<() => void> {
  const demonstration = makeDemonstration(30);
  project.provide('demonstration', demonstration);
  project.provide('browser', await chromium.executablePath());
  return () => rmSync(demonstration, { recursive: true, force: true });
}
