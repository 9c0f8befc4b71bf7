import {
  DataTable,
  EmptyState,
  ExportLinks,
  inOrder,
  KeptOrder,
  type Order,
  PageHeading,
  Pagination,
  readOrder,
  SearchBox,
  sortLinks,
  withQuery,
} from '../../platform/ui';
import { count, counted } from '../../platform/words';
import { kindsInOrder, type PartnershipLine, type TrustLine, type TrustWish } from './group-queries';
import { partnershipKind } from './words';

export const trustsPerPage = 50;

export const TrustsPage = ({
  wish: { q, order },
  query,
  page,
  trusts,
  total,
}: {
  wish: TrustWish;
  /** What the page was asked for. */
  query: URLSearchParams;
  page: number;
  trusts: TrustLine[];
  total: number;
}) => (
  <>
    <PageHeading
      title="Trusts"
      lead="Trusts and federations that run schools here."
      actions={<a href="/schools">Find a school</a>}
    />
    <SearchBox id="q" label="Name or UID" action="/trusts" value={q} live="trusts">
      <KeptOrder query={query} />
    </SearchBox>
    <div id="trusts" data-live-says={counted(total, 'trust')}>
      {total === 0 ? (
        <EmptyState
          title={q ? 'No trust is called that' : 'No trusts are here yet'}
          action={q ? <a href="/trusts">Show all of them</a> : undefined}
        >
          {q
            ? 'Part of the name is enough, or the UID of the group.'
            : 'They come with the official list of groups and their schools.'}
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption="Trusts"
            captionHidden
            rows={trusts}
            sort={sortLinks(`/trusts?${query}`, order)}
            columns={[
              {
                key: 'name',
                header: 'Trust',
                name: true,
                sortable: true,
                cell: (trust) => <a href={`/trusts/${trust.uid}`}>{trust.name}</a>,
              },
              { key: 'kind', header: 'Kind', sortable: true, cell: (trust) => trust.kind, wideOnly: true },
              {
                key: 'schools',
                header: 'Schools',
                label: 'Schools',
                align: 'end',
                figure: true,
                sortable: true,
                cell: (trust) => count(trust.schools),
              },
              {
                key: 'pupils',
                header: 'Pupils',
                align: 'end',
                sortable: true,
                cell: (trust) => count(trust.pupils),
              },
            ]}
          />
          <Pagination
            page={page}
            perPage={trustsPerPage}
            total={total}
            noun="trust"
            href={(to) => withQuery(`/trusts?${query}`, { page: to })}
          />
          <ExportLinks
            csv={withQuery(`/trusts.csv?${query}`, { page: undefined })}
            excel={withQuery(`/trusts.xlsx?${query}`, { page: undefined })}
          />
        </>
      )}
    </div>
  </>
);

/** As they come, localities stand first: that is their order by kind. */
export const readPartnerships = (query: URLSearchParams) =>
  readOrder(query, ['kind', 'name', 'schools', 'pupils'], { key: 'kind', dir: 'asc' });

export const partnershipsInOrder = (
  partnerships: readonly PartnershipLine[],
  order: Order<'kind' | 'name' | 'schools' | 'pupils'>,
): PartnershipLine[] =>
  inOrder(
    partnerships,
    {
      kind: ({ kind }) => kindsInOrder.indexOf(kind),
      name: ({ name }) => name,
      schools: ({ schools }) => schools,
      pupils: ({ pupils }) => pupils,
    },
    order,
  );

export const PartnershipsPage = ({
  partnerships,
  query,
}: {
  partnerships: PartnershipLine[];
  query: URLSearchParams;
}) => (
  <>
    <PageHeading
      title="Partnerships"
      lead="Groups of schools that work together."
      actions={<a href="/schools">Find a school</a>}
    />
    {partnerships.length === 0 ? (
      <EmptyState title="No partnerships are here yet">
        They come from a list of schools and the partnership each belongs to, which the partnership office brings in.
      </EmptyState>
    ) : (
      <>
        <DataTable
          caption="Partnerships"
          captionHidden
          rows={partnershipsInOrder(partnerships, readPartnerships(query))}
          sort={sortLinks(`/partnerships?${query}`, readPartnerships(query))}
          columns={[
            {
              key: 'name',
              header: 'Partnership',
              name: true,
              sortable: true,
              cell: (one) => <a href={`/partnerships/${one.id}`}>{one.name}</a>,
            },
            { key: 'kind', header: 'Kind', sortable: true, cell: (one) => partnershipKind(one.kind) },
            {
              key: 'schools',
              header: 'Schools',
              label: 'Schools',
              align: 'end',
              figure: true,
              sortable: true,
              cell: (one) => count(one.schools),
            },
            { key: 'pupils', header: 'Pupils', align: 'end', sortable: true, cell: (one) => count(one.pupils) },
          ]}
        />
        <ExportLinks
          csv={withQuery(`/partnerships.csv?${query}`, {})}
          excel={withQuery(`/partnerships.xlsx?${query}`, {})}
        />
      </>
    )}
  </>
);
