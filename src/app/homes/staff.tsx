import type { Child } from 'hono/jsx';
import { unspentBySchool, type Waiting, waitingForUs } from '../../bookings';
import { countShortfalls } from '../../entitlements';
import {
  currentOffer,
  halfTermsOf,
  mayPublishOffer,
  type Newer,
  newerShipped,
  newerWords,
  type Offer,
  viability,
  yearDays,
} from '../../offer';
import { type Anyone, sees } from '../../platform/actor';
import {
  ButtonLink,
  Columns,
  DataTable,
  EmptyState,
  MoneyBar,
  MoneySwatch,
  Notice,
  PageHeading,
  Second,
  Section,
} from '../../platform/ui';
import { page, type Req } from '../../platform/web';
import { count, counted, date, longDate, money } from '../../platform/words';
import {
  type ContractLine,
  confirmationOf,
  type Debtor,
  debtors,
  mayAcceptForms,
  mayConfirm,
  pipelineOf,
  runsSubscriptions,
  type State,
  worksOnMoney,
} from '../../subscriptions';
import { MoneyFirst, Overdue } from './overdue';
import { RecordFirst, recordSince } from './record';
import { UnspentTable } from './unspent';
import { Waits } from './waits';

/** How many lines a list of the home has: it must be read in ten seconds. */
const few = 6;
const schoolsShown = 10;

interface StaffView {
  today: Temporal.PlainDate;
  offer: Offer;
  confirmed: boolean;
  lines: readonly ContractLine[];
  /** The steps of a subscription that are this person's to take. */
  steps: { accept: boolean; send: boolean; confirm: boolean };
  /** Everybody who owes something; null for those who do not work on money. */
  owing: readonly Debtor[] | null;
  bringsSchools: boolean;
  waiting: readonly Waiting[];
  /** Money is this person's first work. */
  moneyFirst: boolean;
  /** The record, for those whose first work it is to watch over it. */
  record: Awaited<ReturnType<typeof recordSince>> | null;
  unspent: Awaited<ReturnType<typeof unspentBySchool>>;
  year: string;
  /** Offers that came with the program and wait to be published, for who may do that. */
  newer: readonly Newer[];
  /** Lines of which more was given than is owed now. */
  short: number;
}

/** What the office looks at first: are we viable, whom to ring, who is not using theirs, who owes. */
export async function staffHome(req: Req): Promise<Response> {
  const today = req.clock.today();
  const found = await req.tx(async (tx): Promise<StaffView | null> => {
    const published = await currentOffer(tx);
    if (!published) return null;
    const { offer } = published;
    const year = yearNow(offer, today);
    return {
      today,
      offer,
      year,
      newer: mayPublishOffer(req.actor) ? await newerShipped(tx) : [],
      confirmed: (await confirmationOf(tx, offer.year)) !== null,
      lines: await pipelineOf(tx, today, { year }),
      steps: {
        accept: mayAcceptForms(req.actor, offer.contract.signatory.accepts),
        send: runsSubscriptions(req.actor),
        confirm: mayConfirm(req.actor),
      },
      owing: worksOnMoney(req.actor) ? await debtors(tx, today) : null,
      bringsSchools: sees(req.actor, 'imports/*'),
      waiting: await waitingForUs(tx, today, { most: few }),
      moneyFirst: worksOnlyAs(req.actor, 'finance-officer'),
      record: worksOnlyAs(req.actor, 'data-protection-officer') ? await recordSince(tx, today, few) : null,
      unspent: await unspentBySchool(tx, offer, year, schoolsShown),
      short: await countShortfalls(tx),
    };
  });
  const title = longDate(today);
  if (!found)
    return page(
      req,
      { title, density: 'staff' },
      <>
        <PageHeading title={title} />
        <EmptyState
          title="No offer is published yet"
          action={
            mayPublishOffer(req.actor) ? <ButtonLink href="/offer/versions">Publish an offer</ButtonLink> : undefined
          }
        >
          Here will stand who subscribes and who is next to ring, what that brings against the line, and who does not
          use what they are owed.
        </EmptyState>
      </>,
    );
  return page(req, { title, density: 'staff' }, <StaffHome {...found} />);
}

const worksOnlyAs = (actor: Anyone, id: string): boolean => actor?.roles.every(({ role }) => role === id) ?? false;

/** The year of the offer's term that a day falls in, or the offer's own. */
function yearNow(offer: Offer, today: Temporal.PlainDate): string {
  const at = offer.contract.years.find((year) => {
    const { from, to } = yearDays(offer, year);
    return Temporal.PlainDate.compare(from, today) <= 0 && Temporal.PlainDate.compare(today, to) <= 0;
  });
  return at ?? offer.year;
}

function StaffHome(view: StaffView) {
  const { today, offer, year, owing, moneyFirst, record, steps } = view;
  const { to } = yearDays(offer, year);
  const left = today.until(to).days;
  const halfTerm = halfTermsOf(offer, year).find(
    ({ from, to: last }) =>
      Temporal.PlainDate.compare(from, today) <= 0 && Temporal.PlainDate.compare(today, last) <= 0,
  );
  const overdue = owing?.filter(({ overduePence }) => overduePence > 0) ?? null;
  const waits = (
    <Waits
      title="Waiting for us"
      waiting={view.waiting}
      today={today}
      empty="Quotes that schools have asked for, and visits to write down, stand here: the longest waiting first."
    />
  );
  return (
    <>
      <PageHeading
        title={longDate(today)}
        lead={
          left >= 0
            ? `${halfTerm ? `${halfTerm.name}. ` : ''}${counted(left, 'day')} until what is owed for ${year} lapses.`
            : `The year ${year} ended on ${date(to)}.`
        }
      />
      {view.newer.map((one) => (
        <Notice kind="hint">
          {newerWords(one)} <a href="/offer/versions">See what differs, and publish it</a>
        </Notice>
      ))}
      {moneyFirst && owing && <MoneyFirst debtors={owing} today={today} />}
      {record && <RecordFirst {...record} />}
      {view.short > 0 && (
        <Notice kind="clash" action={<a href="/shortfalls">See what to settle</a>}>
          More was used or promised than is owed now: {counted(view.short, 'line')}.
        </Notice>
      )}
      <Pipeline {...view} />
      <div class="m-section">
        {steps.accept || steps.send ? (
          <Columns split={overdue === null ? 'halves' : 'thirds'}>
            <RingNext {...view} />
            {waits}
            {overdue !== null && <Overdue debtors={overdue} today={today} most={few} />}
          </Columns>
        ) : (
          waits
        )}
      </div>
      <UnspentTable unspent={view.unspent} offer={offer} year={year} lines={view.lines} />
    </>
  );
}

const contracted: readonly State[] = ['accepted', 'active', 'notice-given'];
/** Surest first, as the bar has it. */
const bands: readonly { name: string; states: readonly State[] }[] = [
  { name: 'Contracted', states: contracted },
  { name: 'Form completed', states: ['form-completed'] },
  { name: 'Form sent', states: ['form-sent'] },
  { name: 'Intention', states: ['intention'] },
];

function Pipeline({ lines, offer, confirmed, year, steps, bringsSchools }: StaffView) {
  const parts = bands.map(({ name, states }) => {
    const of = lines.filter(({ state }) => states.includes(state));
    return { label: name, pence: sumOf(of), n: of.length, states };
  });
  const sure = parts[0]?.pence ?? 0;
  const all = parts.reduce((sum, { pence }) => sum + pence, 0);
  const { line, target, basis } = offer.funding.viability;
  const outcome = viability(offer, basis === 'indicated' ? all : sure);
  const prospects = lines.filter(({ state }) => state === 'prospect').length;
  const gone = lines.filter(({ state }) => state === 'withdrawn' || state === 'ended').length;
  const leaving = lines.filter(({ state }) => state === 'notice-given').length;
  const says =
    outcome.shortOfLine > 0
      ? `${money(outcome.shortOfLine)} short of the line.`
      : outcome.shortOfTarget > 0
        ? `Above the line, ${money(outcome.shortOfTarget)} to target.`
        : 'On target.';
  return (
    <Section title={`Subscriptions ${year}`} rule="under" aside={<a href="/subscriptions">Pipeline</a>}>
      {lines.length === 0 ? (
        <EmptyState
          title="No school is known yet"
          action={bringsSchools ? <ButtonLink href="/imports">Bring in a file</ButtonLink> : undefined}
        >
          Here will stand what schools have signed against the line. Bring in the list of schools and a census first.
        </EmptyState>
      ) : (
        <Columns split="8-4">
          <div>
            <MoneyBar
              parts={parts}
              lines={[
                { label: `Viable from ${money(line)}`, pence: line },
                { label: `Target ${money(target)}`, pence: target },
              ]}
              {...(sure * 3 > all && sure * 4 > target ? { inside: `${money(sure)} contracted` } : {})}
              says={`${parts.map(({ label, pence, n }) => `${label} ${money(pence)} from ${counted(n, 'school')}`).join(', ')}; ${says}`}
            />
            <p>
              <strong>{says}</strong> The money decides, not the number of schools.{' '}
              {confirmed ? (
                <a href="/subscriptions/gate">Viability is confirmed.</a>
              ) : (
                <a href="/subscriptions/gate">
                  {outcome.shortOfLine > 0 || !steps.confirm ? 'What happens next' : 'Confirm viability'}
                </a>
              )}
            </p>
            <p class="m-small">
              Besides: <a href="/subscriptions?state=prospect">{counted(prospects, 'prospect')}</a>
              {gone > 0 ? `, ${count(gone)} withdrawn or ended` : ''}
              {leaving > 0 ? `; notice from ${counted(leaving, 'school')}` : ''}.
            </p>
          </div>
          <DataTable
            caption="Who is at which state"
            captionHidden
            rows={parts.map((part, index) => ({ ...part, index }))}
            columns={[
              {
                key: 'state',
                header: 'State',
                name: true,
                cell: ({ label, index, states }) => (
                  <>
                    <MoneySwatch index={index} />{' '}
                    {states.length === 1 ? <a href={`/subscriptions?state=${states[0]}`}>{label}</a> : label}
                  </>
                ),
                total: 'If all of these sign',
              },
              {
                key: 'schools',
                header: 'Schools',
                align: 'end',
                cell: ({ n }) => count(n),
                total: count(parts.reduce((sum, { n }) => sum + n, 0)),
              },
              {
                key: 'money',
                header: 'Fees',
                align: 'end',
                figure: true,
                cell: ({ pence }) => money(pence),
                total: money(all),
              },
            ]}
          />
        </Columns>
      )}
    </Section>
  );
}

interface Call {
  line: ContractLine;
  verb: string;
  why: string;
  /** The lower, the sooner. */
  rank: number;
}

/** Whoever is nearest to signing first, and of those the one that has waited longest; then the prospects that would bring most. */
function callOf(line: ContractLine, today: Temporal.PlainDate, steps: StaffView['steps']): Call | null {
  const { contract, state } = line;
  const since = (at: Temporal.Instant | null | undefined) =>
    at ? at.toZonedDateTimeISO('Europe/London').toPlainDate().until(today).days : 0;
  const ago = (n: number) => (n === 0 ? 'today' : n === 1 ? 'yesterday' : `${n} days ago`);
  if (state === 'form-completed') {
    const n = since(contract?.completedAt);
    return { line, verb: steps.accept ? 'Accept' : 'See', why: `Form completed ${ago(n)}`, rank: -10_000 - n };
  }
  if (state === 'form-sent') {
    const n = since(contract?.formSentAt);
    return { line, verb: 'Ring', why: `Form sent ${ago(n)}, not completed`, rank: -5000 - n };
  }
  if (state === 'intention') {
    const n = since(contract?.indicatedAt);
    return {
      line,
      verb: steps.send ? 'Send the form' : 'See',
      why: `Means to subscribe, said ${ago(n)}`,
      rank: -1000 - n,
    };
  }
  return state === 'prospect' && line.feePence
    ? { line, verb: 'Ring', why: 'Has not said anything yet', rank: 1 / line.feePence }
    : null;
}

function RingNext({ lines, today, steps }: StaffView) {
  const calls = lines
    .flatMap((line) => callOf(line, today, steps) ?? [])
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, few);
  return (
    <Section title="Ring next" rule="under" aside={<a href="/subscriptions">All</a>}>
      {calls.length === 0 ? (
        <EmptyState title="Nobody waits for a call" level={3}>
          Schools that mean to subscribe, or whose form is not completed, are listed here: the one that has waited
          longest first.
        </EmptyState>
      ) : (
        <DataTable
          caption="Ring next"
          captionHidden
          rows={calls}
          columns={[
            {
              key: 'school',
              header: 'School',
              name: true,
              cell: ({ line, why }) => (
                <>
                  <a href={`/schools/${line.urn}`}>{line.name}</a>
                  <Second>{why}</Second>
                </>
              ),
            },
            {
              key: 'fee',
              header: 'Fee',
              align: 'end',
              figure: true,
              cell: ({ line }) => (line.feePence === null ? 'by hand' : money(line.feePence)),
            },
            {
              key: 'do',
              header: 'Next step',
              verb: true,
              cell: ({ line, verb }): Child => (
                <a href={`/schools/${line.urn}/subscription`}>
                  {verb}
                  <span class="govuk-visually-hidden">: {line.name}</span>
                </a>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}

const sumOf = (lines: readonly ContractLine[]): number => lines.reduce((sum, { feePence }) => sum + (feePence ?? 0), 0);
