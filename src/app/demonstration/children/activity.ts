import { randomFor } from '../random';
import { type Child, normal } from './children';
import type { Drawing } from './results';

const months = ['November', 'December', 'January', 'February', 'March'] as const;

/** What a young person does first, by how easily they learn; the lower the draw, the less is settled. */
function begun(draw: number): string {
  if (draw > 0.2) return 'School sixth form';
  if (draw > -0.3) return 'Sixth form college';
  if (draw > -1.35) return 'Further education';
  if (draw > -1.75) return 'Apprenticeship';
  return draw > -2.4 ? 'Employment without training' : '';
}

const lacking = [
  'Seeking employment, education or training',
  'Seeking employment, education or training',
  'Not yet ready for work or learning',
  'Illness',
  'Young carer',
] as const;

/** What those do who left Year 11 the summer before, month by month: a few have nothing yet, and some are only found in winter. */
export const activityRows = ({ world, year, children }: Drawing): Record<string, string | number>[] =>
  children.flatMap((child: Child) => {
    const random = randomFor(world.seed, 'activity', year, child.upn);
    const first = begun(child.ability + normal(random) * 0.5) || random.pick(lacking);
    const foundFrom = random.percent(5) ? random.between(1, months.length + 1) : 0;
    // Some change once: who had nothing begins something, who had begun leaves it.
    const changes = random.percent(first.includes('Seeking') ? 45 : 2.5) ? random.between(1, months.length - 1) : null;
    const then = first.includes('Seeking') ? 'Further education' : lacking[0];
    return months.map((month, at) => ({
      URN: child.school.urn,
      UPN: child.upn,
      DOB: child.born.toString(),
      Gender: child.sex,
      Month: month,
      Activity: at < foundFrom ? 'Current situation not known' : changes !== null && at >= changes ? then : first,
    }));
  });
