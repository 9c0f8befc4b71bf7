import { DataTable, PageHeading, Section } from '../../platform/ui';
import { notFound, type Route, route, sameSample } from '../../platform/web';
import { counted, listed } from '../../platform/words';
import { mayReadOffer } from '../policy';
import type { Offer } from '../schema/schema';
import { offerPage } from './frame';
import { namesOf, small } from './words';

/** Where schools work together. */
export const partnershipRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/offer/partnerships',
    may: mayReadOffer,
    sample: sameSample('/offer/partnerships'),
    handle: async (req) =>
      (await offerPage(
        req,
        () => '/offer/partnerships',
        ({ offer }) => ({
          view: { title: 'Working together' },
          body: <PartnershipsPage offer={offer} />,
        }),
      )) ?? notFound(req),
  }),
];

type Kind = Offer['networks'][number]['kind'];

/** The order in which they are shown, and what each kind is called. */
const kinds: readonly { kind: Kind; title: string }[] = [
  { kind: 'network', title: 'Networks' },
  { kind: 'project', title: 'Projects' },
  { kind: 'support', title: 'Groups whose meetings are supported' },
  { kind: 'group', title: 'Other groups' },
  { kind: 'strategy', title: 'Strategies' },
  { kind: 'seed', title: 'What the work on priorities begins with' },
];

const votes = (offer: Offer): string =>
  `${offer.members.who} ${offer.members.votesEach === 1 ? 'One member, one vote' : `Each has ${counted(offer.members.votesEach, 'vote')}`}${offer.members.lostWithoutSubscription ? '.' : ', with or without a subscription.'}`;

const without = {
  'categorisation-only': 'A school that does not subscribe takes part when categories are agreed, and in nothing else.',
  everything: 'A school that does not subscribe takes part in everything.',
  nothing: 'A school that does not subscribe takes no part.',
};

const PartnershipsPage = ({ offer }: { offer: Offer }) => (
  <>
    <PageHeading title="Working together" lead={votes(offer)} />
    <Section
      title={counted(offer.partnerships.length, 'partnership')}
      rule="petrol"
      intro={without[offer.working.nonSubscriberInPartnership]}
    >
      <DataTable
        caption="Partnerships"
        captionHidden
        rows={offer.partnerships}
        columns={[
          { key: 'name', header: 'Partnership', cell: ({ name }) => name, name: true, strong: true },
          { key: 'kind', header: 'Formed by', cell: ({ kind }) => kind, plain: true },
          {
            key: 'sectors',
            header: 'Whose schools',
            cell: ({ sectors }) => namesOf(offer.sectors, sectors),
            plain: true,
          },
        ]}
      />
    </Section>
    {kinds.map(({ kind, title }) => (
      <Group offer={offer} title={title} members={offer.networks.filter((network) => network.kind === kind)} />
    ))}
  </>
);

/** Those of which there is something to say in a table, the names of the others below it. */
function Group({ offer, title, members }: { offer: Offer; title: string; members: Offer['networks'] }) {
  if (members.length === 0) return null;
  const described = members.filter(({ facts }) => facts);
  const named = members.filter(({ facts }) => !facts);
  const someSectors = described.some(({ sectors }) => sectors.length > 0);
  return (
    <Section title={title} rule="ink">
      {described.length > 0 && (
        <DataTable
          caption={title}
          captionHidden
          rows={described}
          columns={[
            { key: 'name', header: 'Name', cell: ({ name }) => name, name: true, strong: true },
            { key: 'facts', header: 'What it does', cell: ({ facts }) => facts, plain: true },
            ...(someSectors
              ? [
                  {
                    key: 'sectors',
                    header: 'Whose schools',
                    cell: ({ sectors }: Offer['networks'][number]) =>
                      sectors.length === 0 ? null : namesOf(offer.sectors, sectors),
                  },
                ]
              : []),
          ]}
        />
      )}
      {named.length > 0 && (
        <p>
          {described.length > 0 ? 'Also: ' : ''}
          {listed(named.map(({ name }, at) => (at === 0 && described.length === 0 ? name : small(name))))}.
        </p>
      )}
    </Section>
  );
}
