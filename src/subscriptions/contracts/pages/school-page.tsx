import {
  Button,
  ButtonGroup,
  ButtonLink,
  DataFoot,
  DataTable,
  Details,
  Notice,
  Panel,
  Section,
  SummaryList,
  Tag,
} from '../../../platform/ui';
import { count, date, listed, moment, money, slug } from '../../../platform/words';
import { type SchoolHead, SchoolHeader, type SchoolTab } from '../../../schools';
import type { Contract, ContractYear } from '../queries';
import type { SchoolView } from '../school-view';
import { breakWindows, isOpen } from '../state';
import { stateName, stateTone, windowWords } from '../words';

export interface SubscriptionView extends Omit<SchoolView, 'school' | 'head'> {
  school: SchoolHead;
  tabs: readonly SchoolTab[];
  refused: string | undefined;
}

export const subscriptionAddress = (urn: number): string => `/schools/${urn}/subscription`;

/** Where a school's subscription stands, what comes next, and who does it. */
export const SubscriptionPage = (view: SubscriptionView) => {
  const { school, tabs, contract, state, step, refused } = view;
  return (
    <>
      <SchoolHeader school={school} tabs={tabs} at={subscriptionAddress(school.urn)} lead={step.stands} />
      <p>
        <Tag tone={stateTone(state)}>{stateName(state)}</Tag>
      </p>
      {refused !== undefined && (
        <div id="refused">
          <Notice kind="clash" title="Not done.">
            {refused}
          </Notice>
        </div>
      )}
      <Panel>
        <h2>What comes next</h2>
        <p>{step.next}</p>
        {view.opens.length > 0 && <Already {...view} />}
        <Next {...view} />
      </Panel>
      {contract && <Years {...view} contract={contract} />}
      {contract && <Facts {...view} contract={contract} />}
      {contract && <Ending {...view} contract={contract} />}
      <DataFoot>
        {view.published.offer.name}, version {view.published.version}. <a href="/offer">Read the offer</a>
      </DataFoot>
    </>
  );
};

/** A form of one button: what it does, and what was seen when it was pressed. */
const Act = ({
  urn,
  act,
  kind,
  seen,
  children,
}: {
  urn: number;
  act: string;
  kind?: 'secondary' | 'warning' | undefined;
  seen?: string | undefined;
  children: string;
}) => (
  <form method="post" action={subscriptionAddress(urn)}>
    <input type="hidden" name="do" value={act} />
    {seen && <input type="hidden" name="seen" value={seen} />}
    <Button kind={kind}>{children}</Button>
  </form>
);

function Next({ school: { urn }, may, state, contract, outdated }: SubscriptionView) {
  const acts = may.indicate || may.complete || may.accept || may.send || may.takeBack || state === 'form-sent';
  return (
    <>
      {outdated && state === 'form-sent' && (
        <p>
          A newer version of the offer has been published since the form was sent. The office can send the form again
          with it.
        </p>
      )}
      {acts && (
        <ButtonGroup>
          {may.indicate && (
            <Act urn={urn} act="indicate">
              {may.send || may.setYears ? 'Record that the school means to subscribe' : 'We mean to subscribe'}
            </Act>
          )}
          {may.complete && (
            <ButtonLink href={`${subscriptionAddress(urn)}/form`}>Read and complete the form</ButtonLink>
          )}
          {!may.complete && state === 'form-sent' && <a href={`${subscriptionAddress(urn)}/form`}>Read the form</a>}
          {may.accept && (
            <Act urn={urn} act="accept">
              Accept the form
            </Act>
          )}
          {may.send && (
            <Act
              urn={urn}
              act="send"
              kind={state === 'form-sent' ? 'secondary' : undefined}
              seen={contract?.formSentAt?.toString()}
            >
              {state === 'form-sent' ? 'Send the form again' : 'Send the form'}
            </Act>
          )}
          {may.takeBack && (
            <Act urn={urn} act="take-back">
              Take the notice back
            </Act>
          )}
        </ButtonGroup>
      )}
      {may.withdraw && (
        <Details summary="Withdraw">
          <p>Nothing is binding yet. The school may withdraw without cost, and may come back.</p>
          <Act urn={urn} act="withdraw" kind="warning">
            Withdraw
          </Act>
        </Details>
      )}
    </>
  );
}

/** What an intention is enough for. */
const Already = ({ school, opens, mayPlan }: SubscriptionView) => (
  <p>
    An intention is enough for this:{' '}
    {opens.map(({ id, name }, i) => (
      <>
        {i > 0 && ', '}
        {mayPlan ? <a href={`/schools/${school.urn}/bookings/new?element=${id}`}>Book: {name}</a> : name}
      </>
    ))}
    .
  </p>
);

function Years({ school, contract, may, money: paid }: SubscriptionView & { contract: Contract }) {
  if (contract.years.length === 0) return null;
  const unpriced = contract.years
    .filter(({ feePence, byHand }) => feePence === null && !byHand)
    .map(({ year }) => year);
  return (
    <Section title="Fee and pupils" rule="ink">
      <DataTable<ContractYear>
        caption="The fee of each year and the pupils it counts"
        captionHidden
        rows={contract.years}
        columns={[
          { key: 'year', header: 'School year', name: true, cell: ({ year }) => year },
          {
            key: 'pupils',
            header: 'Pupils',
            align: 'end',
            cell: ({ pupils }) => (pupils === null ? null : count(pupils)),
          },
          {
            key: 'source',
            header: 'Where the number comes from',
            cell: ({ pupilsSource, censusDate, reason }) =>
              pupilsSource === null && reason === null
                ? null
                : [pupilsSource, censusDate && date(censusDate), reason].filter(Boolean).join(', '),
          },
          {
            key: 'fee',
            header: 'Fee',
            align: 'end',
            figure: true,
            strong: true,
            cell: ({ feePence, byHand }) =>
              feePence !== null ? money(feePence) : byHand ? 'to be agreed' : 'no price yet',
          },
          ...(may.setYears
            ? [
                {
                  key: 'set',
                  header: 'Change',
                  verb: true,
                  cell: ({ year }: ContractYear) => (
                    <a href={`${subscriptionAddress(school.urn)}/years/${slug(year)}`}>
                      Set<span class="govuk-visually-hidden"> the figures of {year}</span>
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
      {unpriced.length > 0 && (
        <p>
          No price is stated for {listed(unpriced)} yet: {unpriced.length === 1 ? 'that year' : 'those years'} can’t be
          invoiced until one is.
        </p>
      )}
      {paid && (
        <p>
          This year: {money(paid.invoiced)} invoiced, {money(paid.paid)} paid
          {paid.overdue > 0 ? `, ${money(paid.overdue)} overdue` : ''}.{' '}
          <a href={`/schools/${school.urn}/money`}>Invoices and payments</a>
        </p>
      )}
    </Section>
  );
}

const Facts = ({ school, contract, published }: SubscriptionView & { contract: Contract }) => (
  <Section title="The contract" rule="ink">
    <SummaryList
      rows={[
        { key: 'Runs', value: `${date(contract.starts)} to ${date(contract.ends)}` },
        { key: 'Payment', value: published.offer.contract.plans.find(({ id }) => id === contract.plan)?.name },
        { key: 'Purchase order', value: contract.purchaseOrder },
        ...(contract.poolWith ? [{ key: 'Means to pool its credit with', value: contract.poolWith }] : []),
        {
          key: 'Offer',
          value: `${published.offer.name}, version ${published.version}${contract.completedAt ? ', which holds for this contract' : ''}`,
        },
        ...(contract.completedAt
          ? [
              {
                key: 'Completed by',
                value: `${contract.signedName}, ${contract.signedRole}, ${moment(contract.completedAt)}`,
              },
              {
                key: 'Terms as signed',
                value: (
                  <>
                    <a href={`${subscriptionAddress(school.urn)}/terms.pdf`}>Terms (PDF)</a>, kept unchanged. Its mark
                    (SHA-256): <code class="m-wrap">{contract.termsSha256}</code>
                  </>
                ),
              },
            ]
          : []),
      ]}
    />
  </Section>
);

function Ending({ school, contract, state, published, may, open }: SubscriptionView & { contract: Contract }) {
  const windows = breakWindows(published.offer).filter(
    ({ endsOn }) => Temporal.PlainDate.compare(endsOn, contract.starts) >= 0,
  );
  if (windows.length === 0 || !(isOpen(state) || state === 'active' || state === 'notice-given')) return null;
  return (
    <Section
      title="Ending it early"
      rule="ink"
      intro={`Without notice it ends by itself on ${date(published.offer.contract.to)}.`}
    >
      <ul class="govuk-list govuk-list--bullet">
        {windows.map((window) => (
          <li>{windowWords(window)}.</li>
        ))}
      </ul>
      {may.notice && open && (
        <Details summary="Give notice">
          <p>
            The subscription then ends on {date(open.endsOn)}, and not before. Everything that is owed can be used until
            then. The notice can be taken back until {date(open.to)}.
          </p>
          <Act urn={school.urn} act="notice" kind="warning">
            Give notice
          </Act>
        </Details>
      )}
    </Section>
  );
}
