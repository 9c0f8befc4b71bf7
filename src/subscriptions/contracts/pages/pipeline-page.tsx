import type { PublishedOffer } from '../../../offer';
import {
  Button,
  ButtonGroup,
  DataFoot,
  DataTable,
  ExportLinks,
  FilterForm,
  Filters,
  PageHeading,
  Section,
  Select,
  sortLinks,
  Tag,
  withQuery,
} from '../../../platform/ui';
import { count, counted, date, listed, money } from '../../../platform/words';
import { sectorName } from '../../words';
import type { ContractLine } from '../lists';
import { type PipelineWish, sinceOf } from '../pipeline-list';
import type { MeansToPool } from '../pooling';
import { isBinding, isOpen, states } from '../state';
import { stateName, stateTone } from '../words';
import { subscriptionAddress } from './school-page';

export interface PipelineView {
  published: PublishedOffer;
  lines: readonly ContractLine[];
  pooling: readonly MeansToPool[];
  wish: PipelineWish;
  shown: readonly ContractLine[];
  query: URLSearchParams;
  ticked: ReadonlySet<number>;
  /** Takes steps for many schools; others only read. */
  mayStep: boolean;
  /** Among the steps, accepting a form is for those whom the offer names. */
  mayAccept: boolean;
}

/** Who is at which state, what that brings, and one step for many schools at once. */
export const PipelinePage = (view: PipelineView) => {
  const { published, lines, pooling, wish, shown, query, ticked, mayStep, mayAccept } = view;
  const { offer } = published;
  const address = `/subscriptions?${query}`;
  const counts = states.map((state) => ({ state, n: lines.filter((line) => line.state === state).length }));
  const says = `${counted(shown.length, 'school')}, ${money(sumOf(shown))}`;
  return (
    <>
      <PageHeading
        eyebrow={offer.name}
        title={leadOf(lines)}
        actions={<a href="/subscriptions/viability">Who would subscribe?</a>}
      />
      <FilterForm action="/subscriptions" live="list" query={query}>
        {wish.state && <input type="hidden" name="state" value={wish.state} />}
        <Select
          id="sector"
          name="sector"
          label="Sector"
          value={wish.sector}
          options={[
            { value: '', text: 'Any' },
            ...options(lines.map(({ sector }) => [sector, sectorName(offer, sector)])),
          ]}
        />
        <Select
          id="partnership"
          name="partnership"
          label="Partnership"
          value={wish.partnership}
          options={[
            { value: '', text: 'Any' },
            ...options(lines.flatMap(({ partnership: p }) => (p ? [[p.id, p.name] as const] : []))),
          ]}
        />
      </FilterForm>
      <div id="list" data-live-says={says}>
        <Section
          title={says}
          aside={
            <>
              <Filters
                label="State"
                items={[
                  { text: 'All', href: withQuery(address, { state: undefined }), current: wish.state === null },
                  ...counts
                    .filter(({ n, state }) => n > 0 || state === wish.state)
                    .map(({ state, n }) => ({
                      text: stateName(state),
                      count: n,
                      href: withQuery(address, { state }),
                      current: wish.state === state,
                    })),
                ]}
              />
              {mayStep && shown.length > 0 && <a href={withQuery(address, { tick: 'all' })}>Tick all</a>}
              <ExportLinks
                csv={withQuery(`/subscriptions.csv?${query}`, {})}
                excel={withQuery(`/subscriptions.xlsx?${query}`, {})}
              />
            </>
          }
        >
          <form method="post" action={address}>
            <DataTable<ContractLine>
              caption="Schools and their subscriptions"
              captionHidden
              rows={shown}
              sort={sortLinks(address, wish.order)}
              columns={[
                {
                  key: 'name',
                  header: 'School',
                  name: true,
                  sortable: true,
                  cell: (line) => <a href={subscriptionAddress(line.urn)}>{line.name}</a>,
                  total: 'Together',
                },
                {
                  key: 'state',
                  header: 'State',
                  plain: true,
                  sortable: true,
                  cell: ({ state }) => <Tag tone={stateTone(state)}>{stateName(state)}</Tag>,
                },
                {
                  key: 'since',
                  header: 'Since',
                  sortable: true,
                  cell: (line) => {
                    const since = sinceOf(line);
                    return since && date(since);
                  },
                },
                {
                  key: 'sector',
                  header: 'Sector',
                  sortable: true,
                  wideOnly: true,
                  cell: ({ sector }) => sectorName(offer, sector),
                },
                {
                  key: 'partnership',
                  header: 'Partnership',
                  sortable: true,
                  wideOnly: true,
                  cell: ({ partnership }) => partnership?.name,
                },
                {
                  key: 'fee',
                  header: `Fee ${lines[0]?.year ?? ''}`,
                  align: 'end',
                  figure: true,
                  sortable: true,
                  cell: ({ feePence }) => (feePence === null ? 'by hand or unknown' : money(feePence)),
                  total: money(sumOf(shown)),
                },
                ...(mayStep
                  ? [
                      {
                        key: 'tick',
                        header: 'Tick',
                        verb: true,
                        cell: ({ urn, name }: ContractLine) => (
                          <TickBox urn={urn} name={name} checked={ticked.has(urn)} />
                        ),
                      },
                    ]
                  : []),
              ]}
            />
            {mayStep && (
              <ButtonGroup>
                <Button name="do" value="send">
                  Send the form
                </Button>
                {mayAccept && (
                  <Button name="do" value="accept" kind="secondary">
                    Accept the form
                  </Button>
                )}
                <Button name="do" value="indicate" kind="secondary">
                  Record an intention
                </Button>
              </ButtonGroup>
            )}
          </form>
        </Section>
        {pooling.length > 0 && (
          <Section
            title="They mean to pool their credit"
            rule="ink"
            intro="Said in the form, and in no pool yet. It becomes final when the leaders have agreed."
          >
            <ul>
              {pooling.map((one) => (
                <li>
                  {listed(one.schools.map(({ name }) => name))}, with: {one.with}.{' '}
                  {mayStep && (
                    <a href={one.href}>
                      Note the pool<span class="govuk-visually-hidden"> with {one.with}</span>
                    </a>
                  )}
                </li>
              ))}
            </ul>
          </Section>
        )}
      </div>
      <DataFoot>
        {offer.name}, version {published.version}. A fee that is not fixed yet is what the school would pay by the
        newest census.
      </DataFoot>
    </>
  );
};

const TickBox = ({ urn, name, checked }: { urn: number; name: string; checked: boolean }) => (
  <div class="govuk-checkboxes govuk-checkboxes--small">
    <div class="govuk-checkboxes__item m-choice">
      <input
        class="govuk-checkboxes__input"
        id={`tick-${urn}`}
        name="urn"
        type="checkbox"
        value={String(urn)}
        checked={checked}
        autocomplete="off"
      />
      <label class="govuk-label govuk-checkboxes__label" for={`tick-${urn}`}>
        <span class="govuk-visually-hidden">{name}</span>
      </label>
    </div>
  </div>
);

function leadOf(lines: readonly ContractLine[]): string {
  const bound = lines.filter(({ state }) => isBinding(state)).length;
  const open = lines.filter(({ state }) => isOpen(state)).length;
  return `${count(bound)} subscribed, ${count(open)} on the way, of ${counted(lines.length, 'school')}`;
}

const sumOf = (lines: readonly ContractLine[]): number => lines.reduce((sum, { feePence }) => sum + (feePence ?? 0), 0);

const options = (pairs: readonly (readonly [string, string])[]) =>
  [...new Map(pairs)].map(([value, text]) => ({ value, text })).sort((a, b) => a.text.localeCompare(b.text));
