import { runAgain } from '../../platform/jobs';
import { notFound, type Route, redirect, route, sameSample } from '../../platform/web';
import { auditFile, auditPage } from './audit';
import { jobsPage } from './jobs';
import { letterPage, lettersPage } from './letters';
import { readsAudit, readsMail, seesJobs } from './tabs';

/** What was done and by whom, letters, background work. */
export const administrationRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/administration',
    may: readsAudit,
    sample: sameSample('/administration'),
    handle: auditPage,
  }),
  route({
    method: 'GET',
    path: '/administration/audit.csv',
    may: readsAudit,
    sample: sameSample('/administration/audit.csv'),
    handle: (req) => auditFile(req, 'csv'),
  }),
  route({
    method: 'GET',
    path: '/administration/audit.xlsx',
    may: readsAudit,
    sample: sameSample('/administration/audit.xlsx'),
    handle: (req) => auditFile(req, 'xlsx'),
  }),
  route({
    method: 'GET',
    path: '/administration/letters',
    may: readsMail,
    sample: sameSample('/administration/letters'),
    handle: lettersPage,
  }),
  route({
    method: 'GET',
    path: '/administration/letters/:id',
    may: readsMail,
    sample: (world) => ({
      own: { path: `/administration/letters/${world.letter}` },
      other: { path: `/administration/letters/${world.letter}` },
    }),
    handle: letterPage,
  }),
  route({
    method: 'GET',
    path: '/administration/jobs',
    may: seesJobs,
    sample: sameSample('/administration/jobs'),
    handle: jobsPage,
  }),
  route({
    method: 'POST',
    path: '/administration/jobs/:id/again',
    may: seesJobs,
    sample: (world) => ({
      own: { path: `/administration/jobs/${world.failedJob}/again` },
      other: { path: `/administration/jobs/${world.failedJob}/again` },
    }),
    async handle(req) {
      const again = await req.tx((tx) => runAgain(tx, req.params.id ?? ''));
      return again ? redirect('/administration/jobs', { notice: 'It will be tried again now.' }) : notFound(req);
    },
  }),
];

declare module '../../platform/web' {
  interface SampleWorld {
    letter: string;
    failedJob: string;
  }
}
