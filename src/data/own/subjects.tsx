import { NotShown } from '../../platform/ui';
import { yearName } from '../../schools';
import { ownMeasures } from '../catalogue/own-measures';
import { SubjectTable } from '../school/subject-table';
import { figureWords } from '../school/words';
import type { OwnData } from './read';
import { type OwnPart, ownRow } from './rows';

/** Entries and grades by subject, for those in which somebody has a result; every figure opens. */
export function SubjectsTable({ view, part, at }: { view: OwnData; part: OwnPart; at: string }) {
  const { dataset, title, year } = part;
  const has = new Set(
    view.figures.filter((one) => one.year === year && one.group === 'all').map(({ measure }) => measure),
  );
  const measures = ownMeasures.filter((one) => one.dataset === dataset && one.section === 'parts' && has.has(one.id));
  if (measures.length === 0) return null;
  return (
    <SubjectTable
      id={`${dataset}-subjects`}
      of={`${title}, ${yearName(year)}`}
      rows={measures.map((measure) => ({ measure, told: ownRow(view, measure, year).told }))}
      value={({ told }) => (told.kind === 'figure' ? told.value : null)}
      cell={({ measure, told }) => {
        if (told.kind !== 'figure') return told.kind === 'withheld' ? <NotShown reason={told.reason} /> : null;
        return <a href={`${at}/${measure.id}?year=${yearName(year)}`}>{figureWords(told.value, measure)}</a>;
      }}
    >
      A pupil counts once in each row, by their best result in it. Girls and boys stand behind each figure.
    </SubjectTable>
  );
}
