import { Columns, DataTable, Details, PageHeading, Second, Section } from '../../platform/ui';
import { notFound, type Route, route, sameSample } from '../../platform/web';
import { capital, count, counted, days, listed } from '../../platform/words';
import { dayPrice, indicativePrices } from '../credit';
import { mayReadOffer } from '../policy';
import type { Offer } from '../schema/schema';
import { type Combination, combinations } from './combinations';
import { offerPage } from './frame';
import { creditBySector } from './sections';
import { amountWords, creditWords, hrefOf, nameOf, namesOf, small } from './words';

/** What the credit buys. */
export const bespokeRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/offer/bespoke',
    may: mayReadOffer,
    sample: sameSample('/offer/bespoke'),
    handle: async (req) =>
      (await offerPage(
        req,
        () => '/offer/bespoke',
        ({ offer }) => ({
          view: { title: 'The menu' },
          body: <BespokePage offer={offer} />,
        }),
      )) ?? notFound(req),
  }),
];

function BespokePage({ offer }: { offer: Offer }) {
  const { credit, rates, groupPackages, reviews } = offer.bespoke;
  return (
    <>
      <PageHeading title="The menu" lead={credit.description} />
      <div class="m-section">
        <Columns split="8-4">
          <Section title="What is on it" rule="petrol" intro={`${rates.whom}. ${rates.beyondCredit}`}>
            <Menu offer={offer} />
          </Section>
          <div>
            <Section title="Your credit" rule="ink">
              <DataTable
                caption="The year's credit by sector"
                captionHidden
                rows={creditBySector(offer)}
                columns={[
                  { key: 'sectors', header: 'Sector', cell: ({ sectors }) => sectors, name: true },
                  {
                    key: 'credit',
                    header: 'Credit a year',
                    cell: ({ words }) => words,
                    align: 'end',
                    figure: true,
                    strong: true,
                  },
                ]}
              />
            </Section>
            <Section
              title="The price of time"
              rule="ink"
              intro={rates.combineHalves ? 'Whole days count first, then a half.' : 'Each half day at its own price.'}
            >
              <DataTable
                caption="The price of time"
                captionHidden
                rows={[1, 2, 3, 4, 5, 6]}
                columns={[
                  { key: 'time', header: 'Time', cell: (halfDays) => days(halfDays * 2), name: true },
                  {
                    key: 'price',
                    header: 'Price',
                    cell: (halfDays) => creditWords(offer, dayPrice(offer, halfDays)),
                    align: 'end',
                    figure: true,
                  },
                ]}
              />
            </Section>
          </div>
        </Columns>
      </div>
      <WhatFits offer={offer} />
      <Rules offer={offer} />
      {reviews.map((review) => (
        <Section title={review.name} rule="ink" intro={hasText(review.pilots, 'Pilots: ')}>
          <Columns split="7-5">
            <DataTable
              caption={`Tiers of the ${review.name}`}
              captionHidden
              rows={review.tiers}
              columns={[
                { key: 'tier', header: 'Tier', cell: ({ name }) => name, name: true, strong: true },
                { key: 'adds', header: 'What it adds', cell: ({ adds }) => adds, plain: true },
                { key: 'days', header: 'Time', cell: ({ days: time }) => days(time), align: 'end' },
                {
                  key: 'price',
                  header: 'A guide to the price',
                  cell: ({ id }) =>
                    creditWords(offer, indicativePrices(offer, review.id).find(({ tier }) => tier === id)?.price ?? 0),
                  align: 'end',
                  figure: true,
                },
              ]}
            />
            <div>
              <p>The price is a quote. Until then, the time of the tier at the day rate is a guide.</p>
              {review.output.length > 0 && <p>You get: {listed(review.output.map((one) => small(one)))}.</p>}
              {review.notes.map((note) => (
                <p>{note}</p>
              ))}
            </div>
          </Columns>
          <Details summary={`What it looks at: ${listed(review.areas.map(({ name }) => small(name)))}`}>
            {review.areas.map(({ name, aspects }) => (
              <p>
                <strong>{name}</strong>: {listed(aspects.map((aspect) => small(aspect)))}.
              </p>
            ))}
          </Details>
        </Section>
      ))}
      {groupPackages.length > 0 && (
        <Section title="For whole groups" rule="ink">
          <ul class="govuk-list govuk-list--bullet">
            {groupPackages.map((one) => (
              <li>
                <strong>{one.name}</strong>: when{' '}
                {one.of === 'subscribers' ? 'every subscribing school' : 'every open school'} of the group has{' '}
                {small(nameOf(offer.bespoke.services, one.needs))}. It holds{' '}
                {listed(one.contains.map((part) => small(part)))}.
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

const hasText = (text: string | null, lead: string) => (text === null ? undefined : `${lead}${small(text)}.`);

const Menu = ({ offer }: { offer: Offer }) => (
  <DataTable
    caption="The menu, with prices"
    captionHidden
    rows={offer.bespoke.services}
    columns={[
      {
        key: 'service',
        header: 'Service',
        name: true,
        cell: (service) => {
          const element = offer.elements.find(({ id }) => id === service.element);
          return (
            <>
              <strong>{service.name}</strong>
              {element && (
                <Second>
                  <a href={hrefOf(element)}>{element.name}</a>
                </Second>
              )}
            </>
          );
        },
      },
      {
        key: 'contains',
        header: 'What it holds',
        plain: true,
        cell: ({ contains, includes, notes, days: time, smallestStep }) =>
          [
            includes || contains.length > 0
              ? `${capital(listed([...(includes ? [`all of ${small(nameOf(offer.bespoke.services, includes))}`] : []), ...contains.map((one) => small(one))]))}.`
              : '',
            time === null ? '' : `${capital(days(time))} of work.`,
            smallestStep === null ? '' : `From ${days(smallestStep)}.`,
            ...notes,
          ]
            .filter(Boolean)
            .join(' '),
      },
      { key: 'price', header: 'Price', cell: ({ price }) => priceWords(offer, price), align: 'end', figure: true },
    ]}
  />
);

function priceWords(offer: Offer, price: Offer['bespoke']['services'][number]['price']): string {
  if (price === 'quote') return 'by quote';
  if (price === 'day-rate') return `${creditWords(offer, offer.bespoke.rates.day.quantity)} a day`;
  if (price === 'none') return 'no charge';
  return amountWords(offer, price);
}

/** Ways to spend the credit of each sector. */
function WhatFits({ offer }: { offer: Offer }) {
  const credits = creditBySector(offer).flatMap(({ sectors, quantity, words }) =>
    quantity === null ? [] : [{ sectors, quantity, words }],
  );
  return (
    <Section
      title="What fits your credit"
      rule="ink"
      intro="Ways to use it, from what has a fixed price and with each service once, to which nothing more could be added."
    >
      <Columns split={credits.length > 1 ? 'halves' : '8-4'}>
        {credits.map(({ sectors, quantity, words }) => {
          const all = combinations(offer, quantity);
          const full = all.filter(({ left }) => left === 0);
          const some = all.filter(({ left }) => left > 0);
          return (
            <Section title={`${words}: ${sectors}`} level={3}>
              {full.length > 0 && <Ways offer={offer} ways={full} caption={`Uses ${words} in full`} />}
              {some.length > 0 && (
                <Details summary={`${counted(some.length, 'way')} with some left`} open={full.length === 0}>
                  <Ways offer={offer} ways={some} caption={`Leaves some of ${words}`} left />
                </Details>
              )}
            </Section>
          );
        })}
      </Columns>
    </Section>
  );
}

const Ways = ({
  offer,
  ways,
  caption,
  left,
}: {
  offer: Offer;
  ways: readonly Combination[];
  caption: string;
  left?: boolean;
}) => (
  <DataTable
    caption={caption}
    captionHidden
    rows={ways}
    columns={[
      {
        key: 'way',
        header: left ? 'What you would have' : 'Uses it in full',
        name: true,
        cell: ({ halfDays, services }) =>
          capital(
            listed([
              ...(halfDays > 0 ? [days(halfDays * 2)] : []),
              ...services.map((id) => small(nameOf(offer.bespoke.services, id))),
            ]),
          ),
      },
      ...(left
        ? [
            {
              key: 'left',
              header: 'Left',
              cell: (one: Combination) => creditWords(offer, one.left),
              align: 'end' as const,
              figure: true,
            },
          ]
        : []),
    ]}
  />
);

function Rules({ offer }: { offer: Offer }) {
  const { limits, pool, booking } = offer.bespoke;
  const taken = {
    order: 'when you order',
    confirmation: 'when the work is confirmed',
    delivery: 'when it is delivered',
  };
  return (
    <Section title="How it works" rule="ink">
      <ul class="govuk-list govuk-list--bullet">
        <li>
          The credit is held {taken[booking.heldAt]}, taken {taken[booking.debitedAt]}, and returned when cancelled{' '}
          {counted(booking.returnedWhenCancelled.workingDaysBefore, 'working day')} before or earlier.
        </li>
        {pool.kinds.length > 0 && (
          <li>
            Schools may put their credit together, as{' '}
            {listed(
              pool.kinds.map((kind) => `a ${kind}`),
              'or',
            )}
            {pool.sectors === 'any' ? ' of any sectors' : ` of ${namesOf(offer.sectors, pool.sectors).toLowerCase()}`},
            at most {pool.perSchoolPerYear === 1 ? 'once' : `${count(pool.perSchoolPerYear)} times`} a year each. An
            order is shared in proportion to what each has left.
          </li>
        )}
        {limits.map(({ services, each, inAll }) => (
          <li>
            {capital(namesOf(offer.bespoke.services, services).toLowerCase())}: at most {count(each)} of each,{' '}
            {count(inAll)} in all.
          </li>
        ))}
      </ul>
    </Section>
  );
}
