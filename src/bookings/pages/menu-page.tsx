import { Button, Checkboxes, Columns, Inset, Notice, Second, Section, Select, Stat, UnitBar } from '../../platform/ui';
import { count, days, listed, money } from '../../platform/words';
import { type SchoolHead, SchoolHeader, type SchoolTab } from '../../schools';
import { serviceName, stepWords } from '../items';
import type { Menu, MenuLine } from '../menu';
import type { Proposal } from '../propose';
import { creditWords, lowerFirst, upperFirst } from '../words';

export interface MenuView {
  school: SchoolHead;
  tabs: readonly SchoolTab[];
  menu: Menu;
  mayBook: boolean;
  /** Pots that may pay: the school's own, and its pool. */
  pots: readonly { value: string; text: string }[];
  pot: string;
  groupPackages: readonly {
    name: string;
    contains: readonly string[];
    needs: string;
    got: boolean;
    waitsFor: readonly string[];
  }[];
  rapid: { facts: string } | null;
}

/** What can be bought, each with what it does to the credit. */
export function MenuPage(view: MenuView) {
  const { school, tabs, menu, mayBook, pots, pot } = view;
  const { offer, credit } = menu;
  const base = `/schools/${school.urn}`;
  const fixed = menu.lines.filter(
    ({ price, service, refusal }) => price !== null && service.price !== 'day-rate' && !refusal,
  );
  const timed = menu.lines.find(({ service, refusal }) => service.price === 'day-rate' && !refusal);
  const quoted = menu.lines.filter(({ price, refusal }) => price === null && !refusal);
  // What only waits for a subscription is said once, and not for each.
  const outside = menu.schools.find(({ known }) => known.subscribed !== true);
  const joining = menu.lines.filter(({ standing }) => outside && standing.refusal);
  const refused = menu.lines.filter((line) => line.refusal !== null && !joining.includes(line));
  return (
    <>
      <SchoolHeader
        school={school}
        tabs={tabs}
        at={`${base}/bookings`}
        lead={
          credit
            ? `${creditWords(offer, credit.left)} of ${creditWords(offer, credit.owed)} is left to spend in ${menu.year}.`
            : `This school has no credit in ${menu.year}: what members may buy is paid by invoice.`
        }
        actions={<a href={`${base}/bookings`}>What is booked</a>}
      />
      {menu.opens.length > 0 && mayBook && (
        <Section title="You mean to subscribe, and that is enough for this" rule="petrol">
          <ul>
            {menu.opens.map(({ id, name }) => (
              <li>
                <a href={`${base}/bookings/new?element=${id}`}>Book: {name}</a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {credit && (
        <div class="m-section">
          <Stat
            label={pot === '' ? offer.bespoke.credit.name : 'What the schools of the pool have together'}
            value={creditWords(offer, credit.left)}
            unit="left"
            facts={[
              { term: 'Owed', value: creditWords(offer, credit.owed) },
              { term: 'Used', value: creditWords(offer, credit.used) },
              { term: 'Held', value: creditWords(offer, credit.held) },
            ]}
          >
            <UnitBar
              used={credit.used}
              held={credit.held}
              left={credit.left}
              says={`${creditWords(offer, credit.used)} used, ${creditWords(offer, credit.held)} held, ${creditWords(offer, credit.left)} left`}
            />
          </Stat>
        </div>
      )}
      {menu.proposals.length > 0 && mayBook && (
        <Section title="What fits what is left" rule="petrol" intro="Each of these can be ordered as it stands.">
          <ul>
            {menu.proposals.map((proposal) => (
              <li>
                <a href={basketHref(base, proposal, menu, pot)}>{proposalWords(menu, proposal)}</a>
                {': '}
                {proposal.left === 0 ? 'uses it all' : `${creditWords(offer, proposal.left)} left`}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="Choose from the menu" rule="ink">
        <form method="get" action={`${base}/menu/basket`}>
          {pots.length > 1 ? (
            <Select id="pot" name="pot" label="What should pay for it?" options={pots} value={pot} />
          ) : (
            pot !== '' && <input type="hidden" name="pot" value={pot} />
          )}
          {timed && (
            <Select
              id="days"
              name="days"
              label={timed.service.name}
              hint={`${creditWords(offer, offer.bespoke.rates.day.quantity)} a day, ${creditWords(offer, offer.bespoke.rates.halfDay.quantity)} a half day; in steps of ${stepWords(Math.max(2, timed.service.smallestStep ?? 2))}`}
              options={[
                { value: '', text: 'None' },
                ...Array.from({ length: 24 }, (_, i) => 2 * (i + 1)).map((quarters) => ({
                  value: String(quarters),
                  text: upperFirst(days(quarters)),
                })),
              ]}
            />
          )}
          {fixed.length > 0 && (
            <Checkboxes
              id="service"
              name="service"
              legend="Services at a price"
              choices={fixed.map((line) => ({
                value: line.service.id,
                text: `${line.service.name}: ${creditWords(offer, line.price ?? 0)}`,
                hint: <LineHint menu={menu} line={line} />,
              }))}
            />
          )}
          {mayBook && (timed || fixed.length > 0) ? (
            <Button>See what it comes to</Button>
          ) : (
            <Inset>A leader of the school orders from the menu.</Inset>
          )}
        </form>
      </Section>
      {(quoted.length > 0 || menu.reviews.some(({ standing }) => !standing.refusal)) && (
        <Section title="By quote" rule="ink" intro="Ask, and you get a price to accept or leave.">
          <ul>
            {quoted.map(({ service }) => (
              <li>
                {service.name}.{' '}
                {mayBook && (
                  <a href={`${base}/bookings/new?service=${service.id}${potQuery(pot)}`}>
                    Ask for a quote<span class="govuk-visually-hidden"> for {service.name}</span>
                  </a>
                )}
                {service.notes.length > 0 && <Second>{service.notes.join(' ')}</Second>}
              </li>
            ))}
          </ul>
          {menu.reviews
            .filter(({ standing }) => !standing.refusal)
            .map(({ review, prices }) => (
              <>
                <h3>{review.name}</h3>
                <ul>
                  {review.tiers.map((tier) => {
                    const guide = prices.find((price) => price.tier === tier.id);
                    const short = guide && credit ? guide.price - credit.left : 0;
                    return (
                      <li>
                        {tier.name}: {days(tier.days)}, {tier.adds.toLowerCase()}. About{' '}
                        {creditWords(offer, guide?.price ?? 0)}
                        {credit &&
                          (short <= 0
                            ? `, which leaves ${creditWords(offer, -short)}`
                            : `, of which ${creditWords(offer, short)} by invoice`)}
                        .{' '}
                        {mayBook && (
                          <a href={`${base}/bookings/new?review=${review.id}&tier=${tier.id}${potQuery(pot)}`}>
                            Ask for a quote
                            <span class="govuk-visually-hidden">
                              {' '}
                              for {review.name}, {tier.name}
                            </span>
                          </a>
                        )}
                      </li>
                    );
                  })}
                </ul>
              </>
            ))}
        </Section>
      )}
      {view.groupPackages.map((one) => (
        <Notice kind="hint" title={one.name}>
          {one.got
            ? `Every school of the group has bought what it needs, so the group gets this without a price: ${listed(one.contains.map(lowerFirst))}.`
            : `The group gets this without a price once each of its schools has bought: ${one.needs}. It is ${listed(one.contains.map(lowerFirst))}. Still to buy it: ${listed(one.waitsFor)}.`}
        </Notice>
      ))}
      {view.rapid && (
        <Section title="Before the service starts" rule="ink" intro={view.rapid.facts}>
          {mayBook && <a href={`${base}/menu/rapid-response`}>Ask for it</a>}
        </Section>
      )}
      {outside && joining.length > 0 && (
        <Section
          title="With a subscription"
          rule="ink"
          intro={`${outside.name} does not subscribe, so it can’t choose these yet.`}
          aside={<a href={`${base}/subscription`}>Subscribe</a>}
        >
          <ul>
            {joining.map(({ service, price }) => (
              <li>
                {service.name}: {price === null ? 'by quote' : creditWords(offer, price)}
              </li>
            ))}
          </ul>
          <p>
            Each year’s credit would pay for them. <a href={`${base}/quote`}>See what a subscription would cost</a>
          </p>
        </Section>
      )}
      {refused.length > 0 && (
        <Section title="Not open to you now" rule="ink">
          <Columns split="8-4">
            <ul>
              {refused.map(({ service, refusal }) => (
                <li>
                  <strong>{service.name}.</strong> {refusal}
                </li>
              ))}
            </ul>
          </Columns>
        </Section>
      )}
    </>
  );
}

/** "uses £550 of your credit, £300 left" or "needs £50 more: add to an invoice". */
function LineHint({ menu: { offer, credit }, line }: { menu: Menu; line: MenuLine }) {
  const parts = [
    credit && line.uses > 0
      ? `uses ${creditWords(offer, line.uses)} of your credit, ${line.leaves === 0 ? 'nothing' : creditWords(offer, line.leaves)} left`
      : '',
    (line.topUpPence ?? 0) > 0
      ? line.uses > 0
        ? `needs ${money(line.topUpPence ?? 0)} more: add to an invoice`
        : `${money(line.topUpPence ?? 0)} by invoice`
      : '',
    line.service.contains.length > 0
      ? `${includedWords(offer, line)}${listed(line.service.contains.map(lowerFirst))}`
      : '',
    line.bought > 0 ? `bought ${count(line.bought)} already` : '',
  ].filter(Boolean);
  return <>{upperFirst(parts.join('. '))}</>;
}

const includedWords = (offer: Menu['offer'], line: MenuLine): string =>
  line.service.includes ? `${serviceName(offer, line.service.includes)}, with ` : 'With ';

export const proposalWords = ({ offer }: Pick<Menu, 'offer'>, { halfDays, services }: Proposal): string =>
  upperFirst(
    listed([
      ...(halfDays > 0 ? [days(2 * halfDays)] : []),
      ...services.map(
        ({ id, times }) => `${times > 1 ? `${count(times)} × ` : ''}${lowerFirst(serviceName(offer, id))}`,
      ),
    ]),
  );

const potQuery = (pot: string): string => (pot === '' ? '' : `&pot=${pot}`);

function basketHref(base: string, { halfDays, services }: Proposal, _menu: Menu, pot: string): string {
  const query = new URLSearchParams();
  if (halfDays > 0) query.set('days', String(2 * halfDays));
  for (const { id } of services) query.append('service', id);
  if (pot !== '') query.set('pot', pot);
  return `${base}/menu/basket?${query}`;
}
