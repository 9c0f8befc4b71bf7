import { notFound, page, type Req, type Route, redirect, route } from '../../platform/web';
import { count } from '../../platform/words';
import { wholeNumber } from './filter-form';
import { schoolCrumbs, schoolTabs } from './header';
import { historyRoutes } from './history-files';
import { mayCountPupils, mayReadDirectory } from './policy';
import { pupilsChart } from './pupils-chart';
import {
  aboveTheRoll,
  countedMeanwhile,
  type PupilsForm,
  PupilsPage,
  pupilsErrors,
  readPupilsForm,
} from './pupils-form';
import { countSchoolAged, newestCensus } from './pupils-service';
import { SchoolPage } from './school-page';
import { type SchoolHead, schoolFacts, schoolHead } from './school-queries';

export const schoolRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/schools/:urn',
    may: mayReadDirectory,
    sample: (world) => ({
      own: { path: `/schools/${world.school}` },
      other: { path: `/schools/${world.otherSchool}` },
    }),
    handle: (req) => showSchool(req),
  }),
  ...historyRoutes,
  route({
    method: 'GET',
    path: '/schools/:urn/pupils',
    may: mayCountPupils,
    sample: (world) => ({
      own: { path: `/schools/${world.school}/pupils` },
      other: { path: `/schools/${world.otherSchool}/pupils` },
    }),
    handle: (req) => showPupils(req),
  }),
  route({
    method: 'POST',
    path: '/schools/:urn/pupils',
    may: mayCountPupils,
    sample: (world) => {
      const form = { schoolAged: '1', reason: 'One of them is of school age' };
      return {
        own: { path: `/schools/${world.school}/pupils`, form },
        other: { path: `/schools/${world.otherSchool}/pupils`, form },
      };
    },
    handle: (req) => savePupils(req),
  }),
];

async function showSchool(req: Req): Promise<Response> {
  const urn = wholeNumber(req.params.urn);
  const school = urn === null ? null : await req.tx((tx) => schoolFacts(tx, urn));
  if (!school) return notFound(req);
  const chart = await pupilsChart(school.censuses);
  return page(
    req,
    { title: school.name, breadcrumbs: schoolCrumbs() },
    <SchoolPage
      school={school}
      tabs={schoolTabs(req, school.urn)}
      mayCount={mayCountPupils(req.actor, req.params)}
      chart={chart}
    />,
  );
}

interface Counting {
  school: SchoolHead;
  census: { censusDate: Temporal.PlainDate; onRoll: number; schoolAged: number | null; reason: string | null };
}

/** The school and its newest census, or null where either is missing. */
function counting(req: Req): Promise<Counting | null> {
  return req.tx(async (tx) => {
    const urn = wholeNumber(req.params.urn);
    const school = urn === null ? null : await schoolHead(tx, urn);
    const newest = school && (await newestCensus(tx, school.urn));
    if (!newest) return null;
    const { census_date: censusDate, on_roll: onRoll, school_aged: schoolAged, reason } = newest;
    return { school, census: { censusDate, onRoll, schoolAged, reason } };
  });
}

async function showPupils(req: Req): Promise<Response> {
  const found = await counting(req);
  if (!found) return notFound(req);
  const { schoolAged, reason } = found.census;
  return pupilsPage(req, found, {
    typed: { schoolAged: schoolAged === null ? '' : String(schoolAged), reason: reason ?? '' },
    errors: {},
  });
}

async function savePupils(req: Req): Promise<Response> {
  const found = await counting(req);
  if (!found) return notFound(req);
  const { wish, ...form } = readPupilsForm(req.form, found.census.onRoll);
  if (!wish) return pupilsPage(req, found, form);
  const saved = await req.tx((tx) => countSchoolAged(tx, req, found.school.urn, wish));
  if (!saved.ok && saved.reason === 'changed-meanwhile') {
    const now = (await counting(req)) ?? found;
    return pupilsPage(req, now, { ...form, errors: { schoolAged: countedMeanwhile(now.census.schoolAged) } });
  }
  // A newer census came between the page and the button: the number is asked for again, of that one.
  if (!saved.ok) return pupilsPage(req, found, { ...form, errors: { schoolAged: aboveTheRoll(found.census.onRoll) } });
  return redirect(`/schools/${found.school.urn}`, {
    notice: `Saved: ${count(wish.schoolAged)} of the ${count(saved.value.onRoll)} on roll are of school age.`,
  });
}

const pupilsPage = (req: Req, found: Counting, form: PupilsForm): Promise<Response> =>
  page(
    req,
    {
      title: `Pupils of school age: ${found.school.name}`,
      breadcrumbs: schoolCrumbs(found.school),
      errors: pupilsErrors(form),
    },
    <PupilsPage {...found} tabs={schoolTabs(req, found.school.urn)} {...form} />,
  );
