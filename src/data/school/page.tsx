import type { Child } from 'hono/jsx';
import {
  DataFoot,
  Details,
  EmptyState,
  ExportLinks,
  Filters,
  Release,
  Section,
  Switch,
  withQuery,
} from '../../platform/ui';
import { capital, counted, date, listed } from '../../platform/words';
import { Inspections, type SchoolFacts, SchoolHeader, type SchoolTab, yearName } from '../../schools';
import { type Dataset, datasets, measureNamed } from '../catalogue/catalogue';
import { EarlyNotice } from '../early/notice';
import type { Audience } from '../early/settings';
import { ExclusionsSection } from '../exclusions/section';
import { PackSection, type PackStanding } from '../packs/pages/section';
import { stages } from '../releases/queries';
import { bandWords, isGap, missingYears, pupilsOf, rowsOf, sections, titles, trendYears } from './choose';
import { CitySection } from './city';
import { FiguresTable } from './figures-table';
import { findingsOf, leadOf } from './findings';
import type { ViewFor } from './governors';
import { GovernorsNotes } from './governors-notes';
import { Groups } from './groups';
import { OtherYear } from './other-year';
import { StandsOut } from './stands-out';
import { Subjects } from './subjects';
import { Trends } from './trends-section';
import { type MeasureRow, mainYear, measureRow, type SchoolData, yearsOf } from './view';

export interface SchoolDataView extends SchoolData {
  facts: SchoolFacts;
  tabs: readonly SchoolTab[];
  at: string;
  /** The year that was asked for, of the results that stand first. */
  year: number | null;
  /** The same as the address says it. */
  asked: string | null;
  /** Whoever may bring a file is told how. */
  mayBring: boolean;
  pack: PackStanding;
  /** Who sees results that are not validated, by dataset. */
  early: ReadonlyMap<string, Audience>;
  /** For whom the page is, and what keeps it in the address of its parts, where the address says so. */
  for: ViewFor;
  keep: string;
}

export function SchoolDataPage(view: SchoolDataView) {
  const { school, tabs, at } = view;
  const shown = datasets.filter((one) => one.sectors.includes(school.sector) && mainYear(view, one) !== null);
  const [first, ...rest] = shown;
  if (!first)
    return (
      <>
        <SchoolHeader school={school} tabs={tabs} at={at} lead="No figures about this school are loaded yet." />
        <EmptyState
          title="Results, attendance and pupils will be here"
          action={view.mayBring ? <a href="/releases/new">Bring a file of results</a> : undefined}
        >
          Each figure comes with its likely range, with England, the authority and the partnership beside it, and with
          the file that it was published in.
        </EmptyState>
        <Inspections school={view.facts} />
        <PackSection {...view.pack} />
      </>
    );
  return (
    <>
      <Main view={view} dataset={first} />
      {rest.map((dataset) => (
        <More view={view} dataset={dataset} />
      ))}
      {view.city && <ExclusionsSection areas={view.areas} code={view.city.code} sector={school.sector} />}
      <CitySection data={view} datasets={shown} />
      {view.for === 'governors' && (
        <GovernorsNotes rows={mainRows(view, first)} at={at} partnership={view.partnership?.name ?? null} />
      )}
      <Inspections school={view.facts} />
      <PackSection {...view.pack} />
      <Foot view={view} shown={shown} />
    </>
  );
}

const addressOf = ({ at, keep }: SchoolDataView): string => `${at}${keep}`;

/** Whom the school can be set against. */
const Compared = ({ view: { school, at, partnership, city } }: { view: SchoolDataView }) => (
  <p class="m-compare">
    Compare with <a href={`${at}/similar`}>schools like it</a>
    {partnership && (
      <>
        {', '}
        <a href={`/partnerships/${encodeURIComponent(partnership.id)}/data?school=${school.urn}`}>{partnership.name}</a>
      </>
    )}
    {city && (
      <>
        {', '}
        <a href={`/authorities/${city.code}/${school.sector}/data?school=${school.urn}`}>{city.name}</a>
      </>
    )}
    {'. '}On paper: <a href="#pack">the pack</a>
  </p>
);

/** The year that the first results are shown of: what was asked for, else what the page opens with. */
function shownYear(view: SchoolDataView, dataset: Dataset): number {
  return view.year !== null && yearsOf(view, dataset).includes(view.year) ? view.year : (mainYear(view, dataset) ?? 0);
}

const mainRows = (view: SchoolDataView, dataset: Dataset): MeasureRow[] =>
  rowsOf(view, sections(dataset, ['headlines', 'progress']), shownYear(view, dataset));

/** The results of the school's phase: the answer, what stands out, every headline, and how it went over the years. */
function Main({ view, dataset }: { view: SchoolDataView; dataset: Dataset }) {
  const { school, tabs, at } = view;
  const years = yearsOf(view, dataset);
  const year = shownYear(view, dataset);
  const rows = mainRows(view, dataset);
  const pupils = pupilsOf(view, dataset, year);
  const findings = findingsOf(rows, dataset, pupils);
  return (
    <>
      <SchoolHeader
        school={school}
        tabs={tabs}
        at={at}
        lead={leadOf(rows, { dataset, year, pupils })}
        actions={<ReleaseOf rows={rows} />}
      />
      {!datasets.some((one) => view.year !== null && yearsOf(view, one).includes(view.year)) && (
        <OtherYear asked={view.asked} shown={year} />
      )}
      <EarlyNotice figures={stagesOf(rows)} settings={view.early} />
      <StandsOut findings={findings} />
      <Section
        title={`${dataset.short}, ${yearName(year)}`}
        rule="petrol"
        id={dataset.id}
        aside={
          <Filters
            label="Year"
            items={years.map((one) => ({
              text: yearName(one),
              href: withQuery(addressOf(view), { year: yearName(one) }),
              current: one === year,
            }))}
          />
        }
        intro={yearGaps(years)}
      >
        <div class="m-ways">
          <Switch
            label="For whom"
            items={[
              {
                text: 'For leaders',
                href: withQuery(addressOf(view), { for: 'leaders', year: yearName(year) }),
                current: view.for === 'leaders',
              },
              {
                text: 'For governors, small groups hidden',
                href: withQuery(addressOf(view), { for: 'governors', year: yearName(year) }),
                current: view.for === 'governors',
              },
            ]}
          />
          <Compared view={view} />
        </div>
        {view.for === 'governors' && (
          <p>
            For governors: groups of fewer than 6 pupils are hidden. <a href="#notes">Notes for governors</a>
          </p>
        )}
        <Tables view={view} dataset={dataset} rows={rows} of={`${dataset.short}, ${yearName(year)}`} />
        <p class="m-small m-quiet">{bandWords(rows)}</p>
        <Subjects view={view} dataset={dataset} year={year} href={(measure) => `${at}/${measure.id}${view.keep}`} />
        <MoreMeasures view={view} dataset={dataset} year={year} />
        <ExportLinks csv={`${at}.csv?for=${view.for}`} excel={`${at}.xlsx?for=${view.for}`} of={dataset.short} />
      </Section>
      <Groups view={view} headlines={sections(dataset, ['headlines'])} year={year} hidden={view.for === 'governors'} />
      <Trends view={view} dataset={dataset} measures={sections(dataset, ['headlines', 'progress'])} />
    </>
  );
}

/** Measures of one kind stand together on one scale: percentages, progress, points. */
function Tables(props: { view: SchoolDataView; dataset: Dataset; rows: readonly MeasureRow[]; of: string }) {
  const { view, dataset, rows, of } = props;
  const years = trendYears(view, dataset);
  const formats = [...new Set(rows.map(({ measure }) => measure.format))];
  return (
    <>
      {formats.map((format) => {
        const some = rows.filter(({ measure }) => measure.format === format);
        return (
          <FiguresTable
            caption={`${of}: ${titles[format]}`}
            rows={some}
            href={(measure) => `${view.at}/${measure.id}${view.keep}`}
            history={(measure) => years.map((year) => measureRow(view, measure, year))}
            city={some.some(({ city }) => city) ? (view.city?.name ?? null) : null}
            partnership={some.some(({ partnership }) => partnership) ? (view.partnership?.name ?? null) : null}
          />
        );
      })}
    </>
  );
}

function MoreMeasures({ view, dataset, year }: { view: SchoolDataView; dataset: Dataset; year: number }) {
  const rows = rowsOf(view, sections(dataset, ['more']), year).filter(({ told }) => !isGap(told));
  if (rows.length === 0) return null;
  return (
    <Details summary={`${counted(rows.length, 'more measure')}`}>
      <Tables view={view} dataset={dataset} rows={rows} of={`${dataset.short}, ${yearName(year)}, more measures`} />
    </Details>
  );
}

function yearGaps(years: readonly number[]): string | undefined {
  const missing = missingYears(years);
  return missing.length === 0
    ? undefined
    : `${listed(missing.map(yearName))} ${missing.length === 1 ? 'is' : 'are'} not loaded.`;
}

/** Another dataset of the school, with its own newest year. */
function More({ view, dataset }: { view: SchoolDataView; dataset: Dataset }) {
  const years = yearsOf(view, dataset);
  const year = view.year !== null && years.includes(view.year) ? view.year : mainYear(view, dataset);
  if (year === null) return null;
  const rows = rowsOf(view, sections(dataset, ['headlines', 'progress']), year);
  const pupils = pupilsOf(view, dataset, year);
  const people = pupils === null ? '' : `${counted(pupils, 'pupil')} ${dataset.about}. `;
  return (
    <Section
      title={`${dataset.short}, ${yearName(year)}`}
      rule="ink"
      id={dataset.id}
      intro={`${people}${otherYears(years, year)}`}
    >
      <EarlyNotice figures={stagesOf(rows)} settings={view.early} />
      <Tables view={view} dataset={dataset} rows={rows} of={`${dataset.short}, ${yearName(year)}`} />
      <Subjects view={view} dataset={dataset} year={year} href={(measure) => `${view.at}/${measure.id}${view.keep}`} />
      <MoreMeasures view={view} dataset={dataset} year={year} />
    </Section>
  );
}

function otherYears(years: readonly number[], year: number): string {
  const others = years.filter((one) => one !== year);
  return others.length === 0 ? 'No other year is loaded.' : `Loaded too: ${listed(others.map(yearName))}.`;
}

const stagesOf = (rows: readonly MeasureRow[]) =>
  rows.flatMap(({ measure, told }) =>
    told.kind === 'figure' ? [{ dataset: measure.dataset, stage: told.figure.stage }] : [],
  );

/** Which version of the headlines is shown, and how final it is. */
function ReleaseOf({ rows }: { rows: readonly MeasureRow[] }): Child {
  const figure = rows.flatMap(({ told }) =>
    told.kind === 'figure' || told.kind === 'withheld' ? [told.figure] : [],
  )[0];
  if (!figure) return null;
  const step = stages.indexOf(figure.stage);
  return (
    <Release
      steps={stages.map(capital)}
      step={step}
      title={
        <>
          <strong>{capital(figure.stage)} release</strong>, accepted{' '}
          {date(figure.acceptedAt.toZonedDateTimeISO('Europe/London').toPlainDate())}
        </>
      }
    />
  );
}

const Foot = ({ view, shown }: { view: SchoolDataView; shown: readonly Dataset[] }) => {
  const ids = new Set(shown.map(({ id }) => id));
  const releases = [
    ...new Set(
      view.figures.filter(({ measure }) => ids.has(measureNamed(measure)?.dataset ?? '')).map(({ release }) => release),
    ),
  ].sort();
  return (
    <DataFoot>
      {`${counted(view.figures.length, 'figure')} of ${counted(releases.length, 'release')}: ${releases.join(', ')}. Figures are shown as they were published, with the publisher’s marks in words. `}
      <a href={`/schools/${view.school.urn}/data.json`}>The same for programs (JSON)</a>
    </DataFoot>
  );
};
