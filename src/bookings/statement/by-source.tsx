import type { Offer } from '../../offer';
import { DataTable, Section } from '../../platform/ui';
import { count, counted, money } from '../../platform/words';
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
            rows={source.rows.filter(isMoved)}
            columns={[
              { key: 'element', header: 'Element', name: true, cell: (row) => elementName(offer, row.element) },
              {
                key: 'schools',
                header: 'Schools',
                align: 'end',
                cell: ({ schools }) => (schools === 0 ? null : count(schools)),
              },
              { key: 'owed', header: 'Owed', align: 'end', cell: (row) => unitsOf(offer, row.unit, row.owed) },
              {
                key: 'used',
                header: 'Used',
                align: 'end',
                strong: true,
                figure: true,
                cell: (row) => unitsOf(offer, row.unit, row.used),
              },
              { key: 'held', header: 'Held', align: 'end', cell: (row) => unitsOf(offer, row.unit, row.held) },
              {
                key: 'invoiced',
                header: 'Invoiced',
                align: 'end',
                cell: ({ invoicedPence }) => (invoicedPence === 0 ? null : money(invoicedPence)),
              },
            ]}
          />
        ) : (
          <p>Nothing has been booked from it yet.</p>
        )}
      </Section>
    ))}
  </>
);

export const isMoved = ({ used, held }: Bought): boolean => used + held > 0;

export const sourceIntro = ({ usedFor, plannedPence }: SourceTotals): string =>
  `${usedFor}${plannedPence === null ? '' : ` Planned for the year: ${money(plannedPence)}.`}`;

/** "Subscriptions bring £50,268 from 15 schools in 2018/19." */
export const feesWords = ({ fees }: CityTotals, year: string): string =>
  `Subscriptions bring ${money(fees.pence)} from ${counted(fees.schools, 'school')} in ${year}.`;
