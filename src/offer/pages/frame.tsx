import type { Child } from 'hono/jsx';
import { EmptyState, PageHeading, Tabs } from '../../platform/ui';
import { page, type Req, type View } from '../../platform/web';
import { mayPublishOffer, maySeeVersions } from '../policy';
import { currentOffer, type PublishedOffer } from '../published/read';
import type { Offer } from '../schema/schema';

/** The pages of the offer, and which of them this is. */
export function OfferTabs({ req, offer, at }: { req: Req; offer: Offer; at: string }) {
  const items = [
    { text: 'Your school', href: '/offer' },
    { text: 'What it holds', href: `/offer/sections/${offer.parts[0]?.id}` },
    { text: 'The menu', href: '/offer/bespoke' },
    { text: 'Working together', href: '/offer/partnerships' },
    ...(offer.programme.lines.length > 0 ? [{ text: 'Training', href: '/offer/programme' }] : []),
    { text: 'Dates', href: '/offer/calendar' },
    { text: 'Questions settled', href: '/offer/rules' },
    ...(maySeeVersions(req.actor) ? [{ text: 'Versions', href: '/offer/versions' }] : []),
  ];
  return <Tabs label="The offer" items={items.map((item) => ({ ...item, current: item.href === at }))} />;
}

/** One page of the offer that holds today. Before anything is published it says so, and who can change that. */
export async function offerPage(
  req: Req,
  at: (offer: Offer) => string,
  make: (
    published: PublishedOffer,
  ) => Promise<{ view: View; body: Child; band?: boolean } | null> | { view: View; body: Child; band?: boolean } | null,
): Promise<Response | null> {
  const published = await req.tx(currentOffer);
  if (!published) return nothingPublished(req);
  const made = await make(published);
  if (!made) return null;
  const tabs = <OfferTabs req={req} offer={published.offer} at={at(published.offer)} />;
  return page(
    req,
    made.view,
    made.band ? (
      made.body
    ) : (
      <>
        {tabs}
        {made.body}
      </>
    ),
  );
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
