import type { Offer } from '../../offer';
import { DataTable, EmptyState, ExportLinks, PageHeading } from '../../platform/ui';
import { counted } from '../../platform/words';
import type { Shortfall } from '../shortfalls';
import { quantityWords } from './fact-words';

/** What somebody has to settle: where more was given than is owed now. */
export const ShortfallsPage = ({ all, offer }: { all: readonly Shortfall[]; offer: Offer | null }) => (
  <>
    <PageHeading
      title="More given than is owed now"
      lead={
        all.length > 0
          ? `${counted(all.length, 'line')} to settle. What was used or promised is never taken back: agree with the school what becomes of it.`
          : undefined
      }
      actions={all.length > 0 ? <ExportLinks csv="/shortfalls.csv" excel="/shortfalls.xlsx" /> : undefined}
    />
    {all.length === 0 ? (
      <EmptyState title="Nothing to settle">
        When what is known of a school changes and it is owed less, what it has not used goes back by itself. What it
        has used already stands here, until you have agreed what becomes of it.
      </EmptyState>
    ) : (
      <DataTable
        caption="More given than is owed now"
        captionHidden
        sortInPlace
        rows={all}
        columns={[
          {
            key: 'name',
            header: 'For',
            name: true,
            cell: ({ holder, name }) => <a href={placeHref(holder)}>{name}</a>,
          },
          {
            key: 'element',
            header: 'Element',
            cell: (row) => <a href={`/accounts/${row.accountId}`}>{elementName(offer, row.element)}</a>,
          },
          { key: 'year', header: 'Year', cell: ({ year }) => year },
          ...(['owed', 'used', 'units'] as const).map((key) => ({
            key,
            header: { owed: 'Owed now', used: 'Used', units: 'Given beyond it' }[key],
            align: 'end' as const,
            figure: key === 'units',
            cell: (row: Shortfall) => inUnit(offer, row.unit, row[key]),
          })),
        ]}
      />
    )}
  </>
);

export const elementName = (offer: Offer | null, id: string): string =>
  offer?.elements.find((one) => one.id === id)?.name ??
  (offer?.bespoke.credit.id === id ? offer.bespoke.credit.name : id);

export const inUnit = (offer: Offer | null, unit: string, n: number): string =>
  quantityWords(
    offer?.units.find(({ id }) => id === unit),
    n,
  );

const placeHref = ({ kind, id }: Shortfall['holder']): string => `/${kind}s/${id}`;
