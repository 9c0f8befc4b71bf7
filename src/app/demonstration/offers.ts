import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { publishOffer } from '../../offer';
import { heldClock } from '../../platform/clock';
import { projectRoot } from '../../platform/config';
import { systemStanding } from '../../platform/database';
import type { Mesters } from '../../platform/mesters';
import { slug } from '../../platform/words';
import { city } from './city';

/** The day on which the office published them. */
const published = '2018-04-16';

/** The offers that the project ships, published under the name of the invented partnership: an invented city has no real one's. */
export async function publishOwnOffers({ database }: Pick<Mesters, 'database'>): Promise<void> {
  const folder = join(projectRoot, 'offers');
  const clock = heldClock(published);
  await database.transaction(systemStanding(clock), async (tx) => {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
      const own = renamed(readFileSync(join(folder, file), 'utf8'));
      const answer = await publishOffer(tx, { actor: null, clock }, own.text, own.fileName);
      if (!answer.ok) throw new Error(`${file} could not be published as ${own.fileName}: ${answer.reason.why}.`);
    }
  });
}

/** The text of an offer file with its id and its name changed, and not a sign of it beside them. */
export function renamed(text: string): { text: string; fileName: string } {
  const document = parseDocument(text);
  const year = String(document.get('year'));
  const id = `${city.offer.id}-${slug(year)}`;
  const changes = { id, name: `${city.offer.name} ${year}` };
  const places = Object.entries(changes).map(([key, value]) => {
    const node = document.get(key, true) as { range?: [number, number, number] } | undefined;
    if (!node?.range) throw new Error(`The offer file has no ${key}.`);
    return { from: node.range[0], to: node.range[1], value };
  });
  return {
    fileName: `${id}.yaml`,
    // From the end on, so that places before stay where they are.
    text: places
      .sort((a, b) => b.from - a.from)
      .reduce((all, { from, to, value }) => all.slice(0, from) + value + all.slice(to), text),
  };
}
