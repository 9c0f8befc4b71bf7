import { currentOffer, offerPages, offerPlaces, UnreadableOffer } from '../offer';
import { type Anyone, sees } from '../platform/actor';
import type { Tx } from '../platform/database';
import { EmptyState, PageHeading, SearchBox, Second, Section } from '../platform/ui';
import { anyone, page, type Req, type Route, route, sameSample } from '../platform/web';
import { capital, counted } from '../platform/words';
import { everySchool, findPartnerships, findSchools, findTrusts, isStaff, kindOfSchool, typedWords } from '../schools';
import { pagesFor } from './navigation';

/** One box for everything that has a name. What somebody may not see is not found. */
export const searchRoutes: Route[] = [
  route({ method: 'GET', path: '/search', may: anyone, sample: sameSample('/search?q=school'), handle: searchPage }),
];

interface Found {
  text: string;
  more: string;
  href: string;
}

interface Group {
  title: string;
  /** The first of them. */
  found: Found[];
  /** How many fit in all. */
  total: number;
  /** Nothing is called that; these are spelt nearly so. */
  near?: boolean;
  /** A page with all that fit, where more do than are shown. */
  all?: string;
}

/** A page of the offer, or something that stands on one. */
interface OfferPlace {
  text: string;
  called?: string;
  says?: string;
  href: string;
  under: string;
}

const most = 20;

async function searchPage(req: Req): Promise<Response> {
  const q = typedWords(req.query.get('q'));
  const all =
    q === ''
      ? []
      : (
          await req.tx(async (tx) => {
            const places = await pagesOfOffer(tx, req.actor);
            return [findPages(places, req.actor, q), ...(await findAll(tx, q)), findSaid(places, q)];
          })
        ).filter(({ found }) => found.length > 0);
  const exact = all.filter(({ near }) => !near);
  const groups = exact.length > 0 ? exact : all;
  const total = exact.reduce((sum, group) => sum + group.total, 0);
  const says =
    total > 0
      ? `${counted(total, 'thing')} found for “${q}”.`
      : `Nothing found for “${q}”${groups.length > 0 ? ', but some are spelt nearly so' : ''}.`;
  // People are looked up on their own page, which writes down who looked: whether there are any is not said here.
  const people = sees(req.actor, 'people/*') && (
    <a href={`/people?q=${encodeURIComponent(q)}`}>Look for “{q}” among people</a>
  );
  return page(
    req,
    { title: q ? `Search: ${q}` : 'Search', density: isStaff(req.actor) ? 'staff' : 'school' },
    <>
      <PageHeading
        title="Search"
        lead={
          q
            ? says
            : 'Schools, trusts, partnerships and pages by name, schools by postcode, URN or LAEstab too, and what the offer holds by what it says.'
        }
      />
      <SearchBox id="search-all" label="Name, postcode or number" action="/search" value={q} live="found" />
      <div id="found" data-live-says={q ? says : ''}>
        {q !== '' && groups.length === 0 && (
          <EmptyState title="Nothing found" action={people || <a href="/schools">See every school</a>}>
            Try fewer letters or another spelling. A part of a name, the beginning of a postcode, or a number is enough.
          </EmptyState>
        )}
        {groups.map(({ title, found, total, near, all }) => (
          <Section
            title={near ? `${title} that are spelt nearly so` : title}
            rule="ink"
            aside={all && <a href={all}>All {total} that fit</a>}
          >
            <ul class="govuk-list govuk-list--spaced">
              {found.map(({ text, more, href }) => (
                <li>
                  <a href={href}>{text}</a>
                  {more && <Second>{more}</Second>}
                </li>
              ))}
            </ul>
          </Section>
        ))}
        {groups.length > 0 && people && <p>{people}</p>}
      </div>
    </>,
  );
}

/** Pages of which the name has a word that begins with each of those that are typed; one letter says too little. An address is named once. */
function findPages(places: readonly OfferPlace[], actor: Anyone, q: string): Group {
  const found = [...pagesFor(actor), ...places]
    .filter(({ text, called = '' }) => hasWords(`${text} ${called}`, q, 2))
    .filter(({ href }, at, all) => all.findIndex((other) => other.href === href) === at)
    .map(({ text, under, href }) => ({ text, more: under, href }));
  return { title: 'Pages', total: found.length, found };
}

/** What is called otherwise, but of which the offer says so. Two letters begin a word of nearly everything that it says. */
function findSaid(places: readonly OfferPlace[], q: string): Group {
  const found = places
    .filter(({ text, says = '' }) => hasWords(says, q, 3) && !hasWords(text, q, 3))
    .map(({ text, says = '', href }) => ({ text, more: says, href }));
  return { title: 'What the offer says', total: found.length, found };
}

/** The offer of today, page by page and part by part. One that cannot be read says so on its own pages: here it is not found. */
async function pagesOfOffer(tx: Tx, actor: Anyone): Promise<OfferPlace[]> {
  const published = await currentOffer(tx).catch((error: unknown) => {
    if (error instanceof UnreadableOffer) return null;
    throw error;
  });
  if (!published) return [];
  const { offer } = published;
  return [...offerPages(offer, actor), ...offerPlaces(offer)].map((place) => ({ ...place, under: 'The offer' }));
}

/** Whether a text has a word that begins with each of those that are typed, which have so many letters together at least. */
function hasWords(text: string, q: string, letters: number): boolean {
  const typed = wordsOf(q);
  const words = wordsOf(text);
  return typed.join('').length >= letters && typed.every((part) => words.some((word) => word.startsWith(part)));
}

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

async function findAll(tx: Tx, q: string): Promise<Group[]> {
  const query = encodeURIComponent(q);
  const found = await findSchools(tx, { ...everySchool, open: 'all', q, sort: 'match' }, { limit: most, offset: 0 });
  const range = { limit: most, offset: 0 };
  const trusts = await findTrusts(tx, { q, order: { key: 'name', dir: 'asc' } }, range);
  const partnerships = await findPartnerships(tx, q);
  return [
    {
      title: 'Schools',
      total: found.total,
      near: found.near !== null,
      found: found.schools.map((school) => ({
        text: school.name,
        more: [
          `${capital(kindOfSchool(school))}${school.open ? '' : ', closed'}`,
          [school.town, school.postcode].filter(Boolean).join(' '),
          `URN ${school.urn}`,
        ]
          .filter(Boolean)
          .join(' · '),
        href: `/schools/${school.urn}`,
      })),
      ...(found.total > most ? { all: `/schools?q=${query}&open=all` } : {}),
    },
    {
      title: 'Trusts',
      total: trusts.total,
      found: trusts.trusts.map(({ uid, name, schools: run }) => ({
        text: name,
        more: counted(run, 'school'),
        href: `/trusts/${uid}`,
      })),
      ...(trusts.total > most ? { all: `/trusts?q=${query}` } : {}),
    },
    {
      title: 'Partnerships',
      total: partnerships.length,
      found: partnerships.slice(0, most).map(({ id, name, schools }) => ({
        text: name,
        more: counted(schools, 'school'),
        href: `/partnerships/${id}`,
      })),
      ...(partnerships.length > most ? { all: '/partnerships' } : {}),
    },
  ];
}
