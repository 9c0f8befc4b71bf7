import {
  DataTable,
  EmptyState,
  ExportLinks,
  FilterForm,
  Filters,
  inOrder,
  Notice,
  type Order,
  PageHeading,
  readOrder,
  Second,
  Section,
  Select,
  sortLinks,
  Tag,
  type Tone,
  withQuery,
} from '../../platform/ui';
import { capital, count, counted, listed } from '../../platform/words';
import { type SchoolHead, yearName } from '../../schools';
import type { HalfTermSessions, Standing, Watched } from './watch';
import { inOrderOfNeed } from './watch';
import { halfTermNames, missedShare, percentage1 } from './words';

/** A pupil and what became of each half-term; null where the pupil was not here, or nothing is loaded. */
export interface TrackedPupil {
  surname: string;
  forename: string;
  yearGroup: string;
  halfTerms: readonly (HalfTermSessions | null)[];
  watched: Watched;
}

export const standings: Readonly<Record<Standing, { text: string; tone: Tone; title: string }>> = {
  severe: { text: 'Severe', tone: 'late', title: 'half or more of the sessions missed' },
  persistent: { text: 'Persistent', tone: 'soon', title: 'a tenth or more missed' },
  near: { text: 'Near', tone: 'heather', title: 'on the way to a tenth' },
  recovering: {
    text: 'Recovering',
    tone: 'petrol',
    title: 'a tenth or more missed, and under a tenth in the last half-term',
  },
  fine: { text: 'Under a tenth', tone: 'quiet', title: 'under a tenth missed' },
};

const watchedFirst: readonly Standing[] = ['severe', 'persistent', 'near', 'recovering'];

export interface PupilsView {
  at: string;
  year: number;
  /** The half-terms that are loaded, in their order. */
  periods: readonly string[];
  pupils: readonly TrackedPupil[];
  query: URLSearchParams;
}

const sorts = {
  name: ({ surname, forename }: TrackedPupil) => `${surname}, ${forename}`,
  year: ({ yearGroup }: TrackedPupil) => (yearGroup === 'R' ? 0 : Number(yearGroup) || null),
  missed: ({ watched }: TrackedPupil) => (watched.possible === 0 ? null : watched.absent / watched.possible),
  change: ({ watched }: TrackedPupil) => watched.change,
  unauthorised: ({ watched }: TrackedPupil) => watched.unauthorised,
  spare: ({ watched }: TrackedPupil) => watched.spare,
};
type SortKey = keyof typeof sorts | 'need';

/** Those to watch unless everybody, or one standing that there is, is asked for. */
const shownIn = (query: URLSearchParams): string => {
  const asked = query.get('show') ?? '';
  return asked === 'all' || Object.hasOwn(standings, asked) ? asked : 'watch';
};

const orderOf = (query: URLSearchParams): Order<SortKey> =>
  readOrder<SortKey>(query, ['need', ...(Object.keys(sorts) as (keyof typeof sorts)[])], { key: 'need', dir: 'asc' });

/** What the address asks for: by standing, by year group, in an order. The same on the page and in the file. */
export function chosenPupils({ pupils, query }: Pick<PupilsView, 'pupils' | 'query'>): TrackedPupil[] {
  const show = shownIn(query);
  const group = query.get('group') ?? '';
  const some = pupils.filter(
    ({ watched, yearGroup }) =>
      (show === 'all' || (show === 'watch' ? watchedFirst.includes(watched.standing) : watched.standing === show)) &&
      (group === '' || yearGroup === group),
  );
  const { key, dir } = orderOf(query);
  return key === 'need' ? inOrderOfNeed(some) : inOrder(some, sorts, { key, dir });
}

/** Who to look at first, and how each half-term went. Personal data of children: the caller has let nobody else in. */
export function PupilsToWatch({ school, ...view }: PupilsView & { school: SchoolHead }) {
  const { at, year, periods, pupils, query } = view;
  const rows = chosenPupils(view);
  const address = `${at}?${query}`;
  return (
    <>
      <PageHeading title="Pupils to watch" lead={leadOf(pupils, periods, year)} />
      <Notice kind="late" title="Contains personal data, not for publication.">
        For the work of {school.name} with these pupils alone. That you opened this page is written down.
      </Notice>
      {pupils.length === 0 ? (
        <EmptyState title={`No attendance of pupils is loaded for ${yearName(year)}`}>
          The pupils to watch will be here once a half-term’s attendance was brought and accepted.
        </EmptyState>
      ) : (
        <Section
          title={`${count(rows.length)} of ${counted(pupils.length, 'pupil')}`}
          rule="petrol"
          aside={<Filters label="Show" items={showItems(pupils, query, at)} />}
        >
          <FilterForm action={at} live="pupils" query={query}>
            <Select
              id="group"
              label="Year group"
              name="group"
              value={query.get('group') ?? ''}
              options={[
                { text: 'All year groups', value: '' },
                ...yearGroupsOf(pupils).map((one) => ({ text: one === 'R' ? 'Reception' : `Year ${one}`, value: one })),
              ]}
            />
            <input type="hidden" name="year" value={yearName(year)} />
            {query.has('show') && <input type="hidden" name="show" value={query.get('show') ?? ''} />}
          </FilterForm>
          <div id="pupils">
            <DataTable
              caption="Pupils and their sessions"
              captionHidden
              rows={rows}
              sort={sortLinks(address, orderOf(query))}
              columns={[
                {
                  key: 'name',
                  header: 'Pupil',
                  name: true,
                  sortable: true,
                  cell: ({ surname, forename, yearGroup }) => (
                    <>
                      {forename === '' ? surname : `${surname}, ${forename}`}
                      {yearGroup !== '' && <Second>{yearGroup === 'R' ? 'Reception' : `Year ${yearGroup}`}</Second>}
                    </>
                  ),
                },
                {
                  key: 'need',
                  header: 'Where it stands',
                  sortable: true,
                  cell: ({ watched: { standing } }) => (
                    <Tag tone={standings[standing].tone}>{standings[standing].text}</Tag>
                  ),
                },
                {
                  key: 'missed',
                  header: 'Missed so far',
                  align: 'end',
                  figure: true,
                  sortable: true,
                  cell: ({ watched }) => (
                    <>
                      {missedShare(watched)}
                      <Second>
                        {watched.absent} of {counted(watched.possible, 'session')}
                      </Second>
                    </>
                  ),
                },
                ...periods.map((period, index) => ({
                  key: period,
                  header: halfTermNames[period] ?? period,
                  align: 'end' as const,
                  wideOnly: true,
                  cell: ({ halfTerms }: TrackedPupil) => {
                    const one = halfTerms[index];
                    return one && one.possible > 0 ? missedShare(one) : null;
                  },
                })),
                {
                  key: 'change',
                  header: 'Change',
                  align: 'end',
                  sortable: true,
                  cell: ({ watched: { change } }) => changeWords(change),
                },
                {
                  key: 'unauthorised',
                  header: 'Unauthorised',
                  align: 'end',
                  wideOnly: true,
                  sortable: true,
                  cell: ({ watched }) => (watched.unauthorised === 0 ? null : watched.unauthorised),
                },
                {
                  key: 'spare',
                  header: 'Can still miss',
                  align: 'end',
                  sortable: true,
                  cell: ({ watched: { spare } }) => (spare === null ? null : spare),
                },
              ]}
            />
          </div>
          <ExportLinks csv={withEnding(at, 'csv', query)} excel={withEnding(at, 'xlsx', query)} />
          <p class="m-small m-quiet">
            A session is half a school day. Persistent: a tenth or more of a pupil’s own possible sessions missed.
            Severe: half or more. Near: a tenth with two more days missed, or if the rest of the year goes as the last
            half-term did. Can still miss: sessions that may yet be missed before the year ends at a tenth, of a year of
            380.
          </p>
        </Section>
      )}
    </>
  );
}

const withEnding = (at: string, ending: string, query: URLSearchParams): string =>
  `${at}.${ending}${query.size === 0 ? '' : `?${query}`}`;

function leadOf(pupils: readonly TrackedPupil[], periods: readonly string[], year: number): string {
  if (pupils.length === 0) return `${yearName(year)}.`;
  const parts = watchedFirst.flatMap((standing) => {
    const n = pupils.filter(({ watched }) => watched.standing === standing).length;
    return n === 0 ? [] : [`${n} ${standings[standing].text.toLowerCase()}`];
  });
  const until = halfTermNames[periods.at(-1) ?? ''] ?? '';
  const said = parts.length === 0 ? 'Nobody has missed a tenth, and nobody is near it' : capital(listed(parts));
  return `${said}. ${yearName(year)}, to the end of ${until}.`;
}

function showItems(pupils: readonly TrackedPupil[], query: URLSearchParams, at: string) {
  const address = `${at}?${query}`;
  const current = shownIn(query);
  const number = (standing: Standing) => pupils.filter(({ watched }) => watched.standing === standing).length;
  const of = (value: string, text: string, count: number) => ({
    text,
    count,
    href: withQuery(address, { show: value === 'watch' ? undefined : value }),
    current: current === value,
  });
  return [
    of(
      'watch',
      'To watch',
      watchedFirst.reduce((sum, standing) => sum + number(standing), 0),
    ),
    ...watchedFirst.map((standing) => of(standing, standings[standing].text, number(standing))),
    of('all', 'Everybody', pupils.length),
  ];
}

const yearGroupsOf = (pupils: readonly TrackedPupil[]): string[] =>
  [...new Set(pupils.map(({ yearGroup }) => yearGroup))].sort((a, b) => (Number(a) || 0) - (Number(b) || 0));

function changeWords(change: number | null): string | null {
  if (change === null) return null;
  const size = percentage1(Math.abs(change));
  return size === '0.0' ? 'none' : `${change > 0 ? '+' : '−'}${size} points`;
}
