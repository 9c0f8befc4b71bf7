import type { Page } from 'playwright-core';
import { extractText } from 'unpdf';
import { expect } from 'vitest';

export interface SmallFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export const csv = (name: string, ...lines: string[]): SmallFile => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`${lines.join('\n')}\n`),
});

/** Brings a file of this kind through the form, and waits for nothing: the next page is the import's. */
export async function bring(page: Page, kind: string, file: SmallFile): Promise<void> {
  await page.goto(`/imports/new?kind=${kind}`);
  await page.getByLabel('File', { exact: true }).setInputFiles(file);
  await page.getByRole('button', { name: 'Check this file' }).click();
  await page.getByRole('heading', { level: 1, name: file.name }).waitFor();
}

export const bringPartnerships = (page: Page, file: SmallFile): Promise<void> => bring(page, 'partnerships', file);

/** The words of a PDF that this page's visitor is given at an address. */
export async function readPdf(page: Page, address: string): Promise<string> {
  const response = await page.request.get(address);
  expect(response.headers()['content-type']).toContain('application/pdf');
  const { text } = await extractText(new Uint8Array(await response.body()), { mergePages: true });
  return text.replace(/\s+/g, ' ');
}
