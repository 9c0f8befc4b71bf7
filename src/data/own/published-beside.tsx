import { yearName } from '../../schools';
import type { OwnMeasure } from '../catalogue/own-measures';
import type { Figure } from '../figures/queries';
import type { MeasureRow } from '../school/view';
import { figureWords } from '../school/words';

/** Why a figure from the school's file and the published one of the same year can differ. */
export const whyTheyDiffer =
  'The department leaves out pupils who were removed at the school’s request, counts who was on roll by its own census, and takes results after their review; the file has what was known when it was made.';

/** What the department published of the same measure and year, and whether it says the same as far as both are shown. */
export function PublishedBeside({ row, figure, href }: { row: MeasureRow; figure: Figure | undefined; href: string }) {
  if (figure?.value == null) return null;
  const measure = row.measure as OwnMeasure;
  const published = figureWords(Number(figure.value), measure);
  const link = <a href={href}>The department’s own figure</a>;
  if (row.told.kind !== 'figure')
    return (
      <p>
        {link} is {published}.
      </p>
    );
  return figureWords(row.told.value, measure) === published ? (
    <p>
      {link} of {yearName(row.year)} is the same.
    </p>
  ) : (
    <p>
      {link} of {yearName(row.year)} is {published}. {whyTheyDiffer}
    </p>
  );
}
