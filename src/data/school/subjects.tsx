import { DataTable, Details, NotShown, Second } from '../../platform/ui';
import { capital, counted } from '../../platform/words';
import { yearName } from '../../schools';
import type { Dataset, Measure } from '../catalogue/catalogue';
import { isGap, rowsOf, sections } from './choose';
import { besideWords, missingWords } from './told';
import type { MeasureRow, SchoolData } from './view';
import { publishedWords } from './words';

interface Subject {
  name: string;
  rows: ReadonlyMap<string, MeasureRow>;
}

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
  const subjects = [...Map.groupBy(rows, ({ measure }) => measure.part ?? '')].map(
    ([name, own]): Subject => ({ name, rows: new Map(own.map((row) => [row.measure.second, row])) }),
  );
  const columns = [...new Set(rows.map(({ measure }) => measure.second))];
  return (
    <Details id={`${dataset.id}-subjects`} summary={`By subject: ${counted(subjects.length, 'subject')}`} prints>
      <DataTable
        caption={`By subject, ${dataset.short}, ${yearName(year)}`}
        captionHidden
        rows={subjects}
        sortInPlace
        columns={[
          { key: 'subject', header: 'Subject', name: true, sortable: true, cell: ({ name }) => name },
          ...columns.map((column, n) => ({
            key: `told-${n}`,
            header: capital(column),
            align: 'end' as const,
            sortable: true,
            figure: n === 1,
            sortValue: ({ rows: own }: Subject) => {
              const told = own.get(column)?.told;
              return told?.kind === 'figure' ? told.value : -1;
            },
            cell: ({ rows: own }: Subject) => {
              const row = own.get(column);
              if (!row) return null;
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
            },
          })),
        ]}
      />
      <p class="m-small m-quiet">
        Subjects of the English Baccalaureate. Entered: of all pupils. Grades: in English and maths of all pupils, in
        the others of those entered.
      </p>
    </Details>
  );
}
