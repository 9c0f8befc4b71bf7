import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import chromium from '@sparticuz/chromium';
import type { TestProject } from 'vitest/node';
import { makeDemonstration } from './demonstration';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of a demonstration, of which every test file serves a copy of its own once it is made: `madeDemonstration`. */
    demonstration: string;
    /** The browser's program, unpacked once. */
    browser: string;
  }
}

const faultOf = (folder: string) => join(folder, 'fault');
const endOf = (folder: string) => join(folder, 'made');

/** Once a run: a small demonstration, which is made while other tests run, and the browser unpacked before workers start. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'mesters-e2e-'));
  const making = makeDemonstration(30, join(folder, 'data'))
    .catch((error: Error) => writeFileSync(faultOf(folder), error.message))
    .finally(() => writeFileSync(endOf(folder), ''));
  project.provide('demonstration', folder);
  project.provide('browser', await chromium.executablePath());
  return async () => {
    await making;
    rmSync(folder, { recursive: true, force: true });
  };
}

/** The demonstration that was made for all test files. */
export async function madeDemonstration(folder: string): Promise<string> {
  while (!existsSync(endOf(folder))) await setTimeout(100);
  if (existsSync(faultOf(folder))) throw new Error(readFileSync(faultOf(folder), 'utf8'));
  return join(folder, 'data');
}
