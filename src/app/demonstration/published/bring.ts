import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeRelease, releaseKindNamed, runRelease } from '../../../data';
import { heldClock } from '../../../platform/clock';
import type { Mesters } from '../../../platform/mesters';
import { releasedBefore } from '../brought';
import type { World } from '../world';
import { type Row, rowsOf } from './rows';
import { type MadeRelease, published } from './spec';

/** Its name says what it is, wherever a page names its source. */
const nameOf = ({ dataset, label }: MadeRelease): string =>
  `invented_${dataset}_${label}-${String(label + 1).slice(2)}.csv`;

/** Invented results come in as published ones do, each on the day on which it would have come out. What was brought before is not brought again. */
export async function bringPublished(
  mesters: Mesters,
  world: World,
  folder: string,
  progress: (done: number, of: number) => void,
): Promise<void> {
  for (const [i, release] of published.releases.entries()) {
    progress(i, published.releases.length);
    const name = nameOf(release);
    const then: Mesters = { ...mesters, clock: heldClock(release.brought, '11:00') };
    if (await releasedBefore(then, name)) continue;
    const dataset = releaseKindNamed(release.dataset);
    if (!dataset) throw new Error(`There is no dataset ${release.dataset}.`);
    const file = join(folder, name);
    writeFileSync(file, textOf(rowsOf(world, release)));
    const { ok, report } = await runRelease(then, {
      dataset,
      file,
      year: release.label,
      stage: release.stage,
      yes: true,
    });
    if (!ok || report.outcome !== 'accepted' || report.rejects.length > 0)
      throw new Error(
        `${name} was not taken: ${describeRelease(report).join(' ')} ${JSON.stringify(report.rejects.slice(0, 3))}`,
      );
  }
}

/** Every heading that any row has: what a row lacks is blank. */
export function textOf(rows: readonly Row[]): string {
  const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [headings, ...rows.map((row) => headings.map((heading) => String(row[heading] ?? '')))];
  return lines.map((values) => `${values.map(quoted).join()}\r\n`).join('');
}

/** As the publisher writes: a figure below nothing begins with its sign, where our own exports put an apostrophe before it. */
const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
