import type { Offer } from '../../offer';
import { DataTable, Section } from '../../platform/ui';
import { count, counted, listed, money } from '../../platform/words';
import { elementName } from '../words';
import type { Bought, CityTotals, SourceTotals } from './bought';
import { unitsOf } from './words';

/** What the money of each source has bought: sums over the city, and nothing of any one school. */
export const BySource = ({ offer, totals }: { offer: Offer; totals: CityTotals }) => (
  <>
    {totals.sources.map((source) => (
      <Section title={source.name} rule="ink" intro={sourceIntro(source)}>
        {source.rows.some(isMoved) ? (
          <DataTable
            caption={source.name}
            captionHidden
            rows={byElement(source.rows.filter(isMoved))}
            columns={[
              {
                key: 'element',
                header: 'Element',
                name: true,
                cell: ([first]) => first && elementName(offer, first.element),
              },
              {
                key: 'schools',
                header: 'Schools',
                align: 'end',
                cell: schoolsWords,
              },
              { key: 'owed', header: 'Owed', align: 'end', cell: (of) => wordsOf(offer, of, 'owed') },
              {
                key: 'used',
                header: 'Used',
                align: 'end',
                strong: true,
                figure: true,
                cell: (of) => wordsOf(offer, of, 'used'),
              },
              { key: 'held', header: 'Held', align: 'end', cell: (of) => wordsOf(offer, of, 'held') },
              { key: 'invoiced', header: 'Invoiced', align: 'end', cell: (of) => invoicedWords(of) },
            ]}
          />
        ) : (
          <p>Nothing has been booked from it yet.</p>
        )}
      </Section>
    ))}
  </>
);

/** The same in a line for each source: what was used of it so far. */
export const BoughtSoFar = ({ offer, totals }: { offer: Offer; totals: CityTotals }) => (
  <DataTable
    caption="What each source of money has bought"
    captionHidden
    rows={totals.sources}
    columns={[
      { key: 'source', header: 'Paid by', name: true, cell: ({ name }) => name },
      {
        key: 'used',
        header: 'Used so far',
        plain: true,
        cell: ({ rows }) => {
          const used = byElement(rows.filter((row) => row.used > 0));
          return used.length === 0
            ? 'nothing yet'
            : used.map((of) => (
                <div>
                  {of[0] && elementName(offer, of[0].element)}: {wordsOf(offer, of, 'used')}
                </div>
              ));
        },
      },
      {
        key: 'planned',
        header: 'Planned for the year',
        align: 'end',
        cell: ({ plannedPence }) => (plannedPence === null ? null : money(plannedPence)),
      },
    ]}
  />
);

/** What of one element is counted in several units stands in one line. */
export const byElement = (rows: readonly Bought[]): Bought[][] => [
  ...Map.groupBy(rows, ({ element }) => element).values(),
];

/** "2½ days", "4 times and 2 tickets". */
export function wordsOf(offer: Offer, rows: readonly Bought[], which: 'owed' | 'used' | 'held'): string {
  const words = rows.flatMap((row) => (row[which] === 0 ? [] : [unitsOf(offer, row.unit, row[which])]));
  return words.length === 0 ? '–' : listed(words);
}

/** Of those counted in one unit: a school may be in several. */
export const schoolsWords = (rows: readonly Bought[]): string => {
  const most = Math.max(...rows.map(({ schools }) => schools));
  return most === 0 ? '–' : rows.length > 1 ? `at least ${count(most)}` : count(most);
};

export const invoicedWords = (rows: readonly Bought[]): string => {
  const pence = rows.reduce((sum, { invoicedPence }) => sum + invoicedPence, 0);
  return pence === 0 ? '–' : money(pence);
};

export const isMoved = ({ used, held }: Bought): boolean => used + held > 0;

export const sourceIntro = ({ usedFor, plannedPence }: SourceTotals): string =>
  `${usedFor}${plannedPence === null ? '' : ` Planned for the year: ${money(plannedPence)}.`}`;

/** "Subscriptions bring £50,268 from 15 schools in 2018/19." */
export const feesWords = ({ fees }: CityTotals, year: string): string =>
  `Subscriptions bring ${money(fees.pence)} from ${counted(fees.schools, 'school')} in ${year}.`;
