import { capital, counted, listed, lowerFirst } from '../../platform/words';
import { yearName } from '../../schools';
import { datasetOf, datasets, markerWords, measureNamed, measuresOf } from '../catalogue/catalogue';
import { missingYears } from '../school/choose';
import { type SchoolData, yearsOf } from '../school/view';

/** What a reader might look for in a school's pack and does not find, and why, in sentences. */
export function notHere(data: SchoolData): string[] {
  const own = datasets.filter((one) => one.sectors.includes(data.school.sector) && one.id !== 'exclusions');
  const held = own.map((dataset) => ({ dataset, years: yearsOf(data, dataset) }));
  const none = held.filter(({ years }) => years.length === 0).map(({ dataset }) => dataset.title);
  const gaps = held
    .map(({ dataset, years }) => ({ dataset, missing: missingYears(years) }))
    .filter(({ missing }) => missing.length > 0);
  const exclusions = measuresOf('exclusions').some(({ id }) => data.areas.some(({ measure }) => measure === id));
  return [
    ...(none.length > 0 ? [`Not loaded for this school: ${listed(none)}.`] : []),
    ...gaps.map(
      ({ dataset, missing }) =>
        `${dataset.title}: ${listed(missing.map(yearName))} ${missing.length === 1 ? 'is' : 'are'} not loaded.`,
    ),
    ...withheld(data),
    exclusions
      ? 'Exclusions are published by authority only: no school has figures of its own.'
      : 'Exclusions, which are published by authority only, are not loaded.',
  ];
}

/** Figures that the publisher withheld, by its reasons. */
function withheld({ figures }: SchoolData): string[] {
  const reasons = figures.flatMap(({ measure, shown, value }) => {
    const found = value === null ? measureNamed(measure) : undefined;
    return found ? [markerWords(shown, datasetOf(found)) ?? shown] : [];
  });
  const counts = [...Map.groupBy(reasons, (reason) => reason)].sort(([, a], [, b]) => b.length - a.length);
  if (counts.length === 0) return [];
  const [only, ...others] = counts.map(([reason]) => lowerFirst(reason));
  if (others.length === 0)
    return [
      `${counted(reasons.length, 'figure')} of this school, of all years and groups, ${reasons.length === 1 ? 'has' : 'have'} no value in the files: “${capital(only ?? '')}”.`,
    ];
  const words = counts.map(([reason, some]) => `${lowerFirst(reason)} (${some.length})`);
  return [
    `${counted(reasons.length, 'figure')} of this school, of all years and groups, ${reasons.length === 1 ? 'has' : 'have'} no value in the files: ${listed(words)}.`,
  ];
}
