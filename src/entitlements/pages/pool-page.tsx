import { creditUnit, type Offer } from '../../offer';
import {
  Button,
  ButtonGroup,
  ButtonLink,
  DataTable,
  DateInput,
  EmptyState,
  ExportLinks,
  Notice,
  PageHeading,
  Section,
  Select,
  SummaryList,
  Tag,
  Textarea,
  TextInput,
} from '../../platform/ui';
import { count, counted, date } from '../../platform/words';
import type { Pool, PoolMember, PoolShare, PoolUse } from '../pool-queries';
import { quantityWords } from './fact-words';
import type { AgreeForm, PoolForm } from './pool-form';

const State = ({ pool }: { pool: Pool }) =>
  pool.agreed ? <Tag tone="done">Final</Tag> : <Tag tone="quiet">Intended</Tag>;

export const PoolsPage = ({ pools, mayKeep }: { pools: readonly Pool[]; mayKeep: boolean }) => (
  <>
    <PageHeading
      title="Pools of credit"
      lead="Schools put their credit together, and each order is paid by all of them, by what they have left."
      actions={mayKeep ? <ButtonLink href="/pools/new">Note a new pool</ButtonLink> : undefined}
    />
    {pools.length === 0 ? (
      <EmptyState title="No pool yet">
        A trust, or any group of schools, may put its credit together. It is noted when schools subscribe, and made
        final when they plan their year.
      </EmptyState>
    ) : (
      <>
        <ExportLinks csv="/pools.csv" excel="/pools.xlsx" />
        <DataTable
          caption="Pools"
          captionHidden
          sortInPlace
          rows={pools}
          columns={[
            { key: 'name', header: 'Pool', name: true, cell: ({ id, name }) => <a href={`/pools/${id}`}>{name}</a> },
            { key: 'year', header: 'Year', cell: ({ year }) => year },
            {
              key: 'schools',
              header: 'Schools',
              align: 'end',
              cell: ({ members }) => count(staying(members)),
            },
            { key: 'state', header: 'State', figure: true, cell: (pool) => <State pool={pool} /> },
            { key: 'agreed', header: 'Agreed by', cell: ({ agreed }) => agreed?.by },
          ]}
        />
      </>
    )}
  </>
);

const staying = (members: readonly PoolMember[]) => members.filter(({ left }) => !left).length;

export interface PoolView {
  pool: Pool;
  offer: Offer;
  shares: readonly PoolShare[];
  uses: readonly PoolUse[];
  mayKeep: boolean;
  mayAgree: boolean;
  agreement: AgreeForm;
}

export const PoolPage = ({ pool, offer, shares, uses, mayKeep, mayAgree, agreement }: PoolView) => {
  const words = (units: number) => quantityWords(creditUnit(offer), units);
  const sum = (of: (share: PoolShare) => number) => words(shares.reduce((all, share) => all + of(share), 0));
  const nameOf = new Map(pool.members.map(({ school, name }) => [school, name]));
  const rows = pool.members.map((member) => ({ member, share: shares.find(({ school }) => school === member.school) }));
  const bookings = [...Map.groupBy(uses, ({ booking }) => booking).values()];
  return (
    <>
      <PageHeading
        title={pool.name}
        eyebrow={`Pool of ${pool.year}`}
        lead={
          pool.agreed
            ? `${sum(({ left }) => left)} of ${sum(({ putIn }) => putIn)} is left to order with.`
            : `Intended by ${counted(staying(pool.members), 'school')}: nothing has moved yet.`
        }
      />
      <SummaryList
        rows={[
          { key: 'State', value: <State pool={pool} /> },
          ...(pool.agreed ? [{ key: 'Agreed', value: `${pool.agreed.by}, ${date(pool.agreed.on)}` }] : []),
          ...(pool.note ? [{ key: 'Note', value: pool.note }] : []),
        ]}
      />
      <Section
        title="Who put in what"
        rule="ink"
        intro="An order is shared by what each school has left; what cannot be shared evenly goes to the first."
      >
        <DataTable
          caption="Schools of the pool"
          captionHidden
          rows={rows}
          columns={[
            {
              key: 'school',
              header: 'School',
              name: true,
              cell: ({ member }) => (
                <>
                  <a href={`/schools/${member.school}`}>{member.name}</a>
                  {member.left ? ', has left' : ''}
                </>
              ),
              total: 'All',
            },
            {
              key: 'in',
              header: pool.agreed ? 'Put in' : 'Means to put in',
              align: 'end',
              cell: ({ member, share }) =>
                share ? words(share.putIn) : member.part === null ? 'All of it' : words(member.part),
              total: pool.agreed ? sum(({ putIn }) => putIn) : undefined,
            },
            ...(pool.agreed
              ? [
                  { key: 'used', header: 'Used', align: 'end' as const, of: (share: PoolShare) => share.used },
                  { key: 'held', header: 'Held', align: 'end' as const, of: (share: PoolShare) => share.held },
                  { key: 'back', header: 'Gone back', align: 'end' as const, of: (share: PoolShare) => share.back },
                  { key: 'left', header: 'Left', align: 'end' as const, of: (share: PoolShare) => share.left },
                ].map(({ of, ...column }) => ({
                  ...column,
                  figure: column.key === 'left',
                  cell: ({ share }: (typeof rows)[number]) => (share ? words(of(share)) : null),
                  total: sum(of),
                }))
              : []),
            ...(mayKeep
              ? [
                  {
                    key: 'verb',
                    header: 'Action',
                    verb: true,
                    cell: ({ member, share }: (typeof rows)[number]) =>
                      member.left && !share?.left ? null : (
                        <form method="post" action={`/pools/${pool.id}/leave`}>
                          <input type="hidden" name="school" value={member.school} />
                          <Button kind="secondary">
                            {member.left ? 'Take back the rest' : 'Leaves'}
                            <span class="govuk-visually-hidden"> of {member.name}</span>
                          </Button>
                        </form>
                      ),
                  },
                ]
              : []),
          ]}
        />
      </Section>
      {pool.agreed && (
        <Section
          title="What paid for what"
          rule="ink"
          aside={
            bookings.length > 0 && (
              <ExportLinks csv={`/pools/${pool.id}/orders.csv`} excel={`/pools/${pool.id}/orders.xlsx`} />
            )
          }
        >
          {bookings.length === 0 ? (
            <EmptyState title="Nothing is ordered yet">
              Orders of the pool stand here, with what each school paid.
            </EmptyState>
          ) : (
            <DataTable
              caption="Orders of the pool"
              captionHidden
              rows={bookings}
              columns={[
                { key: 'what', header: 'What', name: true, cell: (of) => of[0]?.words },
                { key: 'day', header: 'Day', cell: (of) => of[0] && date(of[0].day) },
                {
                  key: 'all',
                  header: 'Paid',
                  align: 'end',
                  figure: true,
                  cell: (of) => words(of.reduce((all, { units }) => all + units, 0)),
                },
                {
                  key: 'who',
                  header: 'By whom',
                  cell: (of) => (
                    <ul class="govuk-list">
                      {of.map(({ school, units }) => (
                        <li>
                          {nameOf.get(school) ?? school}: {words(units)}
                        </li>
                      ))}
                    </ul>
                  ),
                },
              ]}
            />
          )}
        </Section>
      )}
      {!pool.agreed && mayAgree && <Agree pool={pool} {...agreement} />}
      {!pool.agreed && !mayAgree && mayKeep && (
        <Notice kind="hint" title="An administrator makes it final.">
          Once the leaders have agreed, their credit moves into the pool.
        </Notice>
      )}
    </>
  );
};

const Agree = ({ pool, typed, errors }: AgreeForm & { pool: Pool }) => (
  <Section
    title="Make it final"
    rule="petrol"
    intro="What the schools put in moves into the pool at once. A school takes back what is left of it by leaving."
  >
    <form method="post" action={`/pools/${pool.id}/final`} novalidate>
      <TextInput
        id="by"
        name="by"
        label={pool.trustUid === null ? 'Who agreed, for the schools?' : 'Which leader of the trust agreed?'}
        value={typed.by}
        error={errors.by}
      />
      <DateInput id="on" name="on" legend="When?" values={typed.on} error={errors.on} />
      <Button>Make the pool final</Button>
    </form>
  </Section>
);

export const NewPoolPage = ({ offer, typed, errors }: PoolForm & { offer: Offer }) => (
  <>
    <PageHeading
      title="Note a new pool"
      lead="Nothing moves yet: an administrator makes it final when the leaders have agreed."
    />
    <form method="post" action="/pools" novalidate>
      <TextInput id="name" name="name" label="Name" value={typed.name} error={errors.name} />
      <Select
        id="year"
        name="year"
        label="Year"
        options={offer.contract.years.map((year) => ({ value: year, text: year }))}
        value={typed.year}
        error={errors.year}
      />
      <TextInput
        id="trust"
        name="trust"
        label="Number of the trust (optional)"
        hint="Leave it empty for any other group of schools. The trust’s leaders may order from their pool"
        width={10}
        value={typed.trust}
        error={errors.trust}
      />
      <Textarea
        id="members"
        name="members"
        rows={8}
        label="Schools"
        hint="One number a line, in the order in which spare pence are shared. A school that puts in a part only: 100001 £150"
        value={typed.members}
        error={errors.members}
      />
      <Textarea id="note" name="note" rows={3} label="Note (optional)" value={typed.note} />
      <ButtonGroup>
        <Button>Note the pool</Button>
        <a href="/pools">Cancel</a>
      </ButtonGroup>
    </form>
  </>
);
