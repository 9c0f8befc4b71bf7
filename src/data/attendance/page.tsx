import {
  ChartFigure,
  Columns,
  DataFoot,
  DataTable,
  EmptyState,
  ExportLinks,
  Filters,
  Section,
  Strip,
  StripScale,
  withQuery,
} from '../../platform/ui';
import { counted, listed } from '../../platform/words';
import { type SchoolHead, SchoolHeader, type SchoolTab, yearName } from '../../schools';
import { EarlyNotice } from '../early/notice';
import type { Audience } from '../early/settings';
import { HiddenOnes } from '../own/hidden-ones';
import { readerWords } from '../own/reader-notice';
import { groupName, notShownWords } from '../own/rows';
import type { OwnReader } from '../policy';
import { OwnExclusionsSection } from './exclusions-section';
import type { SchoolAttendance } from './figures';
import { find, LastHalfTerm, StandsOut, shareOf } from './findings';
import { HalfTermsDrawing } from './half-terms';
import { halfTermName, halfTermNames, halfTermWords, overall, percentage1, persistent, unauthorised } from './words';

export interface AttendanceView extends SchoolAttendance {
  school: SchoolHead;
  tabs: readonly SchoolTab[];
  at: string;
  query: URLSearchParams;
  /** Pages of pupils are open to whoever asks. */
  mayReadPupils: boolean;
  reader: OwnReader;
  early: ReadonlyMap<string, Audience>;
}

/** Absence of a school by half-term: what happened, which groups, how many miss a tenth, and whom to look at; and its exclusions. */
export function AttendancePage(view: AttendanceView) {
  const { school, tabs, at, years, year, periods, mayReadPupils } = view;
  const pupils = mayReadPupils && (
    <p>
      <a href={`${at}/pupils?year=${yearName(year)}`}>Pupils to watch</a>
    </p>
  );
  const exclusions = view.exclusions ? (
    <OwnExclusionsSection
      exclusions={view.exclusions}
      reader={view.reader}
      own={`/schools/${school.urn}/own`}
      at={at}
      address={`${at}?${view.query}`}
    />
  ) : (
    <Section title="Exclusions" rule="ink" id="exclusions">
      <p>
        None of this school is loaded. A file of exclusions has a line for each of them, so a school that had none is
        not in it.
      </p>
    </Section>
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
  const excluded = view.exclusions?.figures.filter((one) => one.year === view.exclusions?.year) ?? [];
  const early = [...view.told.filter((one) => one.year === year), ...excluded];
  const last = periods.at(-1) as string;
  const asked = view.query.get('period') ?? '';
  return (
    <>
      <SchoolHeader school={school} tabs={tabs} at={at} lead={leadOf(view)} />
      <EarlyNotice figures={early} settings={view.early} />
      <StandsOut view={view} pupils={pupils} />
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
        <Columns split="8-4">
          <ChartFigure
            title={lastTitle(view, last)}
            sentence={trendOf(view)}
            svg={<HalfTermsDrawing view={view} />}
            table={<HalfTermsTable view={view} />}
          />
          <div>
            <LastHalfTerm view={view} period={last} />
          </div>
        </Columns>
        <ExportLinks csv={`${at}.csv`} excel={`${at}.xlsx`} />
      </Section>
      <Groups view={view} period={asked === 'year' || periods.includes(asked) ? asked : last} />
      {exclusions}
      <DataFoot>{`Attendance: ${counted(view.releases.length, 'release')}: ${view.releases.join(', ')}. Totals over totals, one decimal; a session is half a school day. ${readerWords[view.reader]}`}</DataFoot>
    </>
  );
}

function leadOf(view: AttendanceView): string {
  const year = find(view, overall, 'year');
  const said =
    year?.value == null ? '' : ` Absence${view.over ? '' : ' so far'}: ${percentage1(year.value)}% of sessions.`;
  return `${yearName(view.year)}, ${view.over ? 'the whole year' : `to the end of ${halfTermNames[view.periods.at(-1) ?? '']}`}.${said}`;
}

/** "Autumn 2: 6.0% of sessions missed, a year before 6.0%". */
function lastTitle(view: AttendanceView, last: string): string {
  const share = (year: number) => find(view, overall, last, 'all', year)?.value;
  const [now, before] = [share(view.year), share(view.year - 1)];
  if (now == null) return 'Overall absence by half-term';
  return `${halfTermNames[last]}: ${percentage1(now)}% of sessions missed${before == null ? '' : `, a year before ${percentage1(before)}%`}`;
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
  return `${parts.length === 0 ? 'No half-term can be shown.' : `${listed(parts)}.`}${against}`;
}

const HalfTermsTable = ({ view }: { view: AttendanceView }) => (
  <DataTable
    caption="Absence by half-term"
    captionHidden
    rows={[...view.periods, 'year']}
    columns={[
      { key: 'period', header: 'Half-term', name: true, cell: (period) => halfTermName(period, view.over) },
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
        cell: (period) => shareOf(find(view, unauthorised, period)),
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
      ...(view.years.includes(view.year - 1)
        ? [
            {
              key: 'before',
              header: 'Overall a year before',
              align: 'end' as const,
              cell: (period: string) => shareOf(find(view, overall, period, 'all', view.year - 1)),
            },
          ]
        : []),
    ]}
  />
);

interface GroupShare {
  group: string;
  value: number;
  pupils: number;
}

/** "Missed most: SEN support, 10.4% (16 pupils). …": with how many they are, since few pupils make a large share. Crosses are left to the table. */
function mostAndLeast(groups: readonly GroupShare[]): string | undefined {
  const sorted = groups.filter(({ group }) => !group.includes('+')).toSorted((a, b) => b.value - a.value);
  const [most, least] = [sorted[0], sorted.at(-1)];
  const words = ({ group, value, pupils }: GroupShare) =>
    `${groupName(group)}, ${percentage1(value)}% (${counted(pupils, 'pupil')})`;
  return most && least && percentage1(most.value) !== percentage1(least.value)
    ? `Missed most: ${words(most)}. Missed least: ${words(least)}.`
    : undefined;
}

/** Every group of pupils in one half-term or in the year so far. */
function Groups({ view, period }: { view: AttendanceView; period: string }) {
  const held = view.groups.filter((group) => find(view, overall, period, group) !== undefined);
  const rows = held.filter((group) =>
    [overall, unauthorised, persistent].some((measure) => find(view, measure, period, group)?.value != null),
  );
  const address = `${view.at}?${view.query}`;
  const most = Math.max(...rows.map((group) => find(view, overall, period, group)?.value ?? 0));
  const to = Math.max(10, Math.ceil(most / 10) * 10);
  return (
    <Section
      title="Groups of pupils"
      rule="ink"
      id="groups"
      intro={mostAndLeast(
        rows.flatMap((group) => {
          const value = find(view, overall, period, group)?.value;
          const pupils = find(view, persistent, period, group)?.pupils;
          return group === 'all' || value == null || pupils == null ? [] : [{ group, value, pupils }];
        }),
      )}
      aside={
        <Filters
          label="Half-term"
          items={[...view.periods, 'year'].map((one) => ({
            text: halfTermName(one, view.over),
            href: `${withQuery(address, { period: one })}#groups`,
            current: one === period,
          }))}
        />
      }
    >
      <DataTable
        caption={`Groups of pupils, ${halfTermWords(period, view.over)}`}
        captionHidden
        rows={rows}
        sortInPlace
        columns={[
          {
            key: 'group',
            header: 'Group',
            name: true,
            sortable: true,
            cell: groupName,
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
            key: 'strip',
            header: <StripScale ends={['0%', `${to / 2}%`, `${to}%`]} />,
            strip: true,
            plain: true,
            cell: (group) => <Strip scale={[0, to]} value={find(view, overall, period, group)?.value ?? undefined} />,
          },
          {
            key: 'unauthorised',
            header: 'Unauthorised',
            align: 'end',
            sortable: true,
            cell: (group) => shareOf(find(view, unauthorised, period, group)),
          },
          {
            key: 'persistent',
            header: 'Missed a tenth or more',
            label: 'Missed a tenth',
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
      <HiddenOnes
        hidden={held
          .filter((group) => !rows.includes(group))
          .map((group) => ({
            name: groupName(group),
            reason: notShownWords(find(view, overall, period, group)?.shown ?? ''),
          }))}
      />
    </Section>
  );
}
