import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { publishOffer } from '../../offer';
import { heldClock } from '../../platform/clock';
import { projectRoot } from '../../platform/config';
import { systemStanding } from '../../platform/database';
import type { Mesters } from '../../platform/mesters';
import { count, slug } from '../../platform/words';
import { city } from './city';

/** The day on which the office published them. */
const published = '2018-04-16';

/** The offers that the project ships, published under the name of the invented partnership: an invented city has no real one's. */
export async function publishOwnOffers({ database }: Pick<Mesters, 'database'>, schools: number): Promise<void> {
  const folder = join(projectRoot, 'offers');
  const clock = heldClock(published);
  await database.transaction(systemStanding(clock), async (tx) => {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
      const own = renamed(readFileSync(join(folder, file), 'utf8'), Math.min(1, schools / city.counted));
      const answer = await publishOffer(tx, { actor: null, clock }, own.text, own.fileName);
      if (!answer.ok) throw new Error(`${file} could not be published as ${own.fileName}: ${answer.reason.why}.`);
    }
  });
}

/**
 * The text of an offer file with its id and its name changed, and not a sign of it beside them; but a smaller city needs less income for
 * the offer to run, and the council and the company put less beside it: all sums of the funding in one proportion, so that they still add up.
 */
export function renamed(text: string, share = 1): { text: string; fileName: string } {
  const document = parseDocument(text);
  const year = String(document.get('year'));
  const id = `${city.offer.id}-${slug(year)}`;
  const changes = { id, name: `${city.offer.name} ${year}` };
  const funding = [...['line', 'target'].map((key) => ['funding', 'viability', key]), ['funding', 'table']];
  const smaller =
    share === 1
      ? null
      : inProportion(
          funding.flatMap((path) => numbersIn(document.getIn(path))),
          share,
        );
  const places = [
    ...Object.entries(changes).map(([key, value]) => ({ path: [key], value: () => value })),
    ...(smaller ? funding.map((path) => ({ path, value: smaller })) : []),
  ].map(({ path, value }) => {
    const node = document.getIn(path, true) as { range?: [number, number, number] } | undefined;
    if (!node?.range) throw new Error(`The offer file has no ${path.join('.')}.`);
    const [from, to] = node.range;
    return { from, to, value: value(text.slice(from, to)) };
  });
  return {
    fileName: `${id}.yaml`,
    // From the end on, so that places before stay where they are.
    text: places
      .sort((a, b) => b.from - a.from)
      .reduce((all, { from, to, value }) => all.slice(0, from) + value + all.slice(to), text),
  };
}

/** Makes every sum in a text smaller, in its figures and its words: as many times a smaller measure as it was of the one that measures all. */
function inProportion(sums: readonly number[], share: number): (text: string) => string {
  const measure = sums.reduce((a, b) => greatestMeasure(a, b), 0);
  const tens = Math.round((measure * share) / 10) * 10;
  const less = tens > 0 ? tens : Math.max(1, Math.round(measure * share));
  return (text) =>
    text.replace(/\d[\d,]*\d/g, (figure) => {
      const sum = Number(figure.replaceAll(',', ''));
      if (sum < measure || sum % measure !== 0) return figure;
      return figure.includes(',') ? count((sum / measure) * less) : String((sum / measure) * less);
    });
}

const greatestMeasure = (a: number, b: number): number => (b === 0 ? a : greatestMeasure(b, a % b));

const numbersIn = (node: unknown): number[] => {
  const found: number[] = [];
  JSON.stringify(node, (_, value) => {
    if (typeof value === 'number') found.push(value);
    return value;
  });
  return found;
};
