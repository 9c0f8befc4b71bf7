import { Columns, DataTable, PageHeading, Section, SummaryList, Tag } from '../../platform/ui';
import { notFound, type Route, route, sameSample } from '../../platform/web';
import { counted, date, dayMonth, listed } from '../../platform/words';
import { mayReadOffer } from '../policy';
import type { Offer } from '../schema/schema';
import { dayInYear, yearDays } from '../year';
import { offerPage } from './frame';
import { monthName } from './words';

/** When what happens: the year, payments, and the days on which a school may leave. */
export const calendarRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/offer/calendar',
    may: mayReadOffer,
    sample: sameSample('/offer/calendar'),
    handle: async (req) =>
      (await offerPage(
        req,
        () => '/offer/calendar',
        ({ offer }) => ({
          view: { title: 'Dates' },
          body: <CalendarPage offer={offer} today={req.clock.today()} />,
        }),
      )) ?? notFound(req),
  }),
];

function CalendarPage({ offer, today }: { offer: Offer; today: Temporal.PlainDate }) {
  const { contract, calendar, dates } = offer;
  const dated = dates.filter(({ from }) => from !== null).sort((a, b) => Temporal.PlainDate.compare(a.from!, b.from!));
  const next = dated.find(({ from }) => Temporal.PlainDate.compare(from!, today) > 0);
  const yearly = dates.filter(({ from }) => from === null);
  const { from, to } = yearDays(offer, offer.year);
  return (
    <>
      <PageHeading
        title="Dates"
        lead={`The year ${offer.year} runs from ${date(from)} to ${date(to)}. The contract runs from ${date(contract.from)} to ${date(contract.to)}.`}
      />
      <Columns split="7-5">
        <div>
          {dated.length > 0 && (
            <Section title="What happens when" rule="petrol">
              <DataTable
                caption="Dates of the offer"
                captionHidden
                rows={dated}
                columns={[
                  { key: 'when', header: 'When', cell: ({ when }) => unbroken(when), name: true, strong: true },
                  {
                    key: 'what',
                    header: 'What',
                    plain: true,
                    cell: (row) => (
                      <>
                        {row.what} {row === next && <Tag tone="heather">Next</Tag>}
                      </>
                    ),
                  },
                ]}
              />
            </Section>
          )}
          {yearly.length > 0 && (
            <Section title="Every year" rule="ink">
              <DataTable
                caption="Every year"
                captionHidden
                rows={yearly}
                columns={[
                  { key: 'when', header: 'When', cell: ({ when }) => unbroken(when), name: true, strong: true },
                  { key: 'what', header: 'What', cell: ({ what }) => what, plain: true },
                ]}
              />
            </Section>
          )}
        </div>
        <div>
          <Section title="Paying" rule="ink">
            <SummaryList
              stacked
              rows={[
                ...contract.plans.map(({ name, due }) => ({
                  key: name,
                  value: listed(
                    due
                      .map((day) => dayInYear(offer, day, offer.year))
                      .sort(Temporal.PlainDate.compare)
                      .map(date),
                  ),
                })),
                {
                  key: 'Who pays',
                  value:
                    contract.payer === 'trust'
                      ? 'The trust, for its schools'
                      : `Each school${contract.trustStatement ? '; a trust may have one statement for all of its schools' : ''}`,
                },
                {
                  key: 'A school that joins late',
                  value:
                    contract.lateJoiner.fee === 'full'
                      ? 'Pays the full fee and gets everything'
                      : 'Pays less for the months that have passed, and gets everything',
                },
              ]}
            />
          </Section>
          <Section
            title="Leaving"
            rule="ink"
            intro={`A school may leave on ${dayMonth(contract.break.endsOn.toPlainDate({ year: 2000 }))} by giving notice in the window before it.`}
          >
            <DataTable
              caption="When notice can be given"
              captionHidden
              rows={contract.years}
              columns={[
                { key: 'year', header: 'Year', cell: (year) => year, name: true, strong: true },
                {
                  key: 'notice',
                  header: 'Notice from and to',
                  plain: true,
                  cell: (year) => {
                    const ends = dayInYear(offer, contract.break.endsOn, year);
                    if (Temporal.PlainDate.compare(ends, contract.to) >= 0)
                      return `The contract ends on ${date(contract.to)}`;
                    return `${date(dayInYear(offer, contract.break.noticeFrom, year))} to ${date(dayInYear(offer, contract.break.noticeTo, year))}`;
                  },
                },
              ]}
            />
          </Section>
          <Section title="The year" rule="ink">
            <SummaryList
              stacked
              rows={[
                {
                  key: 'Terms',
                  value: `${counted(calendar.terms, 'term')}, ${counted(calendar.halfTerms, 'half-term')}`,
                },
                ...calendar.halfTermDates.map(({ name, from, to }) => ({
                  key: name,
                  value: `${date(from)} to ${date(to)}`,
                })),
                { key: 'Census day', value: censusDayWords(offer) },
              ]}
            />
          </Section>
        </div>
      </Columns>
    </>
  );
}

/** A day stays on one line: "31 August 2019". */
const unbroken = (when: string): string => (/\d/.test(when) ? when.replaceAll(' ', '\u00a0') : when);

const nths = ['first', 'second', 'third', 'fourth', 'fifth'];

const censusDayWords = ({ contract: { pupils } }: Offer): string =>
  `The ${nths[pupils.censusDay.nth - 1]} ${pupils.censusDay.weekday.charAt(0).toUpperCase()}${pupils.censusDay.weekday.slice(1)} of ${monthName(pupils.censusDay.month)}`;
