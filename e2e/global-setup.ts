import chromium from '@sparticuz/chromium';
import type { TestProject } from 'vitest/node';
import { serveDemonstration } from './demonstration';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a demonstration is served, by the program itself as anybody starts it. */
    demonstration: string;
    /** The browser's program, unpacked once. */
    browser: string;
  }
}

/** Once a run: a small demonstration, and the browser unpacked before workers start. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { address, stop } = await serveDemonstration(30);
  project.provide('demonstration', address);
  project.provide('browser', await chromium.executablePath());
  return stop;
}
