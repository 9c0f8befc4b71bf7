import { NotShown, Second } from '../../platform/ui';
import { yearName } from '../../schools';
import type { Dataset, Measure } from '../catalogue/catalogue';
import { isGap, rowsOf, sections } from './choose';
import { SubjectTable } from './subject-table';
import { besideWords, missingWords } from './told';
import type { SchoolData } from './view';
import { publishedWords } from './words';

/** The subjects of a dataset of which the files of a year have figures, a row each; none where they have none. */
export function Subjects({
  view,
  dataset,
  year,
  href,
}: {
  view: SchoolData;
  dataset: Dataset;
  year: number;
  /** Where a measure opens. */
  href: (measure: Measure) => string;
}) {
  const rows = rowsOf(view, sections(dataset, ['parts']), year).filter(({ told }) => !isGap(told));
  if (rows.length === 0) return null;
  return (
    <SubjectTable
      id={`${dataset.id}-subjects`}
      of={`${dataset.short}, ${yearName(year)}`}
      rows={rows}
      value={({ told }) => (told.kind === 'figure' ? told.value : null)}
      cell={(row) => {
        const { told, measure, england } = row;
        return (
          <>
            {told.kind === 'figure' ? (
              <a href={href(measure)}>{publishedWords(told.figure.value ?? '', measure)}</a>
            ) : (
              <NotShown reason={missingWords(row) ?? ''} />
            )}
            {england && <Second>England {besideWords(england, measure)}</Second>}
          </>
        );
      }}
    >
      Subjects of the English Baccalaureate. Entered: of all pupils. Grades: in English and maths of all pupils, in the
      others of those entered.
    </SubjectTable>
  );
}
