import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import type { Browser } from 'playwright-core';
import { roles } from '../src/schools/roles';
import { serveDemonstration } from './demonstration';
import { enter, launch, widths } from './launch';
import { pattern, reachable } from './walk';

const root = join(import.meta.dirname, '..');
const docs = join(root, 'docs/contact-sheet');
const perSheet = 8;

interface Shot {
  kind: string;
  address: string;
  by: string[];
  pictures: Record<keyof typeof widths, string>;
}

/** Opens every page as every role at three widths and puts what it saw on sheets in docs/contact-sheet. `npm run contact-sheet`. */
export default async function contactSheet(): Promise<void> {
  const { address, stop } = await serveDemonstration(173);
  const browser = await launch(await chromium.executablePath());
  const shots = new Map<string, Shot>();
  try {
    for (const role of [null, ...roles.map(({ title }) => title)]) await lookAs(browser, address, role, shots);
    await putOnSheets(browser, [...shots.values()]);
  } finally {
    await browser.close();
    await stop();
  }
}

async function lookAs(browser: Browser, baseURL: string, role: string | null, shots: Map<string, Shot>): Promise<void> {
  const context = await browser.newContext({
    baseURL,
    locale: 'en-GB',
    reducedMotion: 'reduce',
    viewport: { width: widths.desk, height: 900 },
  });
  const page = await context.newPage();
  if (role) await enter(page, role);
  const found = await reachable(page);
  for (const [kind, address] of found) {
    await page.goto(address);
    // The same page may look another way for another role: words on it tell the two apart.
    const looks = await page.evaluate(() =>
      [
        document.body.dataset.density,
        document.querySelector('h1')?.textContent?.replace(/[A-Z][a-z]+ .*/, ''),
        document.querySelectorAll('main form').length,
        document.querySelectorAll('main table').length,
      ].join('|'),
    );
    const known = shots.get(`${kind} ${looks}`);
    if (known) {
      known.by.push(role ?? 'visitor');
      continue;
    }
    const pictures = {} as Shot['pictures'];
    for (const [name, width] of Object.entries(widths) as [keyof typeof widths, number][]) {
      await page.setViewportSize({ width, height: 900 });
      pictures[name] = (await page.screenshot({ type: 'jpeg', quality: 60, fullPage: true })).toString('base64');
    }
    await page.setViewportSize({ width: widths.desk, height: 900 });
    shots.set(`${kind} ${looks}`, { kind: pattern(kind), address, by: [role ?? 'visitor'], pictures });
  }
  process.stderr.write(`${role ?? 'visitor'}: ${found.size} pages\n`);
  await context.close();
}

/** Pages of the site, by the written table of its routes, to which no link led anybody: what the sheets do not show. */
function missed(shots: readonly Shot[]): string[] {
  const table = readFileSync(join(root, 'src/app/permissions.txt'), 'utf8');
  const pages = [...table.matchAll(/^GET (\S+)$/gm)].map(([, path = '']) => path).filter((path) => !path.includes('.'));
  const seen = shots.map(({ address }) => new URL(address, 'http://x').pathname);
  return pages.filter((path) => {
    const like = new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`);
    return !seen.some((one) => like.test(one));
  });
}

async function putOnSheets(browser: Browser, shots: Shot[]): Promise<void> {
  rmSync(docs, { recursive: true, force: true });
  mkdirSync(docs, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1300, height: 800 } });
  const lines = [
    '# Every page, as every role that may see it',
    '',
    'Made by `npm run contact-sheet` from the demonstration with seed 1: at 1440, 768 and 360 pixels.',
    '',
  ];
  for (let first = 0; first < shots.length; first += perSheet) {
    const sheet = shots.slice(first, first + perSheet);
    const rows = sheet
      .map(
        ({ kind, address, by, pictures }) =>
          `<section><h2>${kind}</h2><p>${address}, as ${by.length > 6 ? `${by.length} roles, ${by[0]} first` : by.join(', ')}</p><div>${(
            Object.keys(widths) as (keyof typeof widths)[]
          )
            .reverse()
            .map((name) => `<figure class="${name}"><img src="data:image/jpeg;base64,${pictures[name]}"></figure>`)
            .join('')}</div></section>`,
      )
      .join('');
    await page.setContent(
      `<style>body{font:14px sans-serif;margin:16px}h2{margin:0}p{margin:4px 0 8px;color:#46555f}section{margin-bottom:24px;border-top:2px solid}div{display:flex;gap:12px;align-items:flex-start}figure{margin:0;border:1px solid #d5dcdf;max-height:900px;overflow:hidden}img{display:block;width:100%}.desk{width:720px}.tablet{width:340px}.phone{width:180px}</style>${rows}`,
    );
    const name = `sheet-${String(first / perSheet + 1).padStart(2, '0')}.jpg`;
    writeFileSync(join(docs, name), await page.screenshot({ type: 'jpeg', quality: 55, fullPage: true }));
    lines.push(`![${sheet.map(({ kind }) => kind).join(', ')}](${name})`, '');
  }
  lines.push(
    '| page | looked at as |',
    '|---|---|',
    ...shots.map(({ kind, by }) => `| \`${kind}\` | ${by.join(', ')} |`),
    '',
    'No link leads to these pages in the demonstration:',
    '',
    ...missed(shots).map((path) => `- \`${path}\``),
    '',
  );
  writeFileSync(join(docs, 'README.md'), lines.join('\n'));
}
