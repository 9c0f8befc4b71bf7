import { authorityName, datasets, measuresOf } from '../catalogue/catalogue';
import { CitySection } from '../school/city';
import type { Choice } from './choose';
import type { Compared, Place } from './read';

/** Our mean of an authority's schools beside the figures that were published for it: of every dataset of results, or of the chosen one. */
export function CitySide({
  place: { la, sector },
  compared,
  choice,
}: {
  place: Extract<Place, { kind: 'authority' }>;
  compared: Compared;
  choice: Choice | null;
}) {
  const held = datasets.filter(({ id }) => measuresOf(id).some((one) => compared.years.has(one.id)));
  if (!choice) return null;
  return (
    <CitySection
      data={{
        school: { sector: sector ?? '' },
        areas: compared.areas,
        city: { name: authorityName(String(la)), code: String(la), averages: compared.means },
      }}
      datasets={held}
    />
  );
}
