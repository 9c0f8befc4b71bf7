import type { Cell, ExportTable } from '../../platform/documents';
import { isPending } from '../../platform/jobs';
import { EmptyState, PageHeading } from '../../platform/ui';
import {
  fileRoutes,
  notFound,
  page,
  problem,
  type Req,
  type Route,
  redirect,
  route,
  type SampleWorld,
  sameSample,
} from '../../platform/web';
import { counted, date, slug } from '../../platform/words';
import { seesMoney } from '../policy';
import { sectorName, statusName } from '../words';
import { confirmGate, tryAgain } from './confirm';
import { type AskForm, emptyAsk, emptyVote, errorList, readAsk, readVote, type VoteForm } from './forms';
import { beginSubscription } from './job';
import { GatePage, voteHref } from './pages/gate-page';
import { AskPage, OpenVotePage } from './pages/office-forms';
import { type AnswerForm, RecordPage, RoundPage } from './pages/round-page';
import { mayConfirm } from './policy';
import { answersOf, type Gate, gateOf, openSteps, progressOfGate, roundsOf, testsOf } from './queries';
import { answer, askSchools } from './round';
import { schoolGateRoutes } from './school-routes';
import { openVote, votesOf } from './vote';

const at = '/subscriptions/gate';
const gateCrumbs = [{ text: 'Are we viable?', href: at }];
const decides = { may: mayConfirm, method: 'POST' as const };

/** A form about today's offer. */
const yearSample =
  (path: string, form: Record<string, string> = {}) =>
  (world: SampleWorld) => {
    const sample = { path, form: { year: world.gateYear, ...form } };
    return { own: sample, other: sample };
  };

export const gateRoutes: Route[] = [
  route({ method: 'GET', path: at, may: seesMoney, sample: sameSample(at), handle: showGate }),
  ...fileRoutes({ path: at, may: seesMoney, sample: () => [at, at], file: gateFile }),
  route({
    ...decides,
    path: `${at}/confirm`,
    sample: yearSample(`${at}/confirm`),
    handle: confirmRoute,
  }),
  route({
    ...decides,
    path: `${at}/again`,
    sample: yearSample(`${at}/again`),
    handle: againRoute,
  }),
  route({ method: 'GET', path: `${at}/ask`, may: mayConfirm, sample: sameSample(`${at}/ask`), handle: showAsk }),
  route({
    ...decides,
    path: `${at}/ask`,
    sample: yearSample(`${at}/ask`, {
      number: '1',
      changes: 'Less of everything.',
      'answerBy-day': '28',
      'answerBy-month': '2',
      'answerBy-year': '2030',
    }),
    handle: askRoute,
  }),
  route({
    method: 'GET',
    path: `${at}/rounds/:number`,
    may: seesMoney,
    sample: sameSample(`${at}/rounds/1`),
    handle: showRound,
  }),
  route({
    method: 'GET',
    path: `${at}/rounds/:number/schools/:urn`,
    may: mayConfirm,
    sample: (world) => ({
      own: { path: `${at}/rounds/1/schools/${world.school}` },
      other: { path: `${at}/rounds/1/schools/${world.otherSchool}` },
    }),
    handle: showRecord,
  }),
  route({
    ...decides,
    path: `${at}/rounds/:number/schools/:urn`,
    sample: (world) => ({
      own: { path: `${at}/rounds/1/schools/${world.school}`, form: { answer: 'confirmed', note: 'By telephone.' } },
      other: {
        path: `${at}/rounds/1/schools/${world.otherSchool}`,
        form: { answer: 'confirmed', note: 'By telephone.' },
      },
    }),
    handle: recordRoute,
  }),
  route({ method: 'GET', path: `${at}/vote`, may: mayConfirm, sample: sameSample(`${at}/vote`), handle: showVoteForm }),
  route({
    ...decides,
    path: `${at}/vote`,
    sample: yearSample(`${at}/vote`, {
      number: '1',
      question: 'How do we go on?',
      options: 'A smaller offer\nNo offer',
      'ends-day': '28',
      'ends-month': '2',
      'ends-year': '2030',
    }),
    handle: voteRoute,
  }),
  ...schoolGateRoutes,
];

/** The gate of today's offer, or the page that says why there is none. */
async function withGate(req: Req, then: (gate: Gate) => Promise<Response>): Promise<Response> {
  const gate = await req.tx((tx) => gateOf(tx));
  if (gate) return then(gate);
  return page(
    req,
    { title: 'Are we viable?', density: 'staff' },
    <>
      <PageHeading title="Are we viable?" />
      <EmptyState title="Nothing to add up yet" action={<a href="/offer/versions">Versions of the offer</a>}>
        No offer is published yet. An administrator publishes the first one.
      </EmptyState>
    </>,
  );
}

function showGate(req: Req): Promise<Response> {
  return withGate(req, async (gate) => {
    const { year } = gate;
    const found = await req.tx(async (tx) => {
      const progress = await progressOfGate(tx, year);
      const rounds = await roundsOf(tx, year);
      const asked = await Promise.all(rounds.map(({ id }) => answersOf(tx, id)));
      const waiting = await openSteps(tx, year).select('s.urn').distinct().where('s.refused', 'is', null).execute();
      const pending = await Promise.all(
        waiting.slice(0, 20).map(({ urn }) => isPending(tx, beginSubscription, `${year}/${urn}`)),
      );
      return {
        progress,
        running: pending.some(Boolean),
        tests: await testsOf(tx, year),
        votes: await votesOf(tx, year),
        rounds: rounds.map((round, i) => ({
          ...round,
          asked: asked[i]?.length ?? 0,
          answered: asked[i]?.filter((one) => one.answer !== null).length ?? 0,
        })),
      };
    });
    return page(
      req,
      { title: 'Are we viable?', density: 'staff' },
      <GatePage gate={gate} {...found} today={req.clock.today()} may={mayConfirm(req.actor)} />,
    );
  });
}

async function gateFile(req: Req) {
  const gate = await req.tx((tx) => gateOf(tx));
  return gate && { table: intentsTable(gate), name: `gate-${slug(gate.year)}` };
}

/** Who has signed or means to, to take away. */
function intentsTable({ published: { offer }, intents, year }: Gate): ExportTable {
  return {
    name: 'Subscriptions',
    columns: [
      { heading: 'URN', kind: 'identifier' },
      { heading: 'School', kind: 'text' },
      { heading: 'Stands', kind: 'text' },
      { heading: 'Sector', kind: 'text' },
      { heading: 'Status', kind: 'text' },
      { heading: 'Partnership', kind: 'text' },
      { heading: 'Trust', kind: 'text' },
      { heading: `Fee ${year}`, kind: 'money' },
      { heading: 'From', kind: 'date' },
      { heading: 'To', kind: 'date' },
    ],
    rows: intents.map((one): Cell[] => [
      one.now.urn,
      one.now.name,
      one.active ? 'Binding' : one.stands === 'contracted' ? 'Contracted' : 'Indicated',
      sectorName(offer, one.sector),
      statusName(offer, one.status),
      one.partnership?.name ?? null,
      one.trust?.name ?? null,
      one.pence ?? 'not known yet',
      one.starts,
      one.ends,
    ]),
  };
}

async function confirmRoute(req: Req): Promise<Response> {
  const done = await req.tx((tx) => confirmGate(tx, req, req.form.get('year')));
  if (!done.ok) return problem(req, 409, 'Viability is not confirmed', done.reason);
  const { again, schools } = done.value;
  return redirect(at, {
    notice: again
      ? 'Viability had been confirmed already.'
      : `Viability is confirmed. ${counted(schools, 'contract')} ${schools === 1 ? 'becomes' : 'become'} binding now.`,
  });
}

async function againRoute(req: Req): Promise<Response> {
  const done = await req.tx((tx) => tryAgain(tx, req, req.form.get('year')));
  return done.ok
    ? redirect(at, { notice: `Tried again with ${counted(done.value.schools, 'school')}.` })
    : problem(req, 409, 'Not tried again', done.reason);
}

const askView = (req: Req, gate: Gate, number: number, form: AskForm, status?: number): Promise<Response> =>
  page(
    req,
    {
      title: 'Ask each school to confirm or withdraw',
      density: 'staff',
      breadcrumbs: gateCrumbs,
      errors: errorList(form.errors),
      ...(status ? { status } : {}),
    },
    <AskPage gate={gate} number={number} form={form} />,
  );

function showAsk(req: Req): Promise<Response> {
  return withGate(req, async (gate) => {
    const rounds = await req.tx((tx) => roundsOf(tx, gate.year));
    return askView(req, gate, (rounds[0]?.number ?? 0) + 1, emptyAsk);
  });
}

function askRoute(req: Req): Promise<Response> {
  return withGate(req, async (gate) => {
    const form = readAsk(req.form);
    const number = Number(req.form.get('number'));
    const { wish } = form;
    if (!wish) return askView(req, gate, number, form);
    const done = await req.tx((tx) =>
      askSchools(tx, req, { ...wish, year: req.form.get('year'), number, baseUrl: req.mesters.config.baseUrl }),
    );
    if (!done.ok) return problem(req, 409, 'Nobody was asked', done.reason);
    return redirect(`${at}/rounds/${done.value.round.number}`, {
      notice: done.value.again ? 'They had been asked already.' : `${counted(done.value.schools, 'school')} asked.`,
    });
  });
}

const wholeNumber = (text: string | undefined): number => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : 0);

/** The round that the address names, with its schools; null where there is none. */
const roundOf = (req: Req) =>
  req.tx(async (tx) => {
    const gate = await gateOf(tx);
    if (!gate) return null;
    const round = (await roundsOf(tx, gate.year)).find(({ number }) => number === wholeNumber(req.params.number));
    return round ? { round, asked: await answersOf(tx, round.id) } : null;
  });

async function showRound(req: Req): Promise<Response> {
  const found = await roundOf(req);
  if (!found) return notFound(req);
  return page(
    req,
    { title: `Round ${found.round.number}`, density: 'staff', breadcrumbs: gateCrumbs },
    <RoundPage {...found} may={mayConfirm(req.actor)} />,
  );
}

async function recordView(req: Req, form: AnswerForm): Promise<Response> {
  const found = await roundOf(req);
  const asked = found?.asked.find(({ urn }) => urn === wholeNumber(req.params.urn));
  if (!found || !asked) return notFound(req);
  return page(
    req,
    {
      title: `What does ${asked.name} say?`,
      density: 'staff',
      breadcrumbs: [...gateCrumbs, { text: `Round ${found.round.number}`, href: `${at}/rounds/${found.round.number}` }],
      errors: errorList(form.errors),
    },
    <RecordPage round={found.round} asked={asked} form={form} />,
  );
}

function showRecord(req: Req): Promise<Response> {
  return recordView(req, { answer: '', note: '', errors: {} });
}

async function recordRoute(req: Req): Promise<Response> {
  const found = await roundOf(req);
  const asked = found?.asked.find(({ urn }) => urn === wholeNumber(req.params.urn));
  if (!found || !asked) return notFound(req);
  const typed = { answer: req.form.get('answer'), note: req.form.get('note') };
  const given = typed.answer === 'confirmed' || typed.answer === 'withdrawn' ? typed.answer : null;
  const errors = {
    ...(given ? {} : { answer: 'Choose what the school says' }),
    ...(typed.note === '' ? { note: 'Say how you know, such as “the headteacher rang on Monday”' } : {}),
    ...(typed.note.length > 300 ? { note: 'Say it in 300 letters or fewer' } : {}),
  };
  if (!given || Object.keys(errors).length > 0) return recordView(req, { ...typed, errors });
  const roundId = req.form.get('round') || found.round.id;
  const done = await req.tx((tx) => answer(tx, req, { urns: [asked.urn], roundId, answer: given, note: typed.note }));
  return done.ok
    ? redirect(`${at}/rounds/${found.round.number}`, { notice: `The answer of ${asked.name} is written down.` })
    : problem(req, 409, 'The answer is not written down', done.reason);
}

const voteView = (req: Req, gate: Gate, number: number, form: VoteForm): Promise<Response> =>
  page(
    req,
    {
      title: 'Put options to all members',
      density: 'staff',
      breadcrumbs: gateCrumbs,
      errors: errorList(form.errors),
    },
    <OpenVotePage gate={gate} number={number} form={form} />,
  );

function showVoteForm(req: Req): Promise<Response> {
  return withGate(req, async (gate) => {
    const votes = await req.tx((tx) => votesOf(tx, gate.year));
    return voteView(req, gate, (votes[0]?.number ?? 0) + 1, emptyVote);
  });
}

function voteRoute(req: Req): Promise<Response> {
  return withGate(req, async (gate) => {
    const form = readVote(req.form);
    const number = Number(req.form.get('number'));
    const { wish } = form;
    if (!wish) return voteView(req, gate, number, form);
    const done = await req.tx((tx) => openVote(tx, req, { ...wish, year: req.form.get('year'), number }));
    if (!done.ok) return problem(req, 409, 'The vote is not open', done.reason);
    return redirect(voteHref(done.value.vote), {
      notice: done.value.again
        ? 'The vote had been opened already.'
        : `The vote is open until ${date(done.value.vote.ends)}.`,
    });
  });
}
