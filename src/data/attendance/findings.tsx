import type { Child } from 'hono/jsx';
import { Columns, DataTable, NotShown, Panel } from '../../platform/ui';
import { count, counted, listed } from '../../platform/words';
import { yearName } from '../../schools';
import { pupilGroupWords } from '../catalogue/pupil-groups';
import { notShownWords } from '../own/rows';
import type { AttendanceFigure, SchoolAttendance } from './figures';
import type { AttendanceView } from './page';
import { halfTermNames, overall, percentage1, persistent, unauthorised } from './words';

export const find = (
  { figures, year }: Pick<SchoolAttendance, 'figures' | 'year'>,
  measure: string,
  period: string,
  group = 'all',
  of = year,
) => figures.find((one) => one.measure === measure && one.period === period && one.group === group && one.year === of);

/** "5.2%", or why not. */
export const shareOf = (figure: AttendanceFigure | undefined): Child =>
  figure === undefined ? null : figure.value === null ? (
    <NotShown reason={notShownWords(figure.shown)} />
  ) : (
    `${percentage1(figure.value)}%`
  );

/** What happened in the year, in a panel that is read first. Sums of sessions have no likely range: nothing is called above or below. */
export const StandsOut = ({ view, pupils }: { view: AttendanceView; pupils: Child }) => (
  <Panel>
    <h2>{findingOf(view)}</h2>
    <Columns split="thirds">
      {[absence(view), groups(view), leave(view)].flatMap((finding) =>
        finding === null
          ? []
          : [
              <div>
                <h3>{finding.title}</h3>
                <p>{finding.text}</p>
              </div>,
            ],
      )}
    </Columns>
    {pupils}
  </Panel>
);

function findingOf(view: AttendanceView): string {
  const year = find(view, persistent, 'year');
  if (year?.value == null) return 'How many missed a tenth or more is not shown: the number is too small';
  const who =
    year.numerator === null || year.denominator === null
      ? `${percentage1(year.value)}% of pupils have`
      : `${counted(year.numerator, 'pupil')} of ${count(Number(year.denominator))} ${year.numerator === 1 ? 'has' : 'have'}`;
  return `${who} missed a tenth or more of their sessions ${soFar(view)}`;
}

const soFar = ({ over, year }: AttendanceView): string => (over ? `in ${yearName(year)}` : 'so far');

interface Finding {
  title: string;
  text: string;
}

const shareFor = (view: Pick<SchoolAttendance, 'figures' | 'year'>, measure: string, group = 'all', period = 'year') =>
  find(view, measure, period, group)?.value ?? null;

function absence(view: AttendanceView): Finding | null {
  const value = shareFor(view, overall);
  if (value === null) return null;
  const beside = view.beside.flatMap(({ name, figures }) => {
    const its = shareFor({ figures, year: view.year }, overall);
    return its === null ? [] : [`${name} ${percentage1(its)}%`];
  });
  return {
    title: `${percentage1(value)}% of sessions missed ${soFar(view)}`,
    text: beside.length === 0 ? 'A session is half a school day.' : `Of schools that share theirs: ${listed(beside)}.`,
  };
}

function groups(view: AttendanceView): Finding | null {
  const [ours, others] = [shareFor(view, overall, 'disadvantaged'), shareFor(view, overall, 'other')];
  if (ours === null || others === null) return null;
  return {
    title: `${pupilGroupWords.disadvantaged} pupils missed ${percentage1(ours)}%`,
    text: `${pupilGroupWords.other} missed ${percentage1(others)}%.`,
  };
}

function leave(view: AttendanceView): Finding | null {
  const value = shareFor(view, unauthorised);
  if (value === null) return null;
  const authorised = shareFor(view, 'own-absence-authorised');
  return {
    title: `${percentage1(value)}% were missed without leave`,
    text: authorised === null ? 'Unauthorised absence.' : `${percentage1(authorised)}% with it.`,
  };
}

/** The last half-term, the same of a year before, and the places that the school is set against. */
export function LastHalfTerm({ view, period }: { view: AttendanceView; period: string }) {
  const rows = [
    { name: 'This school', figure: find(view, overall, period) },
    { name: 'A year before', figure: find(view, overall, period, 'all', view.year - 1) },
    ...view.beside.map(({ name, figures }) => ({ name, figure: find({ figures, year: view.year }, overall, period) })),
  ].filter(({ figure }) => figure !== undefined);
  return (
    <>
      <h3>{halfTermNames[period]}</h3>
      <DataTable
        caption={`Overall absence in ${halfTermNames[period]}`}
        captionHidden
        rows={rows}
        columns={[
          { key: 'name', header: 'Where', name: true, cell: ({ name }) => name },
          {
            key: 'value',
            header: 'Overall absence',
            align: 'end',
            figure: true,
            cell: ({ name, figure }) => (name === 'This school' ? <strong>{shareOf(figure)}</strong> : shareOf(figure)),
          },
        ]}
      />
    </>
  );
}
