import {
  Button,
  Checkboxes,
  DataTable,
  EmptyState,
  ExportLinks,
  PageHeading,
  Second,
  Section,
  withQuery,
} from '../../../platform/ui';
import { moment, money } from '../../../platform/words';
import type { Compared } from '../compare';
import type { Kept } from '../kept';
import { readModelWish } from '../what-if';
import { wishWords } from '../words';

interface CompareView {
  kept: readonly Kept[];
  chosen: readonly Compared[];
  /** Too few or too many were ticked. */
  error?: string | undefined;
}

/** What-ifs that were kept, side by side. */
export const ComparePage = ({ kept, chosen, error }: CompareView) => (
  <>
    <PageHeading title="Compare what-ifs" lead="Two to four that were kept, side by side." />
    {kept.length === 0 ? (
      <EmptyState title="None is kept yet" action={<a href="/subscriptions/model#what-if">Ask a what-if</a>}>
        Work one out on the page of the model, and keep it under a name.
      </EmptyState>
    ) : (
      <>
        <form action="/subscriptions/model/compare" method="get">
          <Checkboxes
            id="id"
            name="id"
            legend="Which?"
            error={error}
            values={chosen.map(({ id }) => id)}
            choices={kept.map(({ id, name, query, byName, at }) => ({
              value: id,
              text: name,
              hint: `${wishWords(readModelWish(new URLSearchParams(query)).wish)}. Kept by ${byName}, ${moment(at)}.`,
            }))}
          />
          <Button>Compare</Button>
        </form>
        {chosen.length > 0 && <SideBySide chosen={chosen} />}
        <Section title="Kept" rule="under">
          <DataTable<Kept>
            caption="What-ifs that are kept"
            captionHidden
            rows={kept}
            columns={[
              {
                key: 'name',
                header: 'What-if',
                name: true,
                cell: ({ name, query }) => <a href={withQuery(`/subscriptions/model?${query}`, {})}>{name}</a>,
              },
              {
                key: 'remove',
                header: 'Remove',
                verb: true,
                cell: ({ id, name }) => (
                  <form method="post" action={`/subscriptions/model/kept/${id}/remove`}>
                    <button class="m-link-button" type="submit">
                      Remove<span class="govuk-visually-hidden"> {name}</span>
                    </button>
                  </form>
                ),
              },
            ]}
          />
        </Section>
      </>
    )}
  </>
);

function SideBySide({ chosen }: { chosen: readonly Compared[] }) {
  const query = chosen.map(({ id }) => `id=${id}`).join('&');
  const years = chosen[0]?.outcome.years.map(({ year }) => year) ?? [];
  const rows = years.flatMap((year) => [
    { year, what: 'Schools', of: (one: Compared) => String(yearOf(one, year)?.schools ?? 0) },
    { year, what: 'Subscriptions', of: (one: Compared) => money(yearOf(one, year)?.after ?? 0) },
    {
      year,
      what: 'All funding',
      of: (one: Compared) => money(one.outcome.table.rows.find((row) => row.year === year)?.total ?? 0),
    },
  ]);
  return (
    <Section
      title="Side by side"
      rule="petrol"
      aside={
        <ExportLinks
          csv={`/subscriptions/model/compare.csv?${query}`}
          excel={`/subscriptions/model/compare.xlsx?${query}`}
        />
      }
    >
      <DataTable
        caption="What-ifs side by side"
        captionHidden
        rows={rows}
        columns={[
          {
            key: 'what',
            header: 'Year',
            name: true,
            cell: ({ year, what }) => `${what}, ${year}`,
            total: 'All funding, all years',
          },
          ...chosen.map((one) => ({
            key: one.id,
            header: (
              <>
                {one.name}
                <Second>{wishWords(one.wish)}</Second>
              </>
            ),
            align: 'end' as const,
            cell: (row: (typeof rows)[number]) => row.of(one),
            total: money(one.outcome.table.all.total),
          })),
        ]}
      />
    </Section>
  );
}

const yearOf = (one: Compared, year: string) => one.outcome.years.find((row) => row.year === year);
