import { yearName } from '../../schools';
import type { Figure } from '../figures/queries';
import type { MeasureRow } from '../school/view';
import { figureWords } from '../school/words';

/** Why a figure from the school's file and the published one of the same year can differ. */
export const whyTheyDiffer =
  'The department leaves out pupils who were removed at the school’s request, counts who was on roll by its own census, and takes results after their review; the file has what was known when it was made.';

/** What the department published of the same measure and year, and whether it says the same as far as both are shown. */
export function PublishedBeside({ row, figure, urn }: { row: MeasureRow; figure: Figure | undefined; urn: number }) {
  if (figure?.value == null) return null;
  const { measure, told, year } = row;
  const published = figureWords(Number(figure.value), measure);
  const ours = told.kind === 'figure' ? figureWords(told.value, measure) : null;
  return (
    <p>
      <a href={`/schools/${urn}/data/${figure.measure}?year=${yearName(year)}`}>The department’s own figure</a> of{' '}
      {yearName(year)} is {ours === published ? 'the same' : published}.
      {ours !== null && ours !== published && ` ${whyTheyDiffer}`}
    </p>
  );
}
