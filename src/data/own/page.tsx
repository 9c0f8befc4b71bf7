import { DataFoot, EmptyState, ExportLinks, Filters, Notice, Section } from '../../platform/ui';
import { counted, listed } from '../../platform/words';
import { SchoolHeader, type SchoolTab, yearName } from '../../schools';
import type { RunMissing } from '../measured/queries';
import { titles } from '../school/choose';
import { FiguresTable } from '../school/figures-table';
import type { MeasureRow } from '../school/view';
import { MonthByMonth } from './months';
import { activityDataset } from './periods';
import { elsewhere, type OwnData } from './read';
import { type OwnPart, ownParts, ownRow } from './rows';
import { SubjectsTable } from './subjects';

export interface OwnView extends OwnData {
  tabs: readonly SchoolTab[];
  at: string;
  /** The year that was asked for. */
  year: number | null;
  /** What could not be worked out of the years that are shown, and why. */
  missing: readonly RunMissing[];
  mayBring: boolean;
  /** May see the pupils behind a figure. */
  mayReadPupils: boolean;
}

/** Everything that is worked out from a school's own files of pupils, dataset by dataset, before and beside what is published. */
export function OwnPage(view: OwnView) {
  const { school, tabs, at, year, figures, mayBring } = view;
  const parts = ownParts(view, year);
  if (parts.length === 0)
    return (
      <>
        <SchoolHeader school={school} tabs={tabs} at={at} lead="No file of this school’s pupils is loaded yet." />
        <EmptyState
          title="Figures from your pupils’ files will be here"
          action={mayBring ? <a href="/releases/new">Bring a file of pupils</a> : undefined}
        >
          Early years, phonics, key stages and 16 to 18, by the department’s own methods: weeks or months before they
          are published, for every group of pupils, with the partnership and the city beside them.
        </EmptyState>
        <NotWorkedOut view={view} parts={parts} />
      </>
    );
  const years = [...new Set([...figures, ...view.months].map((one) => one.year))].sort((a, b) => b - a);
  const outside = [...figures, ...view.months].some(({ audience }) => audience === 'outside');
  return (
    <>
      <SchoolHeader school={school} tabs={tabs} at={at} lead={leadOf(parts)} />
      <Notice
        kind={outside ? 'hint' : 'late'}
        title={outside ? 'Small groups are hidden.' : 'For leaders: contains small groups, not for publication.'}
      >
        {outside
          ? 'A figure that would tell something of a few pupils is not shown, nor what it could be worked out from.'
          : 'Governors and others see the same page with small groups hidden.'}
      </Notice>
      {years.length > 1 && (
        <div class="m-ways">
          <Filters
            label="Year"
            items={[
              { text: 'The newest of each', href: at, current: year === null },
              ...years.map((one) => ({
                text: yearName(one),
                href: `${at}?year=${yearName(one)}`,
                current: year === one,
              })),
            ]}
          />
        </div>
      )}
      {parts.map((part) => (
        <Part view={view} part={part} />
      ))}
      <ExportLinks csv={`${at}.csv`} excel={`${at}.xlsx`} />
      <NotWorkedOut view={view} parts={parts} />
      <DataFoot>
        {`${counted(figures.length + view.months.length, 'figure')} of ${releasesOf(view)}. Worked out by the methods of the published measures; the stage is that of the files. `}
        <a href={`${at}.json`}>The same for programs (JSON)</a>
      </DataFoot>
    </>
  );
}

const leadOf = (parts: readonly OwnPart[]): string =>
  `Worked out from the school’s files of pupils: ${listed(parts.map(({ title, year }) => `${title.charAt(0).toLowerCase()}${title.slice(1)} ${yearName(year)}`))}.`;

function releasesOf({ figures, months }: OwnData): string {
  const names = [...new Set([...figures, ...months].flatMap(({ releases }) => releases))].sort();
  return `${counted(names.length, 'release')}: ${names.join(', ')}`;
}

/** Measures of one kind stand together on one scale. */
function Part({ view, part }: { view: OwnView; part: OwnPart }) {
  const rows = part.measures
    .filter(({ section }) => section !== 'pupils')
    .map((measure) => ownRow(view, measure, part.year))
    // Of months alone there is no figure of the year yet.
    .filter(({ told }) => part.dataset !== activityDataset || told.kind !== 'not-loaded');
  const formats = [...new Set(rows.map(({ measure }) => measure.format))];
  const stage = [...view.figures, ...view.months].find(
    (one) => one.dataset === part.dataset && one.year === part.year,
  )?.stage;
  const years = [
    ...new Set(view.figures.filter(({ dataset }) => dataset === part.dataset).map((one) => one.year)),
  ].sort();
  const history = (measure: MeasureRow['measure']): MeasureRow[] => {
    const own = part.measures.find(({ id }) => id === measure.id);
    return own ? years.map((year) => ownRow(view, own, year)) : [];
  };
  return (
    <Section
      title={`${part.title}, ${yearName(part.year)}`}
      rule="petrol"
      id={part.dataset}
      intro={introOf(view, part, stage)}
    >
      {formats.map((format) => {
        const some = rows.filter(({ measure }) => measure.format === format);
        return (
          <>
            {formats.length > 1 && <h3>{titles[format]}</h3>}
            <FiguresTable
              caption={titles[format]}
              rows={some}
              href={(measure) => `${view.at}/${measure.id}?year=${yearName(part.year)}`}
              history={history}
              city={some.some(({ city }) => city) ? (view.city?.name ?? null) : null}
              partnership={some.some(({ partnership }) => partnership) ? (view.partnership?.name ?? null) : null}
            />
          </>
        );
      })}
      <SubjectsTable view={view} part={part} at={view.at} />
      {part.dataset === activityDataset && (
        <MonthByMonth
          view={view}
          year={part.year}
          pupils={
            view.mayReadPupils
              ? (measure, month) => `${view.at}/${measure}/pupils?year=${yearName(part.year)}&period=${month}`
              : null
          }
        />
      )}
      {view.missing.some((one) => isOf(one, part) && one.measure === null) && (
        <p class="m-small m-quiet">
          {sentencesOf(view.missing.filter((one) => isOf(one, part) && one.measure === null)).join(' ')}
        </p>
      )}
    </Section>
  );
}

function introOf(view: OwnView, { dataset, measures, year }: OwnPart, stage: string | undefined): string {
  const [cohort] = measures.filter(({ section }) => section === 'pupils');
  const row = cohort && ownRow(view, cohort, year);
  const pupils =
    row?.told.kind !== 'figure'
      ? ''
      : dataset === activityDataset
        ? `December to February of ${counted(row.told.value, 'young person', 'young people')}. `
        : `${counted(row.told.value, 'pupil')}. `;
  const beside = [view.partnership?.name, view.city?.name].filter((name) => name !== undefined);
  const shared =
    beside.length === 0 ? '' : ` ${listed(beside)}: the pupils of all schools there that share their files.`;
  return `${pupils}${stage === undefined ? '' : `The files are ${stage}.`}${shared}`;
}

const isOf = (one: RunMissing, { dataset, year }: Pick<OwnPart, 'dataset' | 'year'>): boolean =>
  one.dataset === dataset && one.of === year;
const sentencesOf = (some: readonly RunMissing[]): string[] => [...new Set(some.map(({ sentence }) => sentence))];

/** What needs a table, or the census: said in place of a figure that would be made up. */
function NotWorkedOut({ view, parts }: { view: OwnView; parts: readonly OwnPart[] }) {
  const held = [...view.figures, ...view.months];
  // What is shown in part, and what cannot be shown at all.
  const sentences = sentencesOf(
    view.missing.filter(
      (one) =>
        one.measure !== null &&
        !elsewhere.includes(one.dataset) &&
        (parts.some((part) => isOf(one, part)) || !held.some(({ dataset, year }) => isOf(one, { dataset, year }))),
    ),
  );
  return sentences.length === 0 ? null : (
    <Section title="Not worked out yet" rule="ink" id="missing">
      <ul class="govuk-list govuk-list--bullet">
        {sentences.map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
      {view.mayBring && (
        <p>
          <a href="/official-tables">Supply an official table</a>
        </p>
      )}
    </Section>
  );
}
