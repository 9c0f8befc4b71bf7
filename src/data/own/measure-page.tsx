import { DataTable, EmptyState, ExportLinks, Filters, Second, Section, SummaryList } from '../../platform/ui';
import { date } from '../../platform/words';
import { SchoolHeader, type SchoolTab, yearName } from '../../schools';
import type { OwnMeasure } from '../catalogue/own-measures';
import { EarlyNotice } from '../early/notice';
import type { Audience } from '../early/settings';
import type { Figure } from '../figures/queries';
import type { OwnReader } from '../policy';
import { Answer } from '../school/answer';
import { groupColumns } from '../school/groups';
import { missingWords } from '../school/told';
import type { MeasureRow } from '../school/view';
import { HiddenOnes } from './hidden-ones';
import { inNoGroup } from './in-no-group';
import { activityDataset } from './periods';
import { PublishedBeside } from './published-beside';
import { elsewhere, type OwnData } from './read';
import { benchmarkOf, groupName, hiddenBeside, ownGroups, ownRow } from './rows';
import { whyNone, type YearOfFiles } from './why-none';

export interface OwnMeasureView extends OwnData {
  tabs: readonly SchoolTab[];
  /** Of all figures of our own. */
  at: string;
  measure: OwnMeasure;
  /** Null where no figure of it is loaded. */
  year: number | null;
  /** The year that was asked for. */
  asked: number | null;
  held: readonly YearOfFiles[];
  /** What the department published of the school by the measure that it is the same as, of all pupils. */
  published: readonly Figure[];
  mayBring: boolean;
  /** May see the pupils behind a figure. */
  mayReadPupils: boolean;
  reader: OwnReader;
  early: ReadonlyMap<string, Audience>;
}

/** One figure of our own opened: what it means, how it is worked out, from which release, for which groups, and for data users by whom. */
export function OwnMeasurePage(view: OwnMeasureView) {
  const { school, tabs, at, measure, year, asked, mayReadPupils, figures, reader } = view;
  if (year === null)
    return (
      <>
        <SchoolHeader
          school={school}
          tabs={tabs}
          at={at}
          lead={`${measure.name}, ${measure.second}. ${measure.meaning}`}
        />
        <EmptyState
          title={`No such figure of this school${asked === null ? '' : ` in ${yearName(asked)}`}`}
          action={
            <>
              {view.mayBring && <a href="/releases/new">Bring a file of pupils</a>}
              <AllFigures view={view} />
            </>
          }
        >
          {whyNone(measure, view.held, asked).join(' ')}{' '}
          {view.mayBring
            ? 'It will be here once a file that holds this school was brought and accepted.'
            : 'Files of pupils are brought by the data analyst: ask there whether this school’s file was sent.'}
        </EmptyState>
      </>
    );
  // Groups of a school's exclusions are its leaders' alone: for others a row of each would only say so again and again.
  const headline = measure.dataset === activityDataset ? ' The figures here are of December to February together.' : '';
  const everybody =
    measure.dataset === 'exclusion-events' &&
    figures.every(({ audience, urn }) => audience === 'outside' || urn === null);
  const groups = everybody ? ['all'] : ownGroups(view, measure.id, year);
  const held = groups.map((group) => ownRow(view, measure, year, group));
  const rows = held.filter(({ group, told }) => group === 'all' || told.kind !== 'withheld');
  const years = [...new Set(figures.filter((one) => one.measure === measure.id).map((one) => one.year))].sort(
    (a, b) => b - a,
  );
  const row = ownRow(view, measure, year);
  const here = `${at}/${measure.id}`;
  const figure = figures.find((one) => one.measure === measure.id && one.year === year);
  const benchmark = benchmarkOf(measure);
  return (
    <>
      <SchoolHeader
        school={school}
        tabs={tabs}
        at={at}
        lead={`${measure.name}, ${measure.second}. ${measure.meaning}${headline}`}
      />
      {asked !== null && asked !== year && (
        <p>
          There is no such figure of the year that was asked for: this is {yearName(year)}.{' '}
          {view.held.some((one) => one.year === asked) && whyNone(measure, view.held, asked).join(' ')}
        </p>
      )}
      <EarlyNotice figures={figure ? [figure] : []} settings={view.early} />
      <Answer
        row={row}
        history={years.toReversed().map((one) => ownRow(view, measure, one))}
        city={view.city?.name ?? null}
        partnership={view.partnership?.name ?? null}
        like={`/schools/${school.urn}/data/similar?measure=${measure.id}&year=${yearName(year)}`}
      />
      <HiddenOnes hidden={hiddenBeside(view, [measure], year)} />
      <PublishedBeside row={row} figure={view.published.find((one) => one.year === year)} urn={school.urn} />
      <Section
        title={`${everybody ? 'All pupils' : 'Groups of pupils'}, ${yearName(year)}`}
        rule="petrol"
        aside={
          years.length > 1 && (
            <Filters
              label="Year"
              items={years.map((one) => ({
                text: yearName(one),
                href: `${here}?year=${yearName(one)}`,
                current: one === year,
              }))}
            />
          )
        }
        {...(!rows.some(({ england }) => england)
          ? {}
          : {
              intro:
                'England shows the same group, except that disadvantaged pupils are set against all other pupils nationally.',
            })}
      >
        <DataTable
          caption={`${measure.name} by group of pupils`}
          captionHidden
          rows={rows}
          columns={[
            ...groupColumns(measure, {
              england: rows.some(({ england }) => england),
              name: groupName,
              pupils: ({ group }) =>
                figures.find((one) => one.measure === measure.id && one.year === year && one.group === group)?.pupils,
            }),
            ...(mayReadPupils
              ? [
                  {
                    key: 'behind',
                    header: 'Pupils behind it',
                    verb: true,
                    cell: ({ group }: MeasureRow) => (
                      <a
                        href={`${here}/pupils?year=${yearName(year)}${group === 'all' ? '' : `&group=${encodeURIComponent(group)}`}`}
                      >
                        Who<span class="govuk-visually-hidden">: {groupName(group)}</span>
                      </a>
                    ),
                  },
                ]
              : []),
          ]}
        />
        <HiddenOnes
          hidden={held
            .filter((row) => !rows.includes(row))
            .map((row) => ({ name: groupName(row.group), reason: missingWords(row) ?? '' }))}
        />
        <InNoGroup view={view} year={year} />
        <ExportLinks csv={`${at}.csv?measure=${measure.id}`} excel={`${at}.xlsx?measure=${measure.id}`} />
      </Section>
      <Section title="Method and source" rule="ink">
        <SummaryList
          rows={[
            { key: 'Method', value: measure.method },
            ...(benchmark === null ? [] : [{ key: 'England’s figure', value: `As published: ${benchmark}` }]),
            ...(figure
              ? [
                  {
                    key: 'Releases',
                    value: (
                      <>
                        {figure.releases.join(', ')}
                        <Second>
                          {`${figure.stage}; worked out on ${date(figure.finishedAt.toZonedDateTimeISO('Europe/London').toPlainDate())} as run ${figure.runId}`}
                        </Second>
                      </>
                    ),
                  },
                ]
              : []),
            {
              key: 'Small groups',
              value: everybody
                ? 'Hidden, and so are one or two exclusions: groups are shown to the school’s leaders, governors and data users alone.'
                : smallGroupsWords[reader],
            },
          ]}
        />
        <p>
          <AllFigures view={view} />
        </p>
      </Section>
    </>
  );
}

function InNoGroup({ view: { figures, measure, reader }, year }: { view: OwnMeasureView; year: number }) {
  const own = figures.filter((one) => one.measure === measure.id && one.year === year);
  const said = inNoGroup(own, reader === 'leader');
  return said && <p>{said}</p>;
}

/** Attendance and exclusions have a page of their own. */
const AllFigures = ({ view: { school, at, measure } }: { view: OwnMeasureView }) =>
  elsewhere.includes(measure.dataset) ? (
    <a href={`/schools/${school.urn}/attendance`}>Attendance and exclusions of {school.name}</a>
  ) : (
    <a href={at}>All figures worked out from pupils of {school.name}</a>
  );

const smallGroupsWords: Record<OwnReader, string> = {
  leader: 'Shown to the school’s leaders and data users; others see them hidden.',
  governor:
    'Shown to the school’s leaders and data users alone. Others than governors do not see what they could be worked out from either.',
  other: 'Hidden, with whatever they could be worked out from.',
};
