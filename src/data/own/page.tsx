import { DataFoot, Details, EmptyState, ExportLinks, Filters, Section } from '../../platform/ui';
import { counted, listed } from '../../platform/words';
import { SchoolHeader, type SchoolTab, yearName } from '../../schools';
import { datasetOf, measureNamed } from '../catalogue/catalogue';
import { ownMeasureNamed } from '../catalogue/own-measures';
import { EarlyNotice } from '../early/notice';
import type { Audience } from '../early/settings';
import type { RunMissing } from '../measured/queries';
import type { OwnReader } from '../policy';
import { likelyRangeWords, titles } from '../school/choose';
import { FiguresTable } from '../school/figures-table';
import { findingsOf, leadOf } from '../school/findings';
import { OtherYear } from '../school/other-year';
import { StandsOut } from '../school/stands-out';
import { missingWords } from '../school/told';
import type { MeasureRow } from '../school/view';
import { HiddenOnes } from './hidden-ones';
import { MonthByMonth } from './months';
import { activityDataset } from './periods';
import { elsewhere, type OwnData } from './read';
import { ReaderNotice } from './reader-notice';
import { hiddenBeside, inPageOrder, type OwnPart, ownParts, ownRow } from './rows';
import { SubjectsTable } from './subjects';

export interface OwnView extends OwnData {
  tabs: readonly SchoolTab[];
  at: string;
  /** The year that was asked for. */
  year: number | null;
  /** As it stands in the address, for one that is no year too. */
  asked: string | null;
  /** What could not be worked out of the years that are shown, and why. */
  missing: readonly RunMissing[];
  mayBring: boolean;
  early: ReadonlyMap<string, Audience>;
  /** May see the pupils behind a figure. */
  mayReadPupils: boolean;
  reader: OwnReader;
}

/** Everything that is worked out from a school's own files of pupils, dataset by dataset, before and beside what is published. */
export function OwnPage(view: OwnView) {
  const { school, tabs, at, year, figures, mayBring } = view;
  const parts = inPageOrder(ownParts(view, year));
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
  // The answer is of the first of which something may be shown.
  const first = parts.find((part) => headlinesOf(view, part).some(isTold)) ?? (parts[0] as OwnPart);
  const headlines = headlinesOf(view, first);
  const about = { short: first.short, about: aboutOf(first) };
  const pupils = pupilsOf(view, first);
  return (
    <>
      <SchoolHeader
        school={school}
        tabs={tabs}
        at={at}
        lead={leadOf(headlines, { dataset: about, year: first.year, pupils })}
      />
      {!yearsOf(view).includes(year ?? 0) && <OtherYear asked={view.asked} shown={null} />}
      <ReaderNotice reader={view.reader} />
      <EarlyNotice figures={parts.flatMap((part) => figuresIn(view, part).slice(0, 1))} settings={view.early} />
      <StandsOut findings={findingsOf(headlines, about, pupils)} />
      <Ways view={view} parts={parts} />
      {parts.map((part) => (
        <Part view={view} part={part} rule={part === parts[0] ? 'petrol' : 'ink'} />
      ))}
      <NotWorkedOut view={view} parts={parts} />
      <p class="m-small m-quiet">{[likelyRangeWords, sharedWords(view)].join(' ').trim()}</p>
      <ExportLinks csv={`${at}.csv`} excel={`${at}.xlsx`} />
      <DataFoot>
        {`${counted(figures.length + view.months.length, 'figure')} of ${releasesOf(view)}. Worked out from the school’s files of pupils by the methods of the published measures; the stage is that of the files. `}
        <a href={`${at}.json`}>The same for programs (JSON)</a>
      </DataFoot>
    </>
  );
}

function releasesOf({ figures, months }: OwnData): string {
  const names = [...new Set([...figures, ...months].flatMap(({ releases }) => releases))].sort();
  return `${counted(names.length, 'release')}: ${names.join(', ')}`;
}

/** Of which something is held, the newest first. */
const yearsOf = ({ figures, months }: OwnView): number[] =>
  [...new Set([...figures, ...months].map((one) => one.year))].sort((a, b) => b - a);

/** Down the page, and to another year. */
function Ways({ view, parts }: { view: OwnView; parts: readonly OwnPart[] }) {
  const { at, year } = view;
  const years = yearsOf(view);
  return (
    <div class="m-ways">
      {parts.length > 1 && (
        <Filters
          label="On this page"
          items={parts.map(({ dataset, short }) => ({ text: short, href: `#${dataset}` }))}
        />
      )}
      {years.length > 1 && (
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
      )}
    </div>
  );
}

const headlinesOf = (view: OwnView, { measures, year }: OwnPart): MeasureRow[] =>
  measures
    .filter(({ section }) => section === 'headlines' || section === 'progress')
    .map((measure) => ownRow(view, measure, year));

const isTold = ({ told }: MeasureRow): boolean => told.kind === 'figure';

/** "at the end of Year 6": of whom the published measures are that these are the same as. */
function aboutOf({ measures }: OwnPart): string {
  const [same] = measures.flatMap(({ same_as: id }) => (id === undefined ? [] : [measureNamed(id)]));
  return same ? datasetOf(same).about : '';
}

function pupilsOf(view: OwnView, { measures, year }: OwnPart): number | null {
  const [cohort] = measures.filter(({ section }) => section === 'pupils');
  const told = cohort && ownRow(view, cohort, year).told;
  return told?.kind === 'figure' ? told.value : null;
}

/** A dataset of the school: its headlines, and folded what more there is of it and its subjects. Paper has all of it. */
function Part({ view, part, rule }: { view: OwnView; part: OwnPart; rule: 'petrol' | 'ink' }) {
  const headlines = headlinesOf(view, part);
  const more = part.measures.filter(({ section }) => section === 'more').map((one) => ownRow(view, one, part.year));
  const [shown, folded] =
    headlines.length === 0 || !more.some(isTold) ? [[...headlines, ...more], []] : [headlines, more];
  const partly = view.missing.filter((one) => isOf(one, part) && one.measure === null);
  return (
    <Section title={`${part.short}, ${yearName(part.year)}`} rule={rule} id={part.dataset} intro={introOf(view, part)}>
      <Tables view={view} part={part} rows={shown} of={`${part.short}, ${yearName(part.year)}`} />
      {folded.length > 0 && (
        <Details summary={counted(folded.length, 'more measure')} prints>
          <Tables view={view} part={part} rows={folded} of={`${part.short}, ${yearName(part.year)}, more measures`} />
        </Details>
      )}
      <HiddenOnes
        hidden={hiddenBeside(
          view,
          part.measures.filter((one) => isTold(ownRow(view, one, part.year))),
          part.year,
        )}
      />
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
      {partly.length > 0 && <p class="m-small m-quiet">{sentencesOf(partly).join(' ')}</p>}
    </Section>
  );
}

const figuresIn = (view: OwnView, part: OwnPart) =>
  [...view.figures, ...view.months].filter((one) => one.dataset === part.dataset && one.year === part.year);

function introOf(view: OwnView, part: OwnPart): string {
  const pupils = pupilsOf(view, part);
  const stage = figuresIn(view, part)[0]?.stage;
  return [
    ...(pupils === null
      ? []
      : [
          part.dataset === activityDataset
            ? `December to February of ${counted(pupils, 'young person', 'young people')}.`
            : `${counted(pupils, 'pupil')}.`,
        ]),
    ...(stage === undefined ? [] : [`The files are ${stage}.`]),
  ].join(' ');
}

/** Measures of one kind stand together on one scale. */
function Tables(props: { view: OwnView; part: OwnPart; rows: readonly MeasureRow[]; of: string }) {
  const { view, part, rows, of } = props;
  // Of months alone there is no figure of the year yet.
  const held = rows.filter(({ told }) => part.dataset !== activityDataset || told.kind !== 'not-loaded');
  const shown = held.filter(isTold);
  const formats = [...new Set(shown.map(({ measure }) => measure.format))];
  const years = [
    ...new Set(view.figures.filter(({ dataset }) => dataset === part.dataset).map((one) => one.year)),
  ].sort();
  const history = (measure: MeasureRow['measure']): MeasureRow[] => {
    const own = part.measures.find(({ id }) => id === measure.id);
    return own ? years.map((year) => ownRow(view, own, year)) : [];
  };
  return (
    <>
      {formats.map((format) => {
        const some = shown.filter(({ measure }) => measure.format === format);
        return (
          <FiguresTable
            caption={`${of}: ${titles[format]}`}
            rows={some}
            href={(measure) => `${view.at}/${measure.id}?year=${yearName(part.year)}`}
            history={history}
            city={some.some(({ city }) => city) ? (view.city?.name ?? null) : null}
            partnership={some.some(({ partnership }) => partnership) ? (view.partnership?.name ?? null) : null}
          />
        );
      })}
      <HiddenOnes
        hidden={held
          .filter((row) => !isTold(row))
          .map((row) => ({
            name: `${row.measure.name}, ${row.measure.second}`,
            reason: missingWords(row) ?? '',
            published: publishedAt(view, row.measure, part.year),
          }))}
      />
    </>
  );
}

/** Whose figures stand beside the school's. */
function sharedWords({ partnership, city }: OwnView): string {
  const beside = [partnership, city].flatMap((place) =>
    place && [...place.figures, ...place.months].some(({ value }) => value !== null) ? [place.name] : [],
  );
  return beside.length === 0 ? '' : `${listed(beside)}: the pupils of all schools there that share their files.`;
}

/** Where the department's figure of the same measure stands, which is public. */
function publishedAt({ school }: OwnView, { id }: MeasureRow['measure'], year: number): string | undefined {
  const same = ownMeasureNamed(id)?.same_as;
  return same && `/schools/${school.urn}/data/${same}?year=${yearName(year)}`;
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
