import { sql } from 'kysely';
import type { Anyone } from '../../platform/actor';
import { systemStanding, type Tx } from '../../platform/database';
import { ok } from '../../platform/result';
import type { SignIn } from '../../platform/sign-in';
import { Button, ButtonLink, DataTable, DateInput, PageHeading, Progress, Refresh, Section } from '../../platform/ui';
import {
  dateBoxes,
  notFound,
  page,
  type Req,
  type Route,
  readDate,
  redirect,
  route,
  sameSample,
} from '../../platform/web';
import { date, longDate } from '../../platform/words';
import { roleById } from '../../schools';
import { mayAdvance } from './advance';
import { movingOn, startMoving } from './job';
import { demonstrationBegun } from './make';

/** Choosing whom to sign in as, and moving the day: these exist only in a demonstration, elsewhere the address is not found. */
export const demonstrationRoutes = (signIn: SignIn): Route[] => [
  route({
    method: 'GET',
    path: '/demonstration',
    may: anyoneInDemonstration,
    sample: sameSample('/demonstration'),
    handle: onceMade((req) => demonstrationPage(req)),
  }),
  route({
    method: 'POST',
    path: '/demonstration/enter',
    may: anyoneInDemonstration,
    sample: (world) => ({
      own: { path: '/demonstration/enter', form: { email: world.demonstrationPerson } },
      other: { path: '/demonstration/enter', form: { email: world.demonstrationPerson } },
    }),
    handle: onceMade(async (req) => {
      const chosen = (await peopleToBe(req)).find((person) => person.email === req.form.get('email'));
      if (!chosen) return demonstrationPage(req, { person: 'Choose one of the people listed' });
      return redirect('/', {
        cookies: await signIn.enterProven(chosen.email),
        notice: `You are ${chosen.name}, ${chosen.title}.`,
      });
    }),
  }),
  route({
    method: 'POST',
    path: '/demonstration/advance',
    may: anyoneInDemonstration,
    sample: sameSample('/demonstration/advance', { 'to-day': '1', 'to-month': '2', 'to-year': '2019' }),
    rate: { calls: 30, seconds: 60 },
    handle: inDemonstration(async (req) => {
      const typed = readDate(req.form, 'to');
      if (typed.kind !== 'date') return demonstrationPage(req, { to: 'Enter the day to move to, like 1 2 2019' });
      const { date: to } = typed;
      const answer = await asProgram(req, async (tx) => {
        if ((await movingOn(tx)).moving) return ok(null);
        const may = await mayAdvance(tx, to);
        if (may.ok && !to.equals(may.value.today)) await startMoving(tx, to);
        return may;
      });
      if (!answer.ok)
        return demonstrationPage(req, {
          to:
            answer.reason === 'backwards'
              ? `Enter a day after ${date(req.clock.today())}: the demonstration only moves forward`
              : answer.reason === 'being-made'
                ? 'Wait until the demonstration has been made: its year is still being lived'
                : 'Enter a day before 1 September 2021',
        });
      return redirect('/demonstration/advance');
    }),
  }),
  route({
    method: 'GET',
    path: '/demonstration/advance',
    may: anyoneInDemonstration,
    sample: sameSample('/demonstration/advance'),
    handle: inDemonstration(movingPage),
  }),
];

declare module '../../platform/web' {
  interface SampleWorld {
    /** The address of somebody whom a demonstration lets one be. */
    demonstrationPerson: string;
  }
}

/** How far the moving of the day is; once it has ended, the demonstration's page says what day it is. */
async function movingPage(req: Req): Promise<Response> {
  const { moving, progress } = await asProgram(req, movingOn);
  if (!moving && progress?.state !== 'failed')
    return redirect('/demonstration', { notice: `Today is ${longDate(req.clock.today())}.` });
  return page(
    req,
    { title: moving ? 'Moving the day' : 'The day was not moved' },
    <Refresh id="moving" every={1} href="/demonstration/advance" running={moving}>
      <PageHeading
        title={moving ? 'Moving the day' : 'The day was not moved'}
        lead={
          moving
            ? `Today is ${longDate(req.clock.today())}. What falls due on the way is done, and people go on with what they do.`
            : `It stopped on ${longDate(req.clock.today())}; the reason is in the log of the server. Everything until then is done.`
        }
      />
      {moving && progress?.state === 'running' && (
        <Progress id="moved" label={progress.words} done={progress.done} total={progress.of} noun="days" />
      )}
      {!moving && <ButtonLink href="/demonstration#to-day">Move the day again</ButtonLink>}
    </Refresh>,
  );
}

/** Whoever looks around may ask for it, whatever their role: the program acts for them. */
const asProgram = <T,>(req: Req, work: (tx: Tx) => Promise<T>): Promise<T> =>
  req.mesters.database.transaction(systemStanding(req.clock), work);

function anyoneInDemonstration(_actor: Anyone): boolean {
  return true; // whether this is a demonstration is asked of the installation, when the request is handled
}

const inDemonstration =
  (handle: (req: Req) => Promise<Response>) =>
  (req: Req): Promise<Response> =>
    req.installation.kind === 'demonstration' ? handle(req) : notFound(req);

/** While its year is still being lived, each day would change under whoever is in: they see how far it is instead. */
const onceMade =
  (handle: (req: Req) => Promise<Response>) =>
  async (req: Req): Promise<Response> =>
    req.installation.kind !== 'own' && (await asProgram(req, demonstrationBegun))?.made === false
      ? redirect('/start/demonstration')
      : inDemonstration(handle)(req);

interface PersonToBe {
  name: string;
  email: string;
  title: string;
  place: string;
}

/** One person of each role: those of the company, and those of the first school, trust and partnership that has all of them. */
async function peopleToBe(req: Req): Promise<PersonToBe[]> {
  const rows = await asProgram(req, async (tx) => {
    const { rows } = await sql<{ role: string; name: string; email: string; place: string | null }>`
      select distinct on (r.role) r.role, p.name, p.email, coalesce(s.name, t.name, g.name) as place
      from schools.role_held r
      join schools.person p on p.id = r.person_id
      left join schools.current_school s on r.scope_kind = 'school' and s.urn::text = r.scope_id
      left join schools.current_trust t on r.scope_kind = 'trust' and t.uid::text = r.scope_id
      left join schools.current_partnership g on r.scope_kind = 'partnership' and g.id = r.scope_id
      where r.starts <= platform.today() and (r.ends is null or r.ends > platform.today())
      order by r.role,
        -- Whose school subscribes has more to look at.
        exists (select from subscriptions.contract c where r.scope_kind = 'school' and c.urn::text = r.scope_id and c.active_at is not null) desc,
        r.scope_id, p.name`.execute(tx);
    return rows;
  });
  const order = [...roleById.keys()];
  return rows
    .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role))
    .map((row) => ({
      name: row.name,
      email: row.email,
      title: roleById.get(row.role)?.title ?? row.role,
      place: row.place ?? req.installation.name,
    }));
}

async function demonstrationPage(req: Req, faults: { to?: string; person?: string } = {}): Promise<Response> {
  const people = await peopleToBe(req);
  const errors = [
    ...(faults.to ? [{ text: faults.to, href: '#to-day' }] : []),
    ...(faults.person ? [{ text: faults.person, href: '#people' }] : []),
  ];
  return page(
    req,
    { title: 'The demonstration', errors },
    <>
      <PageHeading
        title="The demonstration"
        lead={`${req.installation.name} is invented, and so are its schools and people. Look at it through the eyes of any of them.`}
      />
      <Section title="Who would you like to be?" rule="petrol" id="people">
        <DataTable
          caption="One person of each role"
          captionHidden
          rows={people}
          columns={[
            { key: 'name', header: 'Name', name: true, cell: (person) => person.name },
            { key: 'title', header: 'Role', cell: (person) => person.title },
            { key: 'place', header: 'Where', cell: (person) => person.place },
            {
              key: 'enter',
              header: 'Sign in',
              verb: true,
              cell: (person) => (
                <form action="/demonstration/enter" method="post">
                  <input type="hidden" name="email" value={person.email} />
                  <button class="m-link-button" type="submit">
                    Sign in
                    <span class="govuk-visually-hidden">
                      {' '}
                      as {person.name}, {person.title}
                    </span>
                  </button>
                </form>
              ),
            },
          ]}
        />
      </Section>
      <Section
        title="Move the day"
        rule="ink"
        intro={`Today is ${longDate(req.clock.today())}. What falls due on the way is done.`}
      >
        <form action="/demonstration/advance" method="post" novalidate>
          <DateInput
            id="to"
            name="to"
            legend="Move forward to"
            error={faults.to}
            values={dateBoxes(faults.to ? req.form : req.clock.today().add({ days: 7 }), 'to')}
          />
          <Button kind="secondary">Move the day</Button>
        </form>
      </Section>
    </>,
  );
}
