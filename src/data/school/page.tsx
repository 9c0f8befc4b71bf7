import type { Child } from 'hono/jsx';
import {
  ChartFigure,
  Columns,
  DataFoot,
  DataTable,
  Details,
  EmptyState,
  ExportLinks,
  Filters,
  Notice,
  Panel,
  Release,
  Section,
} from '../../platform/ui';
import { counted, date, listed } from '../../platform/words';
import { Inspections, type SchoolFacts, SchoolHeader, type SchoolTab, yearName } from '../../schools';
import { type Dataset, datasets, groupWords, type Measure, measureNamed } from '../catalogue/catalogue';
import { type Audience, earlyWords } from '../early/settings';
import { PackSection, type PackStanding } from '../packs/pages/section';
import { stages } from '../releases/queries';
import {
  bandWords,
  isGap,
  missingYears,
  pupilsOf,
  rowsOf,
  sections,
  titles,
  trendSentence,
  trendYears,
} from './choose';
import { CitySection } from './city';
import { FiguresTable, Own } from './figures-table';
import { findingsOf, leadOf } from './findings';
import { TrendDrawing } from './trend';
import { groupsWith, type MeasureRow, mainYear, measureRow, type SchoolData, yearsOf } from './view';
import { figureWords } from './words';

export interface SchoolDataView extends SchoolData {
  facts: SchoolFacts;
  tabs: readonly SchoolTab[];
  at: string;
  /** The year that was asked for, of the results that stand first. */
  year: number | null;
  /** Whoever may bring a file is told how. */
  mayBring: boolean;
  pack: PackStanding;
  /** Who sees results that are not validated, by dataset. */
  early: ReadonlyMap<string, Audience>;
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
      <CitySection data={view} datasets={shown} />
      <Inspections school={view.facts} />
      <PackSection {...view.pack} />
      <Foot view={view} shown={shown} />
    </>
  );
}

/** The results of the school's phase: the answer, what stands out, every headline, and how it went over the years. */
function Main({ view, dataset }: { view: SchoolDataView; dataset: Dataset }) {
  const { school, tabs, at } = view;
  const years = yearsOf(view, dataset);
  const year = view.year !== null && years.includes(view.year) ? view.year : (mainYear(view, dataset) ?? 0);
  const rows = rowsOf(view, sections(dataset, ['headlines', 'progress']), year);
  const pupils = pupilsOf(view, dataset, year);
  const findings = findingsOf(rows, dataset, pupils);
  const early = earlyWords(
    rows.flatMap(({ told }) => (told.kind === 'figure' ? [{ dataset: dataset.id, stage: told.figure.stage }] : [])),
    view.early,
  );
  return (
    <>
      <SchoolHeader
        school={school}
        tabs={tabs}
        at={at}
        lead={leadOf(findings, { dataset, year, pupils })}
        actions={<ReleaseOf rows={rows} />}
      />
      {early && <Notice kind="hint">{early}</Notice>}
      <p>
        <a href={`${at}/similar`}>Compare with schools like it</a>
        {' · '}
        {view.partnership && (
          <>
            <a href={`/partnerships/${encodeURIComponent(view.partnership.id)}/data?school=${school.urn}`}>
              Compare with {view.partnership.name}
            </a>
            {' · '}
          </>
        )}
        {view.city && (
          <a href={`/authorities/${view.city.code}/${school.sector}/data?school=${school.urn}`}>
            Compare with {view.city.name}
          </a>
        )}
      </p>
      {findings.length > 0 && (
        <Panel>
          <h2>What stands out</h2>
          <Columns split="thirds">
            {findings.map(({ title, text }) => (
              <div>
                <h3>{title}</h3>
                <p>{text}</p>
              </div>
            ))}
          </Columns>
        </Panel>
      )}
      <Section
        title={`${dataset.short}, ${yearName(year)}`}
        rule="petrol"
        id={dataset.id}
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
        intro={yearGaps(years)}
      >
        <Tables view={view} rows={rows} />
        <p class="m-small m-quiet">{bandWords(rows)}</p>
        <MoreMeasures view={view} dataset={dataset} year={year} />
        <ExportLinks csv={`${at}.csv`} excel={`${at}.xlsx`} />
      </Section>
      <Groups view={view} dataset={dataset} year={year} />
      <Trends view={view} dataset={dataset} />
    </>
  );
}

/** Measures of one kind stand together on one scale: percentages, progress, points. */
function Tables({ view, rows }: { view: SchoolDataView; rows: readonly MeasureRow[] }) {
  const formats = [...new Set(rows.map(({ measure }) => measure.format))];
  return (
    <>
      {formats.map((format) => {
        const some = rows.filter(({ measure }) => measure.format === format);
        return (
          <>
            {formats.length > 1 && <h3>{titles[format]}</h3>}
            <FiguresTable
              caption={titles[format]}
              rows={some}
              urn={view.school.urn}
              city={some.some(({ city }) => city) ? (view.city?.name ?? null) : null}
              partnership={some.some(({ partnership }) => partnership) ? (view.partnership?.name ?? null) : null}
            />
          </>
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
      <Tables view={view} rows={rows} />
    </Details>
  );
}

/** The groups of pupils that the files have, for the first headline that has them. */
function Groups({ view, dataset, year }: { view: SchoolDataView; dataset: Dataset; year: number }) {
  const measure = sections(dataset, ['headlines']).find(({ id }) => groupsWith(view, id, year).length > 1);
  if (!measure) return null;
  const rows = groupsWith(view, measure.id, year).map((group) => measureRow(view, measure, year, group));
  return (
    <Section
      title="Groups of pupils"
      rule="ink"
      id="groups"
      intro={`${measure.name}, ${measure.second}. England shows the same group, except that disadvantaged pupils are set against all other pupils nationally.`}
    >
      <DataTable
        caption="Groups of pupils"
        captionHidden
        rows={rows}
        columns={[
          { key: 'group', header: 'Group', name: true, cell: ({ group }) => groupWords[group] },
          { key: 'own', header: 'This school', align: 'end', figure: true, cell: (row) => <Own row={row} /> },
          {
            key: 'england',
            header: 'England',
            align: 'end',
            cell: ({ england }) => england && figureWords(england.value, measure),
          },
          {
            key: 'pupils',
            header: 'Pupils',
            align: 'end',
            cell: ({ told }) => (told.kind === 'figure' ? told.figure.denominator : null),
          },
        ]}
      />
    </Section>
  );
}

function yearGaps(years: readonly number[]): string | undefined {
  const missing = missingYears(years);
  return missing.length === 0
    ? undefined
    : `${listed(missing.map(yearName))} ${missing.length === 1 ? 'is' : 'are'} not loaded.`;
}

const mostTrends = 4;

function Trends({ view, dataset }: { view: SchoolDataView; dataset: Dataset }) {
  const years = trendYears(view, dataset);
  const measures = sections(dataset, ['headlines', 'progress'])
    .map((measure) => ({ measure, rows: years.map((year) => measureRow(view, measure, year)) }))
    .filter(({ rows }) => rows.filter(({ told }) => told.kind === 'figure').length > 1)
    .slice(0, mostTrends);
  if (measures.length === 0) return null;
  return (
    <Section title="Over the years" rule="ink" id="years">
      <ul class="m-trends">
        {measures.map(({ measure, rows }) => (
          <li>
            <ChartFigure
              title={`${measure.name}, ${measure.second}`}
              sentence={trendSentence(measure, rows)}
              svg={<TrendDrawing measure={measure} rows={rows} />}
              table={<TrendTable measure={measure} rows={rows} />}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}

const TrendTable = ({ measure, rows }: { measure: Measure; rows: readonly MeasureRow[] }) => (
  <DataTable
    caption={`${measure.name}, ${measure.second}`}
    captionHidden
    rows={rows}
    columns={[
      { key: 'year', header: 'Year', name: true, cell: ({ year }) => yearName(year) },
      { key: 'own', header: 'This school', align: 'end', figure: true, cell: (row) => <Own row={row} /> },
      {
        key: 'england',
        header: 'England',
        align: 'end',
        cell: ({ england }) => england && figureWords(england.value, measure),
      },
    ]}
  />
);

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
      <Tables view={view} rows={rows} />
      <MoreMeasures view={view} dataset={dataset} year={year} />
    </Section>
  );
}

function otherYears(years: readonly number[], year: number): string {
  const others = years.filter((one) => one !== year);
  return others.length === 0 ? 'No other year is loaded.' : `Loaded too: ${listed(others.map(yearName))}.`;
}

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

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

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
