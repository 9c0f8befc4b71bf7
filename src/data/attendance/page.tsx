import type { Child } from 'hono/jsx';
import {
  ChartFigure,
  DataFoot,
  DataTable,
  EmptyState,
  ExportLinks,
  Filters,
  NotShown,
  Panel,
  Section,
  withQuery,
} from '../../platform/ui';
import { counted, listed } from '../../platform/words';
import { type SchoolHead, SchoolHeader, type SchoolTab, yearName } from '../../schools';
import { pupilGroupWords } from '../catalogue/pupil-groups';
import { OwnExclusionsSection } from './exclusions-section';
import type { AttendanceFigure, SchoolAttendance } from './figures';
import { HalfTermsDrawing } from './half-terms';
import { halfTermNames, percentage1 } from './words';

export interface AttendanceView extends SchoolAttendance {
  school: SchoolHead;
  tabs: readonly SchoolTab[];
  at: string;
  query: URLSearchParams;
  /** Pages of pupils are open to whoever asks. */
  mayReadPupils: boolean;
}

/** Absence of a school by half-term: what happened, which groups, how many miss a tenth, and whom to look at; and its exclusions. */
export function AttendancePage(view: AttendanceView) {
  const { school, tabs, at, years, year, periods, mayReadPupils } = view;
  const pupils = mayReadPupils && (
    <p>
      <a href={`${at}/pupils?year=${yearName(year)}`}>Pupils to watch</a>
    </p>
  );
  const exclusions = view.exclusions && (
    <OwnExclusionsSection
      exclusions={view.exclusions}
      own={`/schools/${school.urn}/own`}
      at={at}
      address={`${at}?${view.query}`}
    />
  );
  if (periods.length === 0)
    return (
      <>
        <SchoolHeader
          school={school}
          tabs={tabs}
          at={at}
          lead="No attendance by half-term is loaded for this school."
        />
        <EmptyState title="Attendance by half-term will be here" level={2}>
          Absence of each half-term, by group of pupils, with how many missed a tenth or more, once a file of attendance
          was brought and accepted. Published absence of whole years stands under{' '}
          <a href={`/schools/${school.urn}/data`}>Data</a>.
        </EmptyState>
        {pupils}
        {exclusions}
      </>
    );
  const last = periods.at(-1) as string;
  const asked = view.query.get('period') ?? '';
  return (
    <>
      <SchoolHeader school={school} tabs={tabs} at={at} lead={leadOf(view)} />
      <Panel>
        <h2>{findingOf(view)}</h2>
        {pupils}
      </Panel>
      <Section
        title={`Half-term by half-term, ${yearName(year)}`}
        rule="petrol"
        aside={
          <Filters
            label="Year"
            items={years.map((one) => ({
              text: yearName(one),
              href: `${at}?year=${yearName(one)}`,
              current: one === year,
            }))}
          />
        }
      >
        <ChartFigure
          title="Overall absence by half-term"
          sentence={trendOf(view)}
          svg={<HalfTermsDrawing view={view} />}
          table={<HalfTermsTable view={view} />}
        />
        <ExportLinks csv={`${at}.csv`} excel={`${at}.xlsx`} />
      </Section>
      <Groups view={view} period={asked === 'year' || periods.includes(asked) ? asked : last} />
      {exclusions}
      <DataFoot>{`Attendance: ${counted(view.releases.length, 'release')}: ${view.releases.join(', ')}. Totals over totals, one decimal; a session is half a school day. ${view.audience === 'outside' ? 'Small groups are hidden.' : 'For leaders: contains small groups, not for publication.'}`}</DataFoot>
    </>
  );
}

const overall = 'own-absence-overall';
const persistent = 'own-absence-persistent';

const find = (
  { figures, year }: Pick<SchoolAttendance, 'figures' | 'year'>,
  measure: string,
  period: string,
  group = 'all',
  of = year,
) => figures.find((one) => one.measure === measure && one.period === period && one.group === group && one.year === of);

/** "5.2%", or why not. */
export const shareOf = (figure: AttendanceFigure | undefined): Child =>
  figure === undefined ? null : figure.value === null ? (
    <NotShown reason={figure.shown} />
  ) : (
    `${percentage1(figure.value)}%`
  );

function leadOf(view: AttendanceView): string {
  const year = find(view, overall, 'year');
  const said = year?.value == null ? '' : ` Absence so far: ${percentage1(year.value)}% of sessions.`;
  return `${yearName(view.year)}, to the end of ${halfTermNames[view.periods.at(-1) ?? '']}.${said}`;
}

function findingOf(view: AttendanceView): string {
  const year = find(view, persistent, 'year');
  if (year?.value == null) return 'How many missed a tenth or more is not shown: the number is too small';
  const who =
    year.numerator === null || year.denominator === null
      ? `${percentage1(year.value)}% of pupils have`
      : `${counted(year.numerator, 'pupil')} of ${year.denominator} ${year.numerator === 1 ? 'has' : 'have'}`;
  return `${who} missed a tenth or more of their sessions so far`;
}

/** How the last half-term went against the one before and against the same of the year before. No more than the figures say. */
function trendOf(view: AttendanceView): string {
  const told = view.periods.map((period) => ({ period, value: find(view, overall, period)?.value ?? null }));
  const parts = told.flatMap(({ period, value }) =>
    value === null ? [] : [`${percentage1(value)}% in ${halfTermNames[period]}`],
  );
  const last = told.at(-1);
  const before = last && find(view, overall, last.period, 'all', view.year - 1)?.value;
  const against =
    last?.value == null || before == null
      ? ''
      : ` A year before, ${halfTermNames[last.period]} had ${percentage1(before)}%.`;
  const beside = view.beside.flatMap(({ name, figures }) => {
    const value = last && find({ figures, year: view.year }, overall, last.period)?.value;
    return value == null ? [] : [`${name} ${percentage1(value)}%`];
  });
  const others = last && beside.length > 0 ? ` In ${halfTermNames[last.period]}: ${listed(beside)}.` : '';
  return `${parts.length === 0 ? 'No half-term can be shown.' : `${listed(parts)}.`}${against}${others}`;
}

const HalfTermsTable = ({ view }: { view: AttendanceView }) => (
  <DataTable
    caption="Absence by half-term"
    captionHidden
    rows={[...view.periods, 'year']}
    columns={[
      { key: 'period', header: 'Half-term', name: true, cell: (period) => halfTermNames[period] ?? 'The year so far' },
      {
        key: 'overall',
        header: 'Overall',
        align: 'end',
        figure: true,
        cell: (period) => shareOf(find(view, overall, period)),
      },
      {
        key: 'authorised',
        header: 'Authorised',
        align: 'end',
        cell: (period) => shareOf(find(view, 'own-absence-authorised', period)),
      },
      {
        key: 'unauthorised',
        header: 'Unauthorised',
        align: 'end',
        cell: (period) => shareOf(find(view, 'own-absence-unauthorised', period)),
      },
      {
        key: 'persistent',
        header: 'Missed a tenth or more',
        align: 'end',
        cell: (period) => shareOf(find(view, persistent, period)),
      },
      {
        key: 'severe',
        header: 'Missed half or more',
        align: 'end',
        cell: (period) => shareOf(find(view, 'own-absence-severe', period)),
      },
      {
        key: 'before',
        header: 'Overall a year before',
        align: 'end',
        cell: (period) => shareOf(find(view, overall, period, 'all', view.year - 1)),
      },
    ]}
  />
);

/** Every group of pupils in one half-term or in the year so far. */
function Groups({ view, period }: { view: AttendanceView; period: string }) {
  const rows = view.groups.filter((group) => find(view, overall, period, group) !== undefined);
  const address = `${view.at}?${view.query}`;
  return (
    <Section
      title="Groups of pupils"
      rule="ink"
      id="groups"
      aside={
        <Filters
          label="Half-term"
          items={[...view.periods, 'year'].map((one) => ({
            text: halfTermNames[one] ?? 'The year so far',
            href: `${withQuery(address, { period: one })}#groups`,
            current: one === period,
          }))}
        />
      }
    >
      <DataTable
        caption={`Groups of pupils, ${halfTermNames[period] ?? 'the year so far'}`}
        captionHidden
        rows={rows}
        sortInPlace
        columns={[
          {
            key: 'group',
            header: 'Group',
            name: true,
            sortable: true,
            cell: (group) => pupilGroupWords[group] ?? 'All pupils',
          },
          {
            key: 'overall',
            header: 'Overall',
            align: 'end',
            figure: true,
            sortable: true,
            cell: (group) => shareOf(find(view, overall, period, group)),
          },
          {
            key: 'unauthorised',
            header: 'Unauthorised',
            align: 'end',
            sortable: true,
            cell: (group) => shareOf(find(view, 'own-absence-unauthorised', period, group)),
          },
          {
            key: 'persistent',
            header: 'Missed a tenth or more',
            align: 'end',
            sortable: true,
            cell: (group) => shareOf(find(view, persistent, period, group)),
          },
          {
            key: 'pupils',
            header: 'Pupils',
            align: 'end',
            sortable: true,
            cell: (group) => find(view, persistent, period, group)?.pupils,
          },
        ]}
      />
    </Section>
  );
}
