import { BoughtSoFar, cityTotals, feesWords, yearOn } from '../../bookings';
import { currentOffer } from '../../offer';
import { EmptyState, Section } from '../../platform/ui';
import type { Req } from '../../platform/web';

/** What the council's commissioner asks first: what the money of each source has bought in this year, as sums over the city. */
export async function boughtFirst({ tx, clock }: Req) {
  const found = await tx(async (open) => {
    const published = await currentOffer(open);
    if (!published) return null;
    const { offer } = published;
    const year = yearOn(published, clock.today());
    return { offer, year, totals: await cityTotals(open, offer, year) };
  });
  return (
    <Section
      title="What has the money bought?"
      rule="petrol"
      intro={found ? feesWords(found.totals, found.year) : undefined}
      aside={<a href="/statement">The city’s statement of value</a>}
    >
      {found ? (
        <BoughtSoFar {...found} />
      ) : (
        <EmptyState title="No offer is published yet" level={3}>
          Here stands what the council’s commission, subscriptions and other money have bought, as soon as an offer is
          published.
        </EmptyState>
      )}
    </Section>
  );
}
