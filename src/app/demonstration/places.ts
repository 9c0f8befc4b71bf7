import { city, words } from './city';
import type { Random } from './random';

const { first, second, third, real } = words.places;
const joined = (place: string) => place.toLowerCase().replace(/ /g, '');
const passedOver = new Set(real.map(joined));
const known = new Set(city.known.map(({ place }) => joined(place)));

/** Gives each place once: "Tenter Brow", and where a nation's worth is wanted "Tenter Brow Lane". */
export function placeNames(random: Random): () => string {
  const used = new Set<string>();
  return () => {
    // Two words while they last, for three are a mouthful.
    for (let attempt = 0; ; attempt++) {
      const [a, b] = [random.pick(first), random.pick(second)];
      const place = attempt < 8 ? `${a} ${b}` : `${a} ${b} ${random.pick(third)}`;
      if (attempt > 10_000) throw new RangeError('More schools than there are names for.');
      if (a === b || passedOver.has(joined(`${a} ${b}`)) || known.has(joined(place)) || used.has(place)) continue;
      used.add(place);
      return place;
    }
  };
}

/** A street needs no name of its own. */
export const streetName = (random: Random): string =>
  `${random.pick(first)} ${random.pick(second)} ${random.pick(words.streets)}`;

/** The first city has the partnership's own name. */
export function townNames(): (area: number) => string {
  const own = city.partnership.split(' ').slice(0, 2).join(' ');
  const { first: a, second: b } = words.towns;
  return (area) => (area === 0 ? own : `${a[area % a.length]}${b[Math.floor(area / a.length) % b.length]}`);
}

/** Letters that stand in the second half of a postcode. */
const letters = [...'ABDEFGHJLNPQRSTUWXYZ'];

/** Postcodes of an area that does not exist, each once: a district for each locality of the first city, one for each other city. */
export function postcodes(random: Random): (area: number, locality: number) => string {
  const used = new Set(city.known.flatMap(({ postcode }) => postcode ?? []));
  return (area, locality) => {
    const district = area === 0 ? 2 * (locality + 1) + random.between(0, 1) : 20 + (area % 79);
    for (;;) {
      const postcode = `${city.postcode_area}${district} ${random.between(0, 9)}${random.pick(letters)}${random.pick(letters)}`;
      if (used.has(postcode)) continue;
      used.add(postcode);
      return postcode;
    }
  };
}

/** 0114 496 0000 to 0999 and the like ring nowhere. Beyond eleven thousand schools they come round again. */
export function telephones(): () => string {
  let given = 0;
  return () => {
    const code = city.telephones[Math.floor(given / 1000) % city.telephones.length];
    return `${code}4960${String(given++ % 1000).padStart(3, '0')}`;
  };
}

/** Where each city's south-west corner is: the first one in the sea, the others on a grid to the west and the north of it. */
export function cornerOf(area: number): [number, number] {
  const [easting, northing] = city.south_west;
  const across = 16;
  return [easting - (area % across) * city.apart, northing + Math.floor(area / across) * city.apart];
}

/** A point in a locality: thick in the middle, thin at the edge. */
export function pointIn(random: Random, area: number, locality: number): { easting: number; northing: number } {
  const [east, north] = cornerOf(area);
  const { middle, reach } = city.localities[locality]!;
  const angle = random.next() * 2 * Math.PI;
  const far = random.next() ** 0.6;
  return {
    easting: Math.round(east + middle[0] + Math.cos(angle) * far * reach[0]),
    northing: Math.round(north + middle[1] + Math.sin(angle) * far * reach[1]),
  };
}
