import type { Cell, ExportTable } from '../../platform/documents';
import {
  DataTable,
  EmptyState,
  ExportLinks,
  inOrder,
  Notice,
  PageHeading,
  readOrder,
  Second,
  Section,
  sortLinks,
} from '../../platform/ui';
import { capital, counted } from '../../platform/words';
import { type SchoolHead, yearName } from '../../schools';
import type { OwnMeasure } from '../catalogue/own-measures';
import { pupilGroupWords } from '../catalogue/pupil-groups';
import type { PupilBehind } from '../measured/queries';
import { figureWords } from '../school/words';
import { activityDataset, periodName } from './periods';
import { groupName } from './rows';

export interface BehindView {
  measure: OwnMeasure;
  year: number;
  /** 'year', or a month of activity. */
  period: string;
  group: string;
  pupils: readonly PupilBehind[];
}

const whenWords = ({ measure: { dataset }, year, period }: Pick<BehindView, 'measure' | 'year' | 'period'>): string =>
  dataset === activityDataset ? `${periodName(period, dataset)} of ${yearName(year)}` : yearName(year);

/** A figure by name, for the record of who looked: "Reading, writing and maths, expected standard: Girls, 2017/18". */
export const figureName = ({ measure, group, ...when }: BehindView): string => {
  const name = measure.second === '' ? measure.name : `${measure.name}, ${measure.second}`;
  return `${name}: ${groupName(group)}, ${whenWords({ measure, ...when })}`;
};

/** What a pupil adds to a figure, as a number that sorts. */
const sizeOf = ({ result }: PupilBehind): number | null =>
  typeof result === 'boolean'
    ? Number(result)
    : Array.isArray(result)
      ? result[1] === 0
        ? null
        : result[0] / result[1]
      : result;

/** What a pupil adds to a figure, in words. */
export function resultWords({ result }: Pick<PupilBehind, 'result'>, measure: OwnMeasure): string {
  if (typeof result === 'boolean') return result ? 'Yes' : 'No';
  if (!Array.isArray(result))
    return figureWords(result, measure, Math.max(measure.decimals, Number.isInteger(result) ? 0 : 2));
  const [sum, over] = result;
  return over === 0 ? 'none' : `${sum} of ${over}`;
}

const sorts = {
  name: ({ surname, forename }: PupilBehind) => `${surname ?? ''}, ${forename ?? ''}`,
  result: sizeOf,
  year: ({ yearGroup }: PupilBehind) => (yearGroup === 'R' ? 0 : Number(yearGroup) || null),
};

const orderOf = (query: URLSearchParams) => readOrder(query, ['name', 'result', 'year'], { key: 'name', dir: 'asc' });

/** The pupils behind one figure, by name. Personal data of children: the caller has let nobody else in. */
export function PupilsBehind({
  school,
  at,
  query,
  measure,
  year,
  period,
  group,
  pupils,
}: BehindView & { school: SchoolHead; at: string; query: URLSearchParams }) {
  const rows = inOrder(pupils, sorts, orderOf(query));
  const strangers = pupils.filter(({ surname }) => surname === null).length;
  const asked = query.size === 0 ? '' : `?${query}`;
  return (
    <>
      <PageHeading
        title={`${measure.name}: who is behind it`}
        lead={`${groupName(group)}, ${whenWords({ measure, year, period })}: ${counted(pupils.length, 'pupil')}. ${measure.meaning}`}
      />
      <Notice kind="late" title="Contains personal data, not for publication.">
        For the work of {school.name} with these pupils alone. That you opened this page is written down.
      </Notice>
      {pupils.length === 0 ? (
        <EmptyState title="No pupil stands behind this figure">
          Nobody of this group is in the files of {yearName(year)}.
        </EmptyState>
      ) : (
        <Section title={counted(pupils.length, 'pupil')} rule="petrol">
          {strangers > 0 && <Notice kind="hint">{strangersWords(strangers, year)}</Notice>}
          <DataTable
            caption="Pupils behind the figure"
            captionHidden
            rows={rows}
            sort={sortLinks(`${at}${asked}`, orderOf(query))}
            columns={[
              {
                key: 'name',
                header: 'Pupil',
                name: true,
                sortable: true,
                cell: (pupil) => nameOf(pupil),
              },
              { key: 'year', header: 'Year group', sortable: true, cell: ({ yearGroup }) => yearGroup },
              {
                key: 'result',
                header: capital(measure.second === '' ? measure.name : measure.second),
                align: 'end',
                figure: true,
                sortable: true,
                cell: (pupil) => resultWords(pupil, measure),
              },
              {
                key: 'groups',
                header: 'Groups',
                wideOnly: true,
                cell: ({ groups }) => <Second>{groupsOf(groups)}</Second>,
              },
            ]}
          />
          <ExportLinks csv={`${at}.csv${asked}`} excel={`${at}.xlsx${asked}`} />
        </Section>
      )}
    </>
  );
}

/** By number alone can somebody be told whom the census does not name. */
const nameOf = ({ upn, surname, forename }: PupilBehind): string =>
  surname === null ? `Not in the census (UPN ${upn})` : `${surname}, ${forename ?? ''}`;

/** "2 pupils are not in the census of 2017/18." and what follows from it. */
const strangersWords = (strangers: number, year: number): string =>
  `${counted(strangers, 'pupil')} ${strangers === 1 ? 'is' : 'are'} not in this school’s census of ${yearName(year)}, which names pupils and tells most of their groups: ${strangers === 1 ? 'this one counts' : 'they count'} among all pupils, and in no group that only the census tells.`;

const groupsOf = (groups: PupilBehind['groups']): string =>
  Object.values(groups)
    .map((group) => pupilGroupWords[group] ?? group)
    .join(', ');

export const behindTable = ({ measure, year, period, pupils }: BehindView, query: URLSearchParams): ExportTable => ({
  name: 'Pupils',
  columns: [
    { heading: 'UPN', kind: 'text' },
    { heading: 'Surname', kind: 'text' },
    { heading: 'Forename', kind: 'text' },
    { heading: 'Year group', kind: 'text' },
    { heading: 'Measure', kind: 'text' },
    { heading: 'Year', kind: 'text' },
    { heading: 'Result', kind: 'text' },
    { heading: 'As a number', kind: 'number' },
    { heading: 'Groups', kind: 'text' },
  ],
  rows: inOrder(pupils, sorts, orderOf(query)).map((pupil): Cell[] => [
    pupil.upn,
    pupil.surname,
    pupil.forename,
    pupil.yearGroup,
    `${measure.name}, ${measure.second}`,
    whenWords({ measure, year, period }),
    resultWords(pupil, measure),
    sizeOf(pupil),
    groupsOf(pupil.groups),
  ]),
});
