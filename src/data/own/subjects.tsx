import { DataTable, Details, NotShown } from '../../platform/ui';
import { capital, counted } from '../../platform/words';
import { yearName } from '../../schools';
import { type OwnMeasure, ownMeasures } from '../catalogue/own-measures';
import { figureWords } from '../school/words';
import type { OwnData } from './read';
import { type OwnPart, ownRow } from './rows';

interface Subject {
  name: string;
  measures: ReadonlyMap<string, OwnMeasure>;
}

/** Subjects of a dataset and year in which somebody has a result, each with its measures by what they tell. */
function subjectsOf({ figures }: Pick<OwnData, 'figures'>, { dataset, year }: OwnPart): Subject[] {
  const has = new Set(figures.filter((one) => one.year === year && one.group === 'all').map(({ measure }) => measure));
  const measures = ownMeasures.filter((one) => one.dataset === dataset && one.section === 'parts' && has.has(one.id));
  return [...Map.groupBy(measures, ({ part }) => part ?? '')].map(([name, own]) => ({
    name,
    measures: new Map(own.map((one) => [one.second, one])),
  }));
}

/** Entries and grades by subject, a row each; every figure opens. */
export function SubjectsTable({ view, part, at }: { view: OwnData; part: OwnPart; at: string }) {
  const subjects = subjectsOf(view, part);
  if (subjects.length === 0) return null;
  const columns = [...new Set(subjects.flatMap(({ measures }) => [...measures.keys()]))];
  return (
    <Details id={`${part.dataset}-subjects`} summary={`By subject: ${counted(subjects.length, 'subject')}`} prints>
      <DataTable
        caption={`By subject, ${part.title}, ${yearName(part.year)}`}
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
            wideOnly: n > 2 && n < columns.length - 1,
            cell: ({ measures }: Subject) => {
              const measure = measures.get(column);
              if (!measure) return null;
              const { told } = ownRow(view, measure, part.year);
              if (told.kind !== 'figure') return told.kind === 'withheld' ? <NotShown reason={told.reason} /> : null;
              return <a href={`${at}/${measure.id}?year=${yearName(part.year)}`}>{figureWords(told.value, measure)}</a>;
            },
          })),
        ]}
      />
      <p class="m-small m-quiet">
        A pupil counts once in each row, by their best result in it. Girls and boys stand behind each figure.
      </p>
    </Details>
  );
}
