import { countedPupils, currentOffer, fee } from '../../offer';
import { notFound, page, problem, type Req, type Route, redirect, route, signedIn } from '../../platform/web';
import { lineage, schoolCrumbs, schoolHead, schoolTabs } from '../../schools';
import { contractOf } from '../contracts/queries';
import { seesMoney } from '../policy';
import { quotedSchool } from '../queries';
import { facts } from '../quote';
import { BallotPage, ConfirmPage } from './pages/school-pages';
import { VotePage } from './pages/vote-page';
import { speaksFor } from './policy';
import { askedOf, confirmationOf } from './queries';
import { answer } from './round';
import { ballotOf, castVote, countedVote, isOver, newestVote, voteBy } from './vote';

/** What a school's leaders answer: whether it stays, and its vote. */
export const schoolGateRoutes: Route[] = [
  ...(['GET', 'POST'] as const).map((method) =>
    route({
      method,
      path: '/schools/:urn/subscription/confirm',
      may: speaksFor,
      sample: (world) => {
        const form = method === 'POST' ? { form: { answer: 'confirmed', round: world.gateRound } } : {};
        return {
          own: { path: `/schools/${world.school}/subscription/confirm`, ...form },
          other: { path: `/schools/${world.otherSchool}/subscription/confirm`, ...form },
        };
      },
      handle: method === 'GET' ? (req) => showConfirm(req) : confirmRoute,
    }),
  ),
  ...(['GET', 'POST'] as const).map((method) =>
    route({
      method,
      path: '/schools/:urn/subscription/vote',
      may: speaksFor,
      sample: (world) => {
        const form = method === 'POST' ? { form: { option: '1', vote: world.gateVote } } : {};
        return {
          own: { path: `/schools/${world.school}/subscription/vote`, ...form },
          other: { path: `/schools/${world.otherSchool}/subscription/vote`, ...form },
        };
      },
      handle: method === 'GET' ? (req) => showBallot(req) : castRoute,
    }),
  ),
  route({
    method: 'GET',
    path: '/subscriptions/votes/:year/:number',
    may: signedIn,
    sample: (world) => ({ own: { path: world.gateVotePath }, other: { path: world.gateVotePath } }),
    handle: showVote,
  }),
];

declare module '../../platform/web' {
  interface SampleWorld {
    gateYear: string;
    /** A round in which both schools were asked, and a vote that is open: see `gate/testing`. */
    gateRound: string;
    gateVote: string;
    gateVotePath: string;
  }
}

const urnOf = (req: Req): number | null => (/^[1-9]\d{5}$/.test(req.params.urn ?? '') ? Number(req.params.urn) : null);

async function showConfirm(req: Req, error?: string): Promise<Response> {
  const urn = urnOf(req);
  if (urn === null) return notFound(req);
  const seen = await req.tx(async (tx) => {
    const head = await schoolHead(tx, urn);
    const school = await quotedSchool(tx, urn);
    if (!head || !school) return null;
    const found = await askedOf(tx, await lineage(tx, urn));
    const published = await currentOffer(tx);
    const pupils = published && countedPupils(published.offer, school, school.pupils);
    const priced =
      published && pupils !== null ? fee(published.offer, { ...facts(school), pupils }, published.year) : null;
    const contract = await contractOf(tx, urn);
    return {
      school: head,
      found,
      fee: { year: published?.year ?? '', pence: priced?.ok ? priced.value.pence : null },
      signed: contract !== null && contract.completedAt !== null && contract.withdrawnAt === null,
      closed: found !== null && (await confirmationOf(tx, found.round.year)) !== null,
    };
  });
  if (!seen) return notFound(req);
  return page(
    req,
    {
      title: 'Do you confirm or withdraw?',
      breadcrumbs: schoolCrumbs(seen.school),
      ...(error ? { errors: [{ text: error, href: '#answer' }] } : {}),
    },
    <ConfirmPage {...seen} tabs={schoolTabs(req, urn)} error={error} />,
  );
}

async function confirmRoute(req: Req): Promise<Response> {
  const urn = urnOf(req);
  if (urn === null) return notFound(req);
  const given = req.form.get('answer');
  if (given !== 'confirmed' && given !== 'withdrawn')
    return showConfirm(req, 'Choose whether the school confirms or withdraws');
  const done = await req.tx(async (tx) =>
    answer(tx, req, { urns: await lineage(tx, urn), roundId: req.form.get('round'), answer: given, note: null }),
  );
  return done.ok
    ? redirect(`/schools/${urn}/subscription/confirm`, {
        notice: given === 'confirmed' ? 'You have confirmed. Thank you.' : 'You have withdrawn.',
      })
    : problem(req, 409, 'Your answer was not taken', done.reason);
}

async function showBallot(req: Req, error?: string): Promise<Response> {
  const urn = urnOf(req);
  if (urn === null) return notFound(req);
  const seen = await req.tx(async (tx) => {
    const school = await schoolHead(tx, urn);
    if (!school) return null;
    const vote = await newestVote(tx);
    const [first = urn] = await lineage(tx, urn);
    return {
      school,
      vote,
      over: vote !== null && isOver(vote.ends, req.clock.today()),
      outcome: vote && (await countedVote(tx, vote)),
      chosen: vote && (await ballotOf(tx, vote.id, first)),
    };
  });
  if (!seen) return notFound(req);
  return page(
    req,
    {
      title: 'Your vote as a member',
      breadcrumbs: schoolCrumbs(seen.school),
      ...(error ? { errors: [{ text: error, href: '#option' }] } : {}),
    },
    <BallotPage {...seen} tabs={schoolTabs(req, urn)} error={error} />,
  );
}

async function castRoute(req: Req): Promise<Response> {
  const urn = urnOf(req);
  if (urn === null) return notFound(req);
  const option = Number(/^\d{1,3}$/.exec(req.form.get('option'))?.[0] ?? 0);
  if (option === 0) return showBallot(req, 'Choose one of the options');
  const done = await req.tx(async (tx) => {
    const vote = await newestVote(tx);
    if (!vote || vote.id !== req.form.get('vote')) return null;
    const [first = urn] = await lineage(tx, urn);
    return castVote(tx, req, { vote, school: { urn, first }, option });
  });
  if (done === null)
    return problem(req, 409, 'Your vote was not taken', 'Another vote has been opened since: look again.');
  return done.ok
    ? redirect(`/schools/${urn}/subscription/vote`, { notice: 'Your vote is counted.' })
    : problem(req, 409, 'Your vote was not taken', done.reason);
}

async function showVote(req: Req): Promise<Response> {
  const number = Number(/^\d{1,6}$/.exec(req.params.number ?? '')?.[0] ?? 0);
  const year = (req.params.year ?? '').replace('-', '/');
  const found = await req.tx(async (tx) => {
    const vote = await voteBy(tx, { year, number });
    return vote && { vote, outcome: await countedVote(tx, vote) };
  });
  if (!found) return notFound(req);
  return page(
    req,
    { title: found.vote.question },
    <VotePage {...found} over={isOver(found.vote.ends, req.clock.today())} office={seesMoney(req.actor)} />,
  );
}
