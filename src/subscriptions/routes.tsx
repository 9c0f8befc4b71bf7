import { currentOffer, type PublishedOffer } from '../offer';
import type { Tx } from '../platform/database';
import { type ExportTable, writeSpreadsheet } from '../platform/documents';
import { EmptyState, PageHeading } from '../platform/ui';
import {
  download,
  notFound,
  page,
  problem,
  type Req,
  type Route,
  redirect,
  route,
  sameSample,
  tableFile,
} from '../platform/web';
import { slug } from '../platform/words';
import { type SchoolHead, schoolCrumbs, schoolHead, schoolTabs } from '../schools';
import { contractRoutes } from './contracts/routes';
import { type Faults, filterFaults, summaryOf, whatIfFaults } from './faults';
import { fundingTableFile } from './funding-file';
import { gateRoutes } from './gate/routes';
import { modelRoutes } from './model/routes';
import { moneyRoutes } from './money';
import { QuotePage } from './pages/quote-page';
import { quotePdf } from './pages/quote-pdf';
import { perPage, QuotesPage } from './pages/quotes-page';
import { ViabilityPage } from './pages/viability-page';
import { mayReadQuote, seesMoney } from './policy';
import { quotedSchool } from './queries';
import { planOf, quote, yearOf } from './quote';
import { type CityQuote, quoteAll } from './quotes';
import { choicesOf, listed, readList, schoolsTable } from './school-list';
import { tickable } from './tickable';
import { outcomeOf } from './viability';
import { readWhatIf, subscribers, ticked, whatIfQuery } from './what-if';

/** Working out a PDF or a whole table costs more than a page. */
const fileRate = { calls: 30, seconds: 60 };
const staffPage = { may: seesMoney };

export const subscriptionsRoutes: Route[] = [
  ...contractRoutes,
  ...gateRoutes,
  ...modelRoutes,
  ...moneyRoutes,
  route({
    method: 'GET',
    path: '/schools/:urn/quote',
    may: mayReadQuote,
    sample: (world) => ({
      own: { path: `/schools/${world.school}/quote` },
      other: { path: `/schools/${world.otherSchool}/quote` },
    }),
    handle: showQuote,
  }),
  route({
    method: 'GET',
    path: '/schools/:urn/quote.pdf',
    may: mayReadQuote,
    sample: (world) => ({
      own: { path: `/schools/${world.school}/quote.pdf` },
      other: { path: `/schools/${world.otherSchool}/quote.pdf` },
    }),
    rate: fileRate,
    handle: showPdf,
  }),
  route({
    method: 'GET',
    path: '/subscriptions/quotes',
    ...staffPage,
    sample: sameSample('/subscriptions/quotes'),
    handle: showQuotes,
  }),
  route({
    method: 'GET',
    path: '/subscriptions/quotes.csv',
    ...staffPage,
    sample: sameSample('/subscriptions/quotes.csv'),
    rate: fileRate,
    handle: (req) => quotesFile(req, 'csv'),
  }),
  route({
    method: 'GET',
    path: '/subscriptions/quotes.xlsx',
    ...staffPage,
    sample: sameSample('/subscriptions/quotes.xlsx'),
    rate: fileRate,
    handle: (req) => quotesFile(req, 'xlsx'),
  }),
  route({
    method: 'GET',
    path: '/subscriptions/viability',
    ...staffPage,
    sample: sameSample('/subscriptions/viability'),
    handle: showViability,
  }),
  route({
    method: 'GET',
    path: '/subscriptions/viability.csv',
    ...staffPage,
    sample: sameSample('/subscriptions/viability.csv'),
    rate: fileRate,
    handle: (req) => viabilityFile(req, 'csv'),
  }),
  route({
    method: 'GET',
    path: '/subscriptions/viability.xlsx',
    ...staffPage,
    sample: sameSample('/subscriptions/viability.xlsx'),
    rate: fileRate,
    handle: (req) => viabilityFile(req, 'xlsx'),
  }),
];

interface AskedQuote {
  published: PublishedOffer;
  head: SchoolHead;
  school: NonNullable<Awaited<ReturnType<typeof quotedSchool>>>;
  year: string;
  planId: string;
  pupils: string;
  /** What is wrong with the number that was typed. */
  error: string | undefined;
  answer: ReturnType<typeof quote>;
}

/** What a quote's address asks for; null where there is no such school, or no offer yet. */
async function askedQuote(req: Req): Promise<AskedQuote | null> {
  const urn = /^[1-9]\d{5}$/.test(req.params.urn ?? '') ? Number(req.params.urn) : null;
  if (urn === null) return null;
  const found = await req.tx(async (tx) => ({
    published: await currentOffer(tx),
    school: await quotedSchool(tx, urn),
    head: await schoolHead(tx, urn),
  }));
  const { published, school, head } = found;
  if (!published || !school || !head) return null;
  const { offer } = published;
  const typed = (req.query.get('pupils') ?? '').trim();
  const figure = typed.replace(/[,\s]/g, '');
  const pupils = /^\d{1,5}$/.test(figure) ? Number(figure) : undefined;
  const plan = offer.contract.plans.find(({ id }) => id === req.query.get('plan')) ?? planOf(offer);
  const year = yearOf(offer, req.query.get('year') ?? '') ?? offer.year;
  return {
    published,
    head,
    school,
    year,
    planId: plan.id,
    pupils: typed,
    error:
      typed && pupils === undefined
        ? 'Write the number of pupils as a whole number of at most five figures, such as 210'
        : undefined,
    answer: quote(offer, school, { pupils, planId: plan.id, year }),
  };
}

async function showQuote(req: Req): Promise<Response> {
  const asked = await askedQuote(req);
  return asked ? quotePage(req, asked) : notFound(req);
}

function quotePage(req: Req, asked: AskedQuote): Promise<Response> {
  const { school, error } = asked;
  return page(
    req,
    {
      title: `Quote for ${school.name}`,
      breadcrumbs: schoolCrumbs(asked.head),
      ...(error ? { errors: [{ text: error, href: '#pupils' }] } : {}),
    },
    <QuotePage {...asked} tabs={schoolTabs(req, school.urn)} />,
  );
}

async function showPdf(req: Req): Promise<Response> {
  const asked = await askedQuote(req);
  if (!asked) return notFound(req);
  const { answer, error, school, published } = asked;
  if (error) return quotePage(req, asked);
  if (!answer.ok) return problem(req, 404, 'No quote', answer.reason.words);
  const bytes = await quotePdf(answer.value, {
    published,
    partnership: req.installation.name,
    today: req.clock.today(),
  });
  return download(bytes, {
    name: `quote-${slug(school.name)}-${slug(asked.year)}.pdf`,
    type: 'application/pdf',
    inline: true,
  });
}

type City = { published: PublishedOffer; city: CityQuote };

/** All schools with their fees; in words why there are none. */
async function cityOf(tx: Tx): Promise<City | { missing: string }> {
  const published = await currentOffer(tx);
  if (!published) return { missing: 'No offer is published yet. An administrator publishes the first one.' };
  const quotes = await quoteAll(tx, published.offer);
  if (!quotes.ok) return { missing: quotes.reason.words };
  return quotes.value.schools.length === 0
    ? { missing: 'No school of a census is here yet. Bring in the list of schools and then the school census.' }
    : { published, city: quotes.value };
}

const nothingYet = (req: Req, title: string, missing: string): Promise<Response> =>
  page(
    req,
    { title, density: 'staff' },
    <>
      <PageHeading title={title} />
      <EmptyState title="Nothing to add up yet" action={<a href="/imports">Bring in a file</a>}>
        {missing}
      </EmptyState>
    </>,
  );

async function showQuotes(req: Req): Promise<Response> {
  const found = await req.tx(cityOf);
  const title = 'All quotes';
  if ('missing' in found) return nothingYet(req, title, found.missing);
  const { published, city } = found;
  const choices = choicesOf(published.offer, city.schools);
  const faults = filterFaults(req.query, choices);
  const wish = readList(req.query);
  const shown = listed(city.schools, wish);
  const number = Number(/^\d{1,4}$/.exec(req.query.get('page') ?? '')?.[0] ?? 1);
  const onPage = Math.min(Math.max(1, number), Math.max(1, Math.ceil(shown.length / perPage)));
  return page(
    req,
    { title, density: 'staff', errors: summaryOf(faults) },
    <QuotesPage
      published={published}
      city={city}
      wish={wish}
      shown={shown}
      choices={choices}
      faults={faults}
      page={onPage}
    />,
  );
}

async function quotesFile(req: Req, format: 'csv' | 'xlsx'): Promise<Response> {
  const found = await req.tx(cityOf);
  if ('missing' in found) return problem(req, 404, 'No quotes', found.missing);
  const { published, city } = found;
  const faults = filterFaults(req.query, choicesOf(published.offer, city.schools));
  if (Object.keys(faults).length > 0) return noFile(req, faults);
  return tableFile(
    schoolsTable(published.offer, listed(city.schools, readList(req.query))),
    format,
    `quotes-${slug(city.year)}`,
  );
}

/** A file of all schools would be taken for one of those that were asked for. */
const noFile = (req: Req, faults: Faults): Promise<Response> =>
  problem(req, 422, 'No file was made', ...summaryOf(faults).map(({ text }) => `${text}.`));

async function showViability(req: Req): Promise<Response> {
  const found = await req.tx(cityOf);
  const title = 'Are we viable?';
  if ('missing' in found) return nothingYet(req, title, found.missing);
  const { published, city } = found;
  const choices = choicesOf(published.offer, city.schools);
  const faults = whatIfFaults(req.query, choices);
  const wish = readWhatIf(req.query);
  if (req.query.has('ticked') && Object.keys(faults).length === 0) {
    const boxes = new Set((tickable(city.schools, wish) ?? []).map(({ urn }) => urn));
    const ticks = new Set(req.query.getAll('urn').map(Number));
    return redirect(`/subscriptions/viability?${whatIfQuery(ticked(city.schools, wish, boxes, ticks))}`);
  }
  return page(
    req,
    { title, density: 'staff', errors: summaryOf(faults) },
    <ViabilityPage
      published={published}
      city={city}
      wish={wish}
      outcome={outcomeOf(published.offer, city.schools, wish)}
      choices={choices}
      typedShare={wish.nobody ? '' : (req.query.get('share') ?? '').trim()}
      faults={faults}
    />,
  );
}

async function viabilityFile(req: Req, format: 'csv' | 'xlsx'): Promise<Response> {
  const found = await req.tx(cityOf);
  if ('missing' in found) return problem(req, 404, 'Nothing to add up', found.missing);
  const { published, city } = found;
  const { offer } = published;
  const faults = whatIfFaults(req.query, choicesOf(offer, city.schools));
  if (Object.keys(faults).length > 0) return noFile(req, faults);
  const wish = readWhatIf(req.query);
  const schools = schoolsTable(offer, city.schools, subscribers(city.schools, wish));
  const name = `viability-${slug(city.year)}`;
  if (format === 'csv') return tableFile(schools, 'csv', name);
  const sheets: ExportTable[] = [fundingTableFile(offer, outcomeOf(offer, city.schools, wish)), schools];
  return download(await writeSpreadsheet(sheets), {
    name: `${name}.xlsx`,
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  });
}
