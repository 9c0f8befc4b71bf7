import {
  bookingsOfSchool,
  feesOf,
  figuresTogether,
  type SchoolStatement,
  spanWords,
  statements,
  sumOf,
} from '../../bookings';
import {
  ButtonLink,
  DataTable,
  EmptyState,
  PageHeading,
  Panel,
  Section,
  Tag,
  TaskList,
  UnitKey,
} from '../../platform/ui';
import { notFound, page, type Req } from '../../platform/web';
import { counted, date, days, money } from '../../platform/words';
import { everySchool, findSchools } from '../../schools';
import { stateName, stateOn } from '../../subscriptions';
import { byWords, type Decision, decisionsOf } from './decide';
import { StatColumns, statsOf } from './left';

/** How many decisions of its schools a trust's leader sees at once. */
const mostWaiting = 6;

/** What a trust's leader lands on: each school with its state, what is left of it, and what waits. */
export async function trustHome(req: Req, uid: number): Promise<Response> {
  const today = req.clock.today();
  const found = await req.tx(async (tx) => {
    const trust = await tx.selectFrom('schools.current_trust').select('name').where('uid', '=', uid).executeTakeFirst();
    if (!trust) return null;
    const { schools } = await findSchools(tx, { ...everySchool, trust: uid }, { limit: 200, offset: 0 });
    const all = await statements(tx, { actor: req.actor, today }, schools);
    const waiting: { school: string; decision: Decision }[] = [];
    for (const statement of all)
      for (const decision of await decisionsOf(
        tx,
        req,
        statement,
        await bookingsOfSchool(tx, statement.urn, statement.year),
      ))
        waiting.push({ school: statement.name, decision });
    return {
      name: trust.name,
      all,
      // Those with a day first: what a trust has many of would hide it.
      waiting: waiting
        .toSorted((a, b) => (a.decision.by?.toString() ?? '9999').localeCompare(b.decision.by?.toString() ?? '9999'))
        .slice(0, mostWaiting),
    };
  });
  if (!found) return notFound(req);
  const { name, all, waiting } = found;
  const figures = figuresTogether(all);
  const { used } = figures.split;
  const [first] = all;
  const subscribers = all.filter(({ subscribed }) => subscribed).length;
  return page(
    req,
    { title: name },
    <>
      <PageHeading
        title={name}
        eyebrow={first ? first.year : undefined}
        lead={
          first
            ? `${counted(all.length, 'school')}, ${subscribers === all.length ? 'all subscribing' : `${subscribers} of them subscribing`}. Support with a stated value of ${spanWords(used, ' to ')} so far.`
            : undefined
        }
      />
      {!first ? (
        <EmptyState title="No school of the trust is known yet" action={<a href={`/trusts/${uid}`}>The trust</a>}>
          Here stands what each of its schools has left, and what waits for you.
        </EmptyState>
      ) : (
        <>
          <Panel>
            <Section title="What is left this year" aside={<UnitKey />}>
              <StatColumns
                stats={statsOf({
                  figures,
                  offer: first.offer,
                  feePence: subscribers === 0 ? null : feesOf(all),
                  href: `/trusts/${uid}/statement`,
                  fee: 'fees',
                })}
              />
            </Section>
          </Panel>
          {waiting.length > 0 && (
            <Section title="Waiting for you" rule="heather">
              <TaskList
                id="decide"
                tasks={waiting.map(({ school, decision }) => ({
                  title: `${school}: ${lowerFirst(decision.title)}`,
                  href: decision.href,
                  hint: decision.hint,
                  status: byWords(decision),
                  tone: 'heather' as const,
                }))}
              />
            </Section>
          )}
          <Section
            title="Your schools"
            rule="petrol"
            intro={`What is left lapses on ${date(first.lapsesOn)}.`}
            aside={
              <>
                <a href={`/trusts/${uid}/statement`}>Statement of value</a>
                <a href={`/trusts/${uid}/data`}>Results compared</a>
                <a href="/pools">Pools of credit</a>
              </>
            }
          >
            <DataTable
              caption="Your schools"
              captionHidden
              rows={all}
              columns={[
                {
                  key: 'school',
                  header: 'School',
                  name: true,
                  cell: (one) => <a href={`/schools/${one.urn}/statement`}>{one.name}</a>,
                },
                {
                  key: 'state',
                  header: 'Subscription',
                  cell: (one) => <Tag>{stateName(stateOn(one.contract, today))}</Tag>,
                },
                { key: 'days', header: 'Days left', align: 'end', cell: (one) => daysLeft(one) },
                { key: 'credit', header: 'Credit left', align: 'end', cell: (one) => creditLeft(one) },
                {
                  key: 'worth',
                  header: 'Left, at least',
                  align: 'end',
                  figure: true,
                  strong: true,
                  cell: ({ figures: { split } }) => (split.left.low === 0 ? null : money(split.left.low)),
                },
                {
                  key: 'do',
                  header: 'Next step',
                  verb: true,
                  cell: (one) => (
                    <a href={one.subscribed ? `/schools/${one.urn}/menu` : `/schools/${one.urn}/subscription`}>
                      {one.subscribed ? 'Book' : 'Subscribe'}
                      <span class="govuk-visually-hidden">: {one.name}</span>
                    </a>
                  ),
                },
              ]}
            />
          </Section>
          {subscribers < all.length && (
            <ButtonLink href={`/trusts/${uid}/subscriptions`}>Take several schools through at once</ButtonLink>
          )}
        </>
      )}
    </>,
  );
}

const daysLeft = ({ figures, offer }: SchoolStatement): string | null => {
  const { left } = sumOf(figures, offer, 'time');
  return left === 0 ? null : days(left);
};

function creditLeft({ figures, offer }: SchoolStatement): string | null {
  const left = figures.rows.find(({ element }) => element === offer.bespoke.credit.id)?.split?.left.low ?? 0;
  return left === 0 ? null : money(left);
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
