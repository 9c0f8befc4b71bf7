import type { Child } from 'hono/jsx';
import type { Tx } from '../../platform/database';
import { EmptyState, PageHeading, Switch, Tabs, withQuery } from '../../platform/ui';
import { page, type Req, type View } from '../../platform/web';
import { mayPublishOffer } from '../policy';
import { currentOffer, offerOfYear, type PublishedOffer, publishedYears, versionOfToday } from '../published/read';
import type { Offer } from '../schema/schema';
import { offerPages } from './places';

/** The pages of the offer, and which of them this is. */
export function OfferTabs({ req, offer, at }: { req: Req; offer: Offer; at: string }) {
  const items = offerPages(offer, req.actor);
  return <Tabs label="The offer" items={items.map((item) => ({ ...item, current: item.href === at }))} />;
}

/** One page of the offer that holds today, or of the year in `?year=`. Before anything is published it says so, and who can change that. */
export async function offerPage(
  req: Req,
  at: (offer: Offer) => string,
  make: (
    published: PublishedOffer,
  ) => Promise<{ view: View; body: Child; band?: boolean } | null> | { view: View; body: Child; band?: boolean } | null,
): Promise<Response | null> {
  const { published, years, other } = await req.tx(async (tx) => ({
    years: await publishedYears(tx),
    ...(await askedOffer(tx, req)),
  }));
  if (years.length === 0) return nothingPublished(req);
  if (!published) return null;
  const made = await make(published);
  if (!made) return null;
  const answer = await page(
    req,
    made.view,
    <>
      {years.length > 1 && <Years req={req} years={years} shown={published.year} />}
      {!made.band && <OfferTabs req={req} offer={published.offer} at={at(published.offer)} />}
      {made.body}
    </>,
  );
  return other ? keepYear(answer, published.year) : answer;
}

/** The offer of `?year=`, or of today; null where that year has none. `other`: it is not the one of today. */
export async function askedOffer(tx: Tx, req: Req): Promise<{ published: PublishedOffer | null; other: boolean }> {
  const year = req.query.get('year');
  const today = await versionOfToday(tx);
  if (!year || year === today?.year) return { published: await currentOffer(tx), other: false };
  // A zero byte is no year, and the database refuses it.
  return { published: /^[\d/-]{4,9}$/.test(year) ? await offerOfYear(tx, year) : null, other: true };
}

/** This year's offer and next year's, one beside the other. */
const Years = ({ req, years, shown }: { req: Req; years: readonly string[]; shown: string }) => (
  <Switch
    label="Year of the offer"
    items={years.map((year) => ({
      text: year,
      href: withQuery(`${req.url.pathname}${req.url.search}`, { year }),
      current: year === shown,
    }))}
  />
);

/** Whoever looks at another year stays in it: every link and form of the page that leads to the offer names the year. */
async function keepYear(answer: Response, year: string): Promise<Response> {
  const html = (await answer.text())
    .replace(/ href="(\/offer(?!\/versions)[^"#]*)(#[^"]*)?"/g, (whole, path: string, anchor = '') =>
      /[?;&]year=/.test(path)
        ? whole
        : ` href="${path}${path.includes('?') ? '&amp;' : '?'}year=${encodeURIComponent(year)}${anchor}"`,
    )
    .replace(/<form [^>]*action="\/offer[^>]*>/g, (form) => `${form}<input type="hidden" name="year" value="${year}">`);
  return new Response(html, { status: answer.status, headers: answer.headers });
}

const nothingPublished = (req: Req): Promise<Response> =>
  page(
    req,
    { title: 'The offer' },
    <>
      <PageHeading title="The offer" />
      <EmptyState
        title="No offer is published yet"
        {...(mayPublishOffer(req.actor) ? { action: <a href="/offer/versions">Publish an offer</a> } : {})}
      >
        What schools get, and what it costs, will be here as soon as the partnership has published it.
      </EmptyState>
    </>,
  );
