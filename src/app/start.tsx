import { publishShippedOffers } from '../offer';
import { systemStanding, type Tx } from '../platform/database';
import { changeInstallation, lockInstallation } from '../platform/installation';
import { enqueue, progressOf } from '../platform/jobs';
import { isMailAddress } from '../platform/mail';
import type { SignIn } from '../platform/sign-in';
import { Button, ButtonLink, Columns, PageHeading, Progress, Refresh, Section, TextInput } from '../platform/ui';
import { anyone, page, type Req, type Route, redirect, route, sameSample } from '../platform/web';
import { company, givePersonRole, hasAdministrator, system } from '../schools';
import { startDays } from './daily';
import { buildDemonstration, demonstrationKey } from './demonstration/job';
import { demonstrationBegun } from './demonstration/make';
import { isFirstCode } from './first-code';
import { homePage } from './home';

declare module '../platform/web' {
  interface SampleWorld {
    /** What the server prints for the first administrator. */
    firstCode: string;
  }
}

/** The two ways on from an empty installation. They exist only while it is new. */
export const startRoutes = (signIn: SignIn): Route[] => [
  route({
    method: 'GET',
    path: '/',
    may: anyone,
    sample: sameSample('/'),
    handle: async (req) => ((await unclaimed(req)) ? choosePage(req) : homePage(req)),
  }),
  route({
    method: 'POST',
    path: '/start/demonstration',
    may: anyone,
    sample: sameSample('/start/demonstration'),
    rate: { calls: 5, seconds: 60 },
    async handle(req) {
      const begun = await asProgram(req, demonstrationBegun);
      if (begun ? begun.made : req.installation.kind !== 'new' || !(await unclaimed(req))) return redirect('/');
      // What was begun goes on with its own seed and size.
      const { seed, schools } = begun ?? { seed: 1, schools: 173 };
      await asProgram(req, (tx) => enqueue(tx, buildDemonstration, { seed, schools }, { once: 'demonstration' }));
      return redirect('/start/demonstration');
    },
  }),
  route({
    method: 'GET',
    path: '/start/demonstration',
    may: anyone,
    sample: sameSample('/start/demonstration'),
    handle: demonstrationPage,
  }),
  route({
    method: 'GET',
    path: '/start/own',
    may: anyone,
    sample: sameSample('/start/own'),
    async handle(req) {
      if (!(await unclaimed(req))) return redirect('/');
      if (await asProgram(req, demonstrationBegun)) return inventedHere();
      return ownPage(req, { partnership: req.installation.name }, {});
    },
  }),
  route({
    method: 'POST',
    path: '/start/own',
    may: anyone,
    sample: (world) => {
      const own = {
        path: '/start/own',
        form: { partnership: 'A partnership', name: 'A person', email: 'person@example.org', code: world.firstCode },
      };
      return { own, other: own };
    },
    rate: { calls: 10, seconds: 300 },
    handle: (req) => startOwn(req, signIn),
  }),
];

/** The first person has no role yet: the program acts for them, after the one-time code. */
const asProgram = <T,>(req: Req, work: (tx: Tx) => Promise<T>): Promise<T> =>
  req.mesters.database.transaction(systemStanding(req.clock), work);

/** Nobody has become its administrator yet: nothing is here, or schools have been brought in from the command line only. */
const unclaimed = async (req: Req): Promise<boolean> =>
  req.installation.kind !== 'demonstration' && !(await asProgram(req, hasAdministrator));

const choosePage = (req: Req) => {
  const empty = req.installation.kind === 'new';
  return page(
    req,
    { title: 'Welcome' },
    <>
      <PageHeading
        title="Welcome to Mesters"
        lead={
          empty ? 'Nothing is here yet. There are two ways on.' : 'Your schools are here. Nobody looks after them yet.'
        }
      />
      <Columns split="halves">
        {empty && (
          <Section
            title="See a demonstration"
            rule="petrol"
            intro="An invented partnership of 173 schools with a full year of activity. Nothing in it is real, and it takes a minute or two to make."
          >
            <form action="/start/demonstration" method="post">
              <Button>Make the demonstration</Button>
            </form>
          </Section>
        )}
        <Section
          title="Begin with your own schools"
          rule="ink"
          intro="You become the first administrator, then bring your schools from the official files."
        >
          <ButtonLink href="/start/own" kind={empty ? 'secondary' : 'primary'}>
            Begin with my schools
          </ButtonLink>
        </Section>
      </Columns>
    </>,
  );
};

async function demonstrationPage(req: Req): Promise<Response> {
  if (req.installation.kind === 'own') return redirect('/');
  const { begun, progress } = await asProgram(req, async (tx) => ({
    begun: await demonstrationBegun(tx),
    progress: await progressOf(tx, demonstrationKey),
  }));
  if (begun ? begun.made : req.installation.kind === 'demonstration') return redirect('/demonstration');
  const failed = progress?.state === 'failed';
  return page(
    req,
    { title: 'Making the demonstration' },
    <Refresh id="making" every={1} href="/start/demonstration" running={!failed}>
      <PageHeading
        title={failed ? 'The demonstration could not be made' : 'Making the demonstration'}
        lead={
          failed
            ? 'The reason is in the log of the server. Nothing else is affected.'
            : progress?.words || (begun ? 'It is made from the command line, which says how far it is.' : 'Starting.')
        }
      />
      {progress && !failed && (
        <Progress
          id="made"
          label="Schools, people and what they did"
          done={progress.done}
          total={progress.of}
          noun="steps"
        />
      )}
      {failed && (
        <form action="/start/demonstration" method="post">
          <Button>Try again</Button>
        </form>
      )}
    </Refresh>,
  );
}

type Typed = { partnership?: string; name?: string; email?: string; code?: string };
type Faults = Partial<Record<'partnership' | 'name' | 'email' | 'code', string>>;

function ownPage(req: Req, typed: Typed, faults: Faults): Promise<Response> {
  const errors = Object.entries(faults).map(([field, text]) => ({ text, href: `#${field}` }));
  return page(
    req,
    { title: 'Begin with your own schools', errors },
    <>
      <PageHeading
        title="Begin with your own schools"
        lead="You become the first administrator. You can invite others afterwards."
      />
      <form action="/start/own" method="post" novalidate>
        <TextInput
          id="partnership"
          name="partnership"
          label="Name of the partnership"
          value={typed.partnership}
          error={faults.partnership}
        />
        <TextInput id="name" name="name" label="Your name" autocomplete="name" value={typed.name} error={faults.name} />
        <TextInput
          id="email"
          name="email"
          type="email"
          label="Your email address"
          hint="Codes for signing in are sent there."
          autocomplete="email"
          value={typed.email}
          error={faults.email}
        />
        <TextInput
          id="code"
          name="code"
          label="One-time code"
          hint="The server printed it when it started: eight digits."
          width={10}
          numeric
          autocomplete="off"
          value={typed.code}
          error={faults.code}
        />
        <Button>Begin</Button>
      </form>
    </>,
  );
}

async function startOwn(req: Req, signIn: SignIn): Promise<Response> {
  if (!(await unclaimed(req))) return tooLate(req);
  const typed = {
    partnership: req.form.get('partnership'),
    name: req.form.get('name'),
    email: req.form.get('email'),
    code: req.form.get('code'),
  };
  const faults: Faults = {};
  if (!typed.partnership) faults.partnership = 'Enter the name of the partnership';
  if (!typed.name) faults.name = 'Enter your name';
  if (!isMailAddress(typed.email)) faults.email = 'Enter your email address, like name@school.example';
  if (!isFirstCode(req.mesters.config, typed.code))
    faults.code = 'Enter the eight digits that the server printed when it started';
  if (Object.keys(faults).length > 0) return ownPage(req, typed, faults);
  const { clock } = req;
  const claimed = await asProgram(req, async (tx) => {
    // Two who begin at the same moment both came as far as this: one waits here, and looks once more.
    await lockInstallation(tx);
    if (await hasAdministrator(tx)) return 'too-late';
    if (await demonstrationBegun(tx)) return 'invented-here';
    await changeInstallation(tx, { kind: 'own', name: typed.partnership });
    await givePersonRole(
      tx,
      { actor: system, clock },
      {
        name: typed.name,
        email: typed.email,
        role: 'administrator',
        scope: company,
        starts: clock.today(),
        ends: null,
      },
    );
    return 'claimed';
  });
  if (claimed === 'too-late') return tooLate(req);
  if (claimed === 'invented-here') return inventedHere();
  req.mesters.forgetInstallation();
  await publishShippedOffers(req.mesters);
  await startDays(req.mesters);
  // The code that the server printed was the proof: no letter is needed, and perhaps none could be sent yet.
  return redirect('/imports', {
    cookies: await signIn.enterProven(typed.email),
    notice: `${typed.partnership} is ready, and you are its administrator. Bring in your schools next.`,
  });
}

/** Says nothing where it is a demonstration: nobody administers that. */
const tooLate = (req: Req): Response =>
  redirect(
    '/',
    req.installation.kind === 'demonstration'
      ? {}
      : {
          refusal: 'This site has its administrator already. If that is you, sign in. If not, ask them to invite you.',
        },
  );

/** Its invented schools are here, or will be in a moment: they never stand among real ones. */
const inventedHere = (): Response =>
  redirect('/start/demonstration', {
    refusal: 'A demonstration has been begun here. Begin with your own schools in another data folder.',
  });
