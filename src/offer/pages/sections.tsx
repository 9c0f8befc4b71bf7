import {
  Columns,
  DataTable,
  Filters,
  PageHeading,
  Panel,
  Section,
  SummaryList,
  type SummaryRow,
  Tag,
} from '../../platform/ui';
import { notFound, type Req, type Route, route } from '../../platform/web';
import { counted, days, listed } from '../../platform/words';
import { mayReadOffer } from '../policy';
import type { Element, Offer } from '../schema/schema';
import { offerPage } from './frame';
import { amountWords, nameOf, namesOf, spanWords } from './words';

/** The parts of the offer, each element in its own place: what it is, who gets it, how much, how it is used, its value, who pays. */
export const sectionRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/offer/sections/:part',
    may: mayReadOffer,
    sample: () => ({ own: { path: '/offer/sections/first' }, other: { path: '/offer/sections/last' } }),
    handle: async (req) => (await sectionPage(req)) ?? notFound(req),
  }),
];

/** "first" and "last" are addresses that every offer has, whatever its parts are called. */
const partOf = (offer: Offer, wanted: string | undefined) =>
  offer.parts.find(({ id }) => id === wanted) ??
  (wanted === 'first' ? offer.parts[0] : wanted === 'last' ? offer.parts.at(-1) : undefined);

const sectionPage = (req: Req) =>
  offerPage(
    req,
    (offer) => `/offer/sections/${offer.parts[0]?.id}`,
    ({ offer }) => {
      const part = partOf(offer, req.params.part);
      if (!part) return null;
      const elements = offer.elements.filter((element) => element.part === part.id);
      return {
        view: { title: part.name },
        body: (
          <>
            <PageHeading
              title={part.name}
              lead={part.about}
              actions={
                <Filters
                  label="Parts of the offer"
                  items={offer.parts.map(({ id, name }) => ({
                    text: name,
                    href: `/offer/sections/${id}`,
                    current: id === part.id,
                  }))}
                />
              }
            />
            <Contents offer={offer} part={part.id} elements={elements} />
            {offer.bespoke.credit.part === part.id && <Credit offer={offer} />}
            {elements.map((element) => (
              <ElementSection offer={offer} element={element} />
            ))}
          </>
        ),
      };
    },
  );

function Contents({ offer, part, elements }: { offer: Offer; part: string; elements: readonly Element[] }) {
  const { credit } = offer.bespoke;
  const items = [...(credit.part === part ? [credit] : []), ...elements];
  const rows = Math.ceil(items.length / 3);
  const thirds = [0, 1, 2].map((at) => items.slice(at * rows, (at + 1) * rows)).filter((third) => third.length > 0);
  return (
    <Panel>
      <nav aria-label="On this page" class="m-no-print">
        <Columns split="thirds">
          {thirds.map((third) => (
            <ul class="govuk-list">
              {third.map(({ id, name }) => (
                <li>
                  <a href={`#${id}`}>{name}</a>
                </li>
              ))}
            </ul>
          ))}
        </Columns>
      </nav>
    </Panel>
  );
}

function ElementSection({ offer, element }: { offer: Offer; element: Element }) {
  const services = offer.bespoke.services.filter((service) => service.element === element.id);
  const reports = offer.reports.filter((report) => report.element === element.id);
  return (
    <Section
      id={element.id}
      title={element.name}
      rule="ink"
      {...(element.provisional ? { aside: <Tag tone="outline">Not confirmed yet</Tag> } : {})}
    >
      <Columns split="7-5">
        <div>
          <p>{element.description}</p>
          <HowUsed offer={offer} element={element} />
          {element.id === offer.categorisation.element && (
            <>
              <h3>How it is done</h3>
              <ol class="govuk-list govuk-list--number">
                {offer.categorisation.steps.map(({ name, who }) => (
                  <li>
                    {name} <span class="m-quiet">({who.charAt(0).toLowerCase() + who.slice(1)})</span>
                  </li>
                ))}
              </ol>
              <p>{[...offer.categorisation.notes, offer.categorisation.renewed].join(' ')}</p>
            </>
          )}
          {element.id === offer.programme.element && offer.programme.lines.length > 0 && (
            <p>
              <a href="/offer/programme">The year’s programme, month by month</a>
            </p>
          )}
          {services.length > 0 && (
            <p>
              On the menu: {listed(services.map(({ name }) => name))}.{' '}
              <a href="/offer/bespoke">See the menu with prices</a>
            </p>
          )}
        </div>
        <SummaryList stacked rows={factsOf(offer, element)} />
      </Columns>
      {reports.length > 0 && (
        <DataTable
          caption="What is reported, and when"
          rows={reports}
          columns={[
            { key: 'name', header: 'Report', cell: ({ name }) => name, name: true, strong: true },
            { key: 'when', header: 'When', cell: ({ when }) => when, plain: true },
            { key: 'whom', header: 'For', cell: ({ forWhom }) => forWhom, plain: true },
            {
              key: 'note',
              header: 'Note',
              plain: true,
              cell: ({ note, places }) =>
                [places === null ? '' : `${counted(places, 'place')}.`, note].filter(Boolean).join(' ') || null,
            },
          ]}
        />
      )}
    </Section>
  );
}

function HowUsed({ offer, element }: { offer: Offer; element: Element }) {
  const { templates, stages, kinds, notes, smallestStep } = element;
  return (
    <>
      {templates.length > 0 && (
        <>
          <h3>Shapes it can take</h3>
          <ul class="govuk-list govuk-list--bullet">
            {templates.map(({ name, parts }) => (
              <li>
                <strong>{name}</strong>:{' '}
                {listed(
                  parts.map(({ what, days: each, times, at }) =>
                    [
                      times > 1 ? `${times} × ` : '',
                      what.charAt(0).toLowerCase(),
                      what.slice(1),
                      ` of ${days(each)}`,
                      at === 'school' ? ' in school' : '',
                    ].join(''),
                  ),
                )}
                .
              </li>
            ))}
            {element.freeTemplate && <li>Any other schedule of the same time.</li>}
          </ul>
        </>
      )}
      {stages.length > 0 && (
        <>
          <h3>Stages</h3>
          <ol class="govuk-list govuk-list--number">
            {stages.map((stage) => (
              <li>{stage}</li>
            ))}
          </ol>
        </>
      )}
      {kinds.length > 0 && (
        <>
          <h3>What it can be used for</h3>
          <ul class="govuk-list govuk-list--bullet">
            {kinds.map((kind) => (
              <li>{kind}</li>
            ))}
          </ul>
        </>
      )}
      {notes.map((note) => (
        <p>{note}</p>
      ))}
      {smallestStep !== null && (
        <p>The least that can be used at a time is {amountWords(offer, timeOf(offer, smallestStep))}.</p>
      )}
    </>
  );
}

function factsOf(offer: Offer, element: Element): SummaryRow[] {
  return [
    { key: 'Who gets it', value: element.forWhom },
    { key: 'How much', value: element.quantity },
    { key: 'Stated value', value: valueWords(offer, element) },
    { key: 'Paid from', value: namesOf(offer.funding.sources, element.sources) },
  ];
}

/** What it is worth, in the offer's own words for whom it depends on. */
export function valueWords(offer: Offer, { value }: Element): string {
  if (value.kind === 'unpriced') return 'Not priced';
  if (value.kind === 'in-credit') return 'Part of the credit';
  if (value.by === null)
    return value.apart ? `${spanWords(value.span, ' to ')}, counted apart` : spanWords(value.span, ' to ');
  const named = [...offer.sectors, ...offer.statuses, ...offer.categories];
  const [only, ...more] = Object.entries(value.spans).map(
    ([id, span]) => `${nameOf(named, id)}: ${spanWords(span, ' to ')}`,
  );
  return more.length === 0 ? `${only}. Otherwise not priced` : [only, ...more].join(', ');
}

const timeOf = (offer: Offer, quantity: number) => ({
  unit: offer.units.find(({ counts }) => counts === 'time')?.id ?? '',
  quantity,
  unlimited: false,
});

function Credit({ offer }: { offer: Offer }) {
  const { credit } = offer.bespoke;
  return (
    <Section id={credit.id} title={credit.name} rule="petrol">
      <Columns split="7-5">
        <div>
          <p>{credit.description}</p>
          <p>
            {credit.carryOverMonths === 0
              ? 'It is given for the year, and what is not used by then is gone.'
              : `What is not used can be used for ${credit.carryOverMonths} months more.`}{' '}
            {offer.bespoke.rates.beyondCredit}
          </p>
          <p>
            <a href="/offer/bespoke">What it buys, with prices</a>
          </p>
        </div>
        <SummaryList
          stacked
          rows={[
            ...creditBySector(offer).map(({ words, sectors }) => ({ key: sectors, value: words })),
            { key: 'Paid from', value: nameOf(offer.funding.sources, credit.source) },
          ]}
        />
      </Columns>
    </Section>
  );
}

/** The credit of each sector, those with the same together; without an amount where it is agreed by hand. */
export function creditBySector(
  offer: Offer,
): { sectors: string; ids: string[]; quantity: number | null; words: string }[] {
  const amounts = offer.sectors.map(({ id, name }) => {
    const rule = offer.bespoke.credit.grants.find(({ when }) =>
      when.every(({ fact, isOneOf }) => fact !== 'sector' || isOneOf.includes(id)),
    );
    const amount =
      rule?.amount ?? offer.bespoke.credit.grants.flatMap(({ amountBy }) => amountBy?.answers[id] ?? [])[0];
    return { id, name, quantity: amount?.quantity ?? null };
  });
  const quantities = [...new Set(amounts.map(({ quantity }) => quantity))].sort(
    (a, b) => (a ?? Infinity) - (b ?? Infinity),
  );
  return quantities.map((quantity) => {
    const own = amounts.filter((one) => one.quantity === quantity);
    return {
      sectors: listed(own.map(({ name }) => name)),
      ids: own.map(({ id }) => id),
      quantity,
      words:
        quantity === null
          ? 'Agreed with each school'
          : amountWords(offer, { unit: offer.bespoke.credit.unit, quantity, unlimited: false }),
    };
  });
}
