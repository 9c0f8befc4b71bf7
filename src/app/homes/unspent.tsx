import type { Unspent, unspentBySchool } from '../../bookings';
import type { Offer } from '../../offer';
import { DataTable, DayBlocks, EmptyState, Section, Tag, UnitBar } from '../../platform/ui';
import { count, counted, days, money } from '../../platform/words';
import type { ContractLine } from '../../subscriptions';

interface UnspentProps {
  unspent: Awaited<ReturnType<typeof unspentBySchool>>;
  offer: Offer;
  year: string;
  /** Where each school stands, for its locality. */
  lines: readonly ContractLine[];
}

/** Who would lose most on the last day, with the one step that changes it. */
export function UnspentTable({ unspent, offer, year, lines }: UnspentProps) {
  const { schools, withLeft, worthPence } = unspent;
  const { credit } = offer.bespoke;
  const localityOf = new Map(lines.map(({ urn, partnership }) => [urn, partnership?.name ?? null]));
  const creditWords = (units: number) =>
    offer.units.find(({ id }) => id === credit.unit)?.counts === 'money' ? money(units) : count(units);
  return (
    <Section
      title="Unspent by school"
      rule="under"
      aside={<a href={`/statement?year=${year.replace('/', '-')}`}>The whole city</a>}
    >
      {withLeft > 0 && (
        <p class="m-small">
          {counted(withLeft, 'school')} would lose {money(worthPence)} at the least. Most to lose first.
        </p>
      )}
      {schools.length === 0 ? (
        <EmptyState title="Nothing is owed yet" level={3}>
          As soon as a subscription is active, here stands what its school has not used: days, credit, and what they are
          worth.
        </EmptyState>
      ) : (
        <DataTable
          caption="Unspent by school"
          captionHidden
          scroll
          rows={schools}
          columns={[
            {
              key: 'school',
              header: 'School',
              name: true,
              cell: ({ urn, name }) => <a href={`/schools/${urn}/statement`}>{name}</a>,
            },
            { key: 'locality', header: 'Partnership', cell: ({ urn }) => localityOf.get(urn) ?? null },
            { key: 'days', header: 'Days: used, held, left', cell: ({ time }) => <DaysCell time={time} /> },
            {
              key: 'days-left',
              header: 'Left',
              align: 'end',
              cell: ({ time }) => (time.left === 0 ? '–' : days(time.left)),
            },
            {
              key: 'credit',
              header: credit.name,
              cell: ({ credit: of }) =>
                of.owed === 0 ? null : (
                  <UnitBar
                    used={of.used}
                    held={of.held}
                    left={of.left}
                    says={`${creditWords(of.used)} used, ${creditWords(of.held)} held, ${creditWords(of.left)} left`}
                    small
                  />
                ),
            },
            {
              key: 'credit-left',
              header: 'Left',
              align: 'end',
              cell: ({ credit: of }) => (of.left === 0 ? '–' : creditWords(of.left)),
            },
            {
              key: 'worth',
              header: 'Worth, at least',
              align: 'end',
              strong: true,
              cell: (one) => money(one.worthPence),
            },
            { key: 'held', header: 'Next', cell: ({ time, credit: of }) => <HeldCell time={time} credit={of} /> },
            {
              key: 'next',
              header: 'Next step',
              verb: true,
              cell: (one) => (
                <a href={`/schools/${one.urn}/menu`}>
                  Plan<span class="govuk-visually-hidden"> with {one.name}</span>
                </a>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}

const DaysCell = ({ time: { used, held, left } }: Pick<Unspent, 'time'>) =>
  used + held + left === 0 ? '–' : <DayBlocks used={used} held={held} left={left} small />;

/** Whether anything is under way: what nobody has a date for is what lapses. */
const HeldCell = ({ time, credit }: Pick<Unspent, 'time' | 'credit'>) =>
  time.held > 0 ? (
    <>{days(time.held)} held</>
  ) : credit.held > 0 ? (
    <>An order held</>
  ) : time.left > 0 ? (
    <Tag tone="heather">Nothing held</Tag>
  ) : (
    <>Days all used</>
  );
