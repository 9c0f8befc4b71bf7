import { slug } from '../../platform/words';
import { city } from './city';
import { randomFor } from './random';
import type { FictionalSchool, World } from './world';

export interface Partnership {
  /** As an import makes it of the name. */
  id: string;
  name: string;
  letter: string | null;
  kind: 'locality' | 'sector' | 'board' | 'network';
  members: readonly FictionalSchool[];
}

/** How a sector's own partnership is called, by what its schools' numbers stand for; everybody else is in a locality. */
const sectors: Readonly<Record<string, string>> = {
  secondary: 'Secondary',
  'secondary-academy': 'Secondary',
  special: 'Special',
};

/** The localities and sectors, of which every member school is in one, and groups that work across them. */
export function partnershipsOf(world: World): Partnership[] {
  return [...Map.groupBy(world.schools, (school) => school.area)].flatMap(([area, all]) => {
    const random = randomFor(world.seed, 'partnerships', area);
    const members = all.filter(({ kind }) => kind.numbers !== 'independent');
    const made = (
      name: string,
      kind: Partnership['kind'],
      schools: readonly FictionalSchool[],
      letter: string | null = null,
    ) => {
      const full = area === 0 ? name : `${all[0]?.town} ${name}`;
      return { id: slug(full), name: full, letter: area === 0 ? letter : null, kind, members: schools };
    };
    const localities = city.localities.map(({ letter }, i) =>
      made(
        `Locality ${letter}`,
        'locality',
        members.filter((one) => one.locality === i && !sectors[one.kind.numbers]),
        letter,
      ),
    );
    const inSectors = [...new Set(Object.values(sectors))].map((name) =>
      made(
        name,
        'sector',
        members.filter((one) => sectors[one.kind.numbers] === name),
      ),
    );
    const some = (most: number) => random.shuffled(members).slice(0, Math.min(most, Math.ceil(members.length / 4)));
    const across = [
      made('Mathematics network', 'network', some(24)),
      made('Early years network', 'network', some(18)),
      made('School improvement board', 'board', some(9)),
    ];
    return [...localities, ...inSectors, ...across].filter((one) => one.members.length > 0);
  });
}
